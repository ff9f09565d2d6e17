package text

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// numbered returns n lines, of which some are replaced.
func numbered(n int, with map[int]string) string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d", i)
		if text, ok := with[i]; ok {
			lines[i] = text
		}
	}
	return strings.Join(lines, "\n") + "\n\n"
}

func TestExcerpt(t *testing.T) {
	boom := map[int]string{40: "  ValueError: boom"}
	for _, tt := range []struct {
		name, output, message string
		first, last           string
		left                  int
	}{
		{"all of it", numbered(10, nil), "", "line 0", "line 9", 0},
		{"the end", numbered(100, nil), "exit code 1", "line 90", "line 99", 90},
		{"around what is quoted", numbered(100, boom), "exit code 1: ValueError: boom", "line 36", "line 45", 90},
		{"quoted near the end", numbered(44, boom), "ValueError: boom", "line 34", "line 43", 34},
		{"quoted at the start", numbered(44, map[int]string{0: "ValueError: boom"}), "ValueError: boom", "ValueError: boom", "line 9", 34},
		{"the last of two", numbered(100, map[int]string{3: "ValueError: boom", 50: "ValueError: boom"}), "ValueError: boom", "line 46", "line 55", 90},
		{"the longest", numbered(100, map[int]string{10: "ValueError: boom", 50: "boom"}), "ValueError: boom", "line 6", "line 15", 90},
		{"part of a line", numbered(100, map[int]string{40: "PHP Fatal error: boom"}), "boom", "line 36", "line 45", 90},
		{"too short to be meant", numbered(100, map[int]string{10: "1"}), "exit code 1", "line 90", "line 99", 90},
	} {
		excerpt, left := Excerpt(tt.output, tt.message, 10, 1000)
		lines := strings.Split(excerpt, "\n")
		assert.Len(t, lines, 10, tt.name)
		assert.Equal(t, tt.first, strings.TrimSpace(lines[0]), tt.name)
		assert.Equal(t, tt.last, strings.TrimSpace(lines[9]), tt.name)
		assert.Equal(t, tt.left, left, tt.name)
	}
	excerpt, left := Excerpt(" \n\t\n", "x", 10, 1000)
	assert.Empty(t, excerpt)
	assert.Zero(t, left)
}

// An excerpt is within its bounds, and with the lines left out it is everything.
func FuzzExcerpt(f *testing.F) {
	f.Add("a\nb\nValueError: x\n"+strings.Repeat("y\n", 30), "ValueError: x")
	f.Add(strings.Repeat("x", 5000), "x")
	f.Add("\r\n\u2028\u0085\nabcd\nz", "abcd")
	f.Fuzz(func(t *testing.T, output, message string) {
		excerpt, left := Excerpt(output, message, 10, 500)
		trimmed := strings.TrimRight(output, "\r\n\t ")
		if n := strings.Count(excerpt, "\n") + 1; n > 10 {
			t.Fatalf("%d lines", n)
		}
		if left < 0 || trimmed != "" && left > strings.Count(trimmed, "\n")+1 {
			t.Fatalf("%d lines left of %q", left, output)
		}
		if strings.ContainsAny(excerpt, "\x1b\r") {
			t.Fatalf("%q", excerpt)
		}
	})
}
