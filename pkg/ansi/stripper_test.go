package ansi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func inPieces(s string, size int) string {
	var st Stripper
	var b strings.Builder
	for len(s) > 0 {
		n := min(len(s), size)
		b.Write(st.Next([]byte(s[:n]), false))
		s = s[n:]
	}
	b.Write(st.Next(nil, true))
	return b.String()
}

// FuzzStripper checks that the pieces in which a text comes make no difference.
func FuzzStripper(f *testing.F) {
	f.Add("plain \x1b[31mred\x1b[0m \x1b]0;title\atail", 3)
	f.Add("a\u009b31mb\u009d0;t\u009cc\u00e9\x1b", 1)
	f.Add("\x1b]0;"+strings.Repeat("t", maxOpen)+"\x1b\\x\x1b["+strings.Repeat("1", maxOpen)+" \x20my", 7)
	f.Fuzz(func(t *testing.T, s string, size int) {
		s = strings.ToValidUTF8(s, "\ufffd")
		require.Equal(t, Strip(s), inPieces(s, max(1, size)), "%q", s)
	})
}
