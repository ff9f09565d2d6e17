package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

type base struct {
	ID string `json:"id" doc:"the ID"`
}

type record struct {
	base
	Seconds float64  `json:"seconds" doc:"how long"`
	Tags    []string `json:"tags,omitempty" doc:"its tags"`
}

// write returns an answer as o writes it.
func write(t *testing.T, o render.Output, a render.Answer) string {
	t.Helper()
	var b bytes.Buffer
	o.Writer = &b
	require.NoError(t, o.Write(a))
	return b.String()
}

func TestProgramsGetRowsInTheirFormat(t *testing.T) {
	a := render.Answer{
		Rows: []record{{base{"=a"}, 1.23456, []string{"x", "##[b]"}}, {base: base{"::b"}}},
		IDs:  []string{"=a", "::b"},
	}
	for format, want := range map[render.Format][2]string{ // for a program, and in a log
		render.CSV:  {"id,seconds,tags\n'=a,1.235,x ##[b]\n::b,0.000,\n", "id,seconds,tags\n'=a,1.235,x # #[b]\n: :b,0.000,\n"},
		render.IDs:  {"=a\n::b\n", "=a\n: :b\n"},
		render.JSON: {`[{"id":"=a","seconds":1.23456,"tags":["x","##[b]"]},{"id":"::b","seconds":0}]`, `[{"id":"=a","seconds":1.23456,"tags":["x","##[b]"]},{"id":"::b","seconds":0}]`},
	} {
		for i, log := range []bool{false, true} {
			got := write(t, render.Output{Format: format, Log: log}, a)
			if format == render.JSON {
				assert.JSONEq(t, want[i], got)
				assert.Equal(t, !log, strings.Contains(got, "#"), "a command is escaped")
				continue
			}
			assert.Equal(t, want[i], got, format)
		}
	}
	a.JSON = map[string]int{"n": 1}
	assert.JSONEq(t, `{"n": 1}`, write(t, render.Output{Format: render.JSON}, a))
}

func table(cut bool) render.Answer {
	return render.Answer{Page: func(p *render.Page) {
		g := render.NewGrid("#", "ID", "STATUS", "WHY")
		g.Cut = cut
		g.Row(7, "a/b", hub.StatusError, "a long reason, which\nhas two lines")
		g.Row(10, "日本", hub.StatusCompleted, "")
		p.Table(g)
	}}
}

func TestColumnsAreAsWideAsTheirCells(t *testing.T) {
	assert.Equal(t, ""+
		" #  ID    STATUS     WHY\n"+
		" 7  a/b   error      a long reason, which has two lines\n"+
		"10  日本  completed\n", write(t, render.Output{Format: render.Table}, table(true)))
}

func TestColourDoesNotCountAsWidth(t *testing.T) {
	got := write(t, render.Output{Format: render.Table, Color: true}, table(true))
	assert.Contains(t, got, " 7  a/b   \x1b[31merror\x1b[0m      a long")
	assert.Contains(t, got, " \x1b[1m#\x1b[0m  \x1b[1mID\x1b[0m ")
	plain := strings.NewReplacer("\x1b[1m", "", "\x1b[31m", "", "\x1b[32m", "", "\x1b[0m", "").Replace(got)
	assert.Equal(t, write(t, render.Output{Format: render.Table}, table(true)), plain)
}

// The roles are those of the lines of a run, see package console.
func TestStatusesAreInTheColoursOfARun(t *testing.T) {
	for status, role := range map[hub.Status]ansi.Paint{
		hub.StatusCompleted: ansi.Good, hub.StatusError: ansi.Bad, hub.StatusInterrupted: ansi.Incomplete, hub.StatusRunning: ansi.Incomplete,
		hub.StatusStale: ansi.Warn, hub.StatusSkipped: ansi.Dim, hub.StatusPending: ansi.Dim,
	} {
		got := write(t, render.Output{Format: render.Table, Color: true}, render.Answer{Page: func(p *render.Page) {
			g := render.NewGrid()
			g.Row(status)
			p.Table(g)
		}})
		assert.Equal(t, role.On(string(status))+"\n", got)
	}
}

func TestTablesAreFittedToTheTerminal(t *testing.T) {
	lineOf := func(width int, cut bool) string {
		return strings.Split(write(t, render.Output{Format: render.Table, Width: width}, table(cut)), "\n")[1]
	}
	whole := " 7  a/b   error      a long reason, which has two lines"
	assert.Equal(t, " 7  a/b   error      a long reason, whi…", lineOf(40, true))
	assert.Equal(t, whole, lineOf(len(whole), true))
	assert.Equal(t, whole, lineOf(40, false), "without Cut nothing is cut")
	assert.Equal(t, whole, lineOf(30, true), "too narrow to be useful")
}

func TestFieldsHelpDocumentsEveryColumn(t *testing.T) {
	assert.Equal(t, "\n\nFields:\n\n  id       the ID\n  seconds  how long\n  tags     its tags\n", render.FieldsHelp[record]("Fields"))
	assert.Contains(t, render.FieldsHelp[record]("columns of csv"), "apostrophe")
}
