package sanitize

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCell(t *testing.T) {
	for _, formula := range []string{
		"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", "＝1+1", "＋1", "－1+1", "＠A1", "=", "-", "+49 170 1", "-x",
		"- 3", "--3", "+-3", "-3-3", "-1e", "-.", "-3%%", "-1,5", "-0x10", "-3\n=1", "=3", "@3",
		" =1", "\u00a0=1", "\u3000=1", "\ufeff=1", "\v\f=1", "\u2028=1", "\u0085=1", "\u200b=1", "\u200e=1", "\u00ad=1", "\x00=1", "\x1b=1",
		" \u00a0\ufeff \u2060＝1", "  -x",
		"\t", "\ta", "\ra", "\na", "\t=1", "\r=1", "\n=1", "\r\n=1", "\t-3", "\n3",
	} {
		assert.Equal(t, "'"+formula, Cell(formula), "%q", formula)
	}
	for _, text := range []string{
		"", " ", "a", "a=1", "3", "-3", "+3", "-3.", "-.5", "+1.5e3", "-1E-9", "-0.5%", "+50%", " -3", "-3 ", "\u00a0-3", "3-5", "1+1", "'=1", "\"=1",
		"a@b.c", "a\t=1", "a\n=1", "examples/-dash.sh", "::error::x", "# a", "|x", "%x", "\xff=1", "−3", "é", "☃",
	} {
		assert.Equal(t, text, Cell(text), "%q", text)
	}
}

// FuzzCell checks that the first visible character of a cell begins no formula
// unless the cell is a number, and that only an apostrophe is added.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1", "\ufeff\u00a0@a", "-3", " -3.5e-2% ", "\r\n＋1", "'", "\xff-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cell := Cell(s)
		require.Equal(t, cell, Cell(cell))
		require.True(t, cell == s || cell == "'"+s, "%q", cell)
		if cell != s {
			return
		}
		require.False(t, strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || strings.HasPrefix(s, "\n"), "%q", s)
		seen := strings.TrimFunc(s, unseen)
		first, _ := utf8.DecodeRuneInString(seen)
		if strings.ContainsRune("=@＝＋－＠", first) {
			t.Fatalf("%q begins a formula", cell)
		}
		if first == '+' || first == '-' {
			require.Empty(t, strings.Trim(seen, "+-.0123456789eE%"), "%q is not a number", cell)
		}
	})
}
