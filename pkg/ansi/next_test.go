package ansi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNext(t *testing.T) {
	for _, tt := range []struct {
		in         string
		start, end int
		open       bool
	}{
		{"", 0, 0, false},
		{"plain é text", 13, 13, false},
		{"a\x1b", 1, 2, true},
		{"a\x1b[", 1, 3, true},
		{"a\x1b[3", 1, 4, true},
		{"a\x1b[3m", 1, 5, false},
		{"a\x1b[3mb", 1, 5, false},
		{"a\x1b[3\n", 1, 4, false},
		{"a\x1b]0;t", 1, 6, true},
		{"a\x1b]", 1, 3, true},
		{"a\x1b]0;t\a", 1, 7, false},
		{"a\x1b]0;t\x1b\\", 1, 8, false},
		{"a\x1b]0;t\u009c", 1, 8, false},
		{"a\x1b]0;t\n", 1, 6, false},
		{"a\x1b]0;t\x1b", 1, 7, true},
		{"a\x1b]0;t\x1bb", 1, 6, false},
		{"a\x1b[3\x1b", 1, 4, false}, // the last ESC begins another sequence, which is open
		{"a\x1b(", 1, 3, true},
		{"a\x1b(B", 1, 4, false},
		{"a\x1bc", 1, 3, false},
		{"a\xc2", 1, 2, true},
		{"a\u009b", 1, 3, true},
		{"a\u009b3m", 1, 5, false},
		{"a\u009d", 1, 3, true},
		{"a\u009c", 1, 3, false},
		{"a\u00b7", 3, 3, false},
	} {
		start, end, open := Next(tt.in)
		assert.Equal(t, []any{tt.start, tt.end, tt.open}, []any{start, end, open}, "%q", tt.in)
	}
}

// A complete sequence stays the same, whatever follows.
func FuzzNext(f *testing.F) {
	f.Add("a\x1b[3", "m")
	f.Add("\x1b]0;t\x1b", "\\x")
	f.Add("\xc2", "\x9b1m")
	f.Fuzz(func(t *testing.T, s, more string) {
		start, end, open := Next(s)
		assert.True(t, start <= end && end <= len(s) && (!open || end == len(s)))
		if open || start == len(s) {
			return
		}
		again, end2, _ := Next(s + more)
		assert.Equal(t, []int{start, end}, []int{again, end2}, "%q, then %q", s, more)
	})
}
