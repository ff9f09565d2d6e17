package pager

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChosen(t *testing.T) {
	for env, want := range map[string]string{
		"":                       "",
		"PAGER=more":             "more",
		"PAGER=more HUB_PAGER=x": "x",
		"PAGER=more HUB_PAGER=":  "",
		"PAGER=":                 "",
		"PAGER=cat":              "",
		"PATH=/nowhere":          "",
	} {
		p := &Pager{Environ: strings.Fields(env)}
		_, line := p.chosen()
		assert.Equal(t, want, line, env)
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		text          string
		columns, rows int
		want          bool
	}{
		{strings.Repeat("a\n", 9), 80, 10, true},
		{strings.Repeat("a\n", 10), 80, 10, false},
		{strings.Repeat("a", 80) + "\n", 80, 2, true},
		{strings.Repeat("a", 81) + "\n", 80, 2, false},
		{strings.Repeat("日", 40) + "\n", 80, 2, true},
		{"\x1b[31m" + strings.Repeat("a", 80) + "\x1b[0m\n", 80, 2, true},
		{strings.Repeat("a\n", 99), 80, 0, true},
		{"", 80, 1, true},
	} {
		p := &Pager{Columns: c.columns, Rows: c.rows}
		assert.Equal(t, c.want, p.fits([]byte(c.text)), "%q", c.text)
	}
	assert.True(t, (&Pager{Rows: 1, Environ: []string{"TERM=dumb"}}).fits([]byte("a\nb\n")))
}

// Whatever the pager is, the answer is printed or was shown.
func TestNothingIsLost(t *testing.T) {
	text := strings.Repeat("line\n", 1000)
	for _, line := range []string{"", "cat", "/nowhere/pager", "'", `"a b`, "\\", "''"} {
		var out bytes.Buffer
		warned := ""
		p := &Pager{Out: &out, Err: &out, Rows: 10, Environ: []string{"HUB_PAGER=" + line}, Lend: func() func() { return func() {} },
			Warn: func(format string, args ...any) { warned += fmt.Sprintf(format, args...) }}
		n, err := p.Write([]byte(text))
		assert.NoError(t, err)
		assert.Equal(t, len(text), n)
		assert.Equal(t, text, out.String(), line)
		assert.Equal(t, line != "" && line != "cat", warned != "", line)
	}
}
