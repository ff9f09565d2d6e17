package ansi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func pieces(s string) (texts []string, styles []Style) {
	for text, style := range Styled(s) {
		texts, styles = append(texts, text), append(styles, style)
	}
	return texts, styles
}

func TestStyled(t *testing.T) {
	red := Style{Color: Red}
	for _, tc := range []struct {
		name, in string
		texts    []string
		styles   []Style
	}{
		{"plain", "x", []string{"x"}, []Style{{}}},
		{"nothing", "", nil, nil},
		{"colour and back", "a\x1b[31mb\x1b[0mc", []string{"a", "b", "c"}, []Style{{}, red, {}}},
		{"no code is 0", "\x1b[31mb\x1b[mc", []string{"b", "c"}, []Style{red, {}}},
		{"several", "\x1b[1;3;4;9;92mx\x1b[22;23;24;29;39my", []string{"x", "y"},
			[]Style{{Color: BrightGreen, Bold: true, Italic: true, Underline: true, Strike: true}, {}}},
		{"C1", "\u009b31mx", []string{"x"}, []Style{red}},
		{"other sequences", "\x1b[31mx\x1b[2K\x1b]0;t\ay", []string{"x", "y"}, []Style{red, red}},
		{"palette", "\x1b[38;5;9mx\x1b[38;5;196my\x1b[38;5;244mz", []string{"x", "y", "z"}, []Style{{Color: BrightRed}, red, {}}},
		{"true colour", "\x1b[38;2;10;200;20mx\x1b[38:2:250:250:0my", []string{"x", "y"}, []Style{{Color: Green}, {Color: Yellow}}},
		{"background is passed over", "\x1b[48;5;31;1mx", []string{"x"}, []Style{{Bold: true}}},
		{"cut off", "x\x1b[3", []string{"x"}, []Style{{}}},
		{"huge number", "\x1b[99999999999999999999;31mx", []string{"x"}, []Style{red}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			texts, styles := pieces(tc.in)
			assert.Equal(t, tc.texts, texts)
			assert.Equal(t, tc.styles, styles)
		})
	}
}

// FuzzStyled checks that the joined pieces are what Strip leaves.
func FuzzStyled(f *testing.F) {
	for _, s := range []string{"", "\x1b[31mred\x1b[0m", "\x1b]0;t\a\xff", "\x1b[38;2;1m", "\u009b38:5m x", "\x1b[\xff\x1bm\xc3\x1b[m\xa4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		texts, styles := pieces(s)
		if got, want := strings.Join(texts, ""), Strip(s); got != want {
			t.Fatalf("%q: %q, not %q", s, got, want)
		}
		for _, st := range styles {
			if st.Color > BrightWhite {
				t.Fatalf("%q: colour %d", s, st.Color)
			}
		}
	})
}
