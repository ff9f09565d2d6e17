package sanitize

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestCutsKeepCharactersWhole(t *testing.T) {
	assert.Equal(t, []string{"", "a", "aé", "aé", "aéz"}, []string{Head("aéz", -1), Head("aéz", 2), Head("aéz", 3), Head("aéé", 4), Head("aéz", 9)})
	assert.Equal(t, []string{"", "z", "éz", "éa", "aéz"}, []string{Tail("aéz", -1), Tail("aéz", 2), Tail("aéz", 3), Tail("ééa", 4), Tail("aéz", 9)})
	assert.Equal(t, []string{"…", "é…", "ééé", "ééé"}, []string{Clip("ééé", 1), Clip("ééé", 2), Clip("ééé", 3), Clip("ééé", 4)})
}

func FuzzCuts(f *testing.F) {
	f.Add("aé☃😀", 3)
	f.Add("\xff\x80\x80", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		head, tail := Head(s, n), Tail(s, n)
		if len(head) > max(n, 0) || len(tail) > max(n, 0) {
			t.Fatalf("%q and %q of %q are longer than %d", head, tail, s, n)
		}
		if !utf8.ValidString(s) {
			return
		}
		if !utf8.ValidString(head) || !utf8.ValidString(tail) {
			t.Fatalf("%q and %q of %q are not UTF-8", head, tail, s)
		}
		if n > 0 && n <= len(s) && (len(head) < n-3 || len(tail) < n-3) {
			t.Fatalf("%q and %q of %q are shorter than needed for %d", head, tail, s, n)
		}
		if got := Clip(s, max(n, 1)); utf8.RuneCountInString(got) > max(n, 1) {
			t.Fatalf("%q has more than %d characters", got, n)
		}
	})
}
