package render_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	xansi "github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
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

// table is an answer with a table in which each kind of column is.
func table() render.Answer {
	return render.Answer{Page: func(p *render.Page) {
		g := p.Grid(render.Column{Title: "#", Right: true}, render.Column{Title: "ID", Least: 8, Path: true}, render.Column{Title: "STATUS"},
			render.Column{Title: "TIME", Rank: 2, Right: true}, render.Column{Title: "EMPTY", Optional: true}, render.Column{Title: "WHY", Rank: 1, Least: 12})
		g.Row(render.Number(7), render.Text("examples/basics/a.sh"), p.Outcome(outcome.OfStatus(hub.StatusError, false)), render.Text("0.10s"), render.Cell{}, render.Text("a long reason, which\nhas two lines"))
		g.Row(render.Number(10), render.Text("日本"), p.Outcome(outcome.OfStatus(hub.StatusCompleted, false)), render.Text("12.00s"))
		g.Print()
	}}
}

func TestColumnsAreAsWideAsTheirCells(t *testing.T) {
	assert.Equal(t, ""+
		" #  ID                    STATUS      TIME  WHY\n"+
		" 7  examples/basics/a.sh  ✗ failed   0.10s  a long reason, which has two lines\n"+
		"10  日本                  ✓ passed  12.00s\n", write(t, render.Output{Format: render.Table}, table()))
}

func TestColourDoesNotCountAsWidth(t *testing.T) {
	for _, width := range []int{0, 50} {
		got := write(t, render.Output{Format: render.Table, Color: true, Width: width}, table())
		assert.Contains(t, got, "  \x1b[31m✗ failed\x1b[0m  ")
		assert.Contains(t, got, " \x1b[1m#\x1b[0m  \x1b[1mID\x1b[0m ")
		plain := strings.NewReplacer("\x1b[1m", "", "\x1b[31m", "", "\x1b[32m", "", "\x1b[0m", "").Replace(got)
		assert.Equal(t, write(t, render.Output{Format: render.Table, Width: width}, table()), plain)
	}
}

// The roles are those of the lines of a run, see package console.
func TestStatusesAreInTheColoursOfARun(t *testing.T) {
	for _, status := range hub.Statuses() {
		o := outcome.OfStatus(status, false)
		for ascii, sign := range map[bool]string{false: o.Glyph, true: o.ASCII} {
			got := write(t, render.Output{Format: render.Table, Color: true, ASCII: ascii}, render.Answer{Page: func(p *render.Page) {
				g := p.Grid(render.Column{})
				g.Row(p.Outcome(o))
				g.Print()
			}})
			assert.Equal(t, o.Role.On(sign+" "+o.Word)+"\n", got)
		}
	}
}

func TestTablesAreFittedToTheTerminal(t *testing.T) {
	for width, want := range map[int]string{
		72: " 7  examples/basics/a.sh  ✗ failed   0.10s  a long reason, which has tw…",
		58: " 7  examples/basics/a.sh  ✗ failed   0.10s  a long reason…",
		50: " 7  examples/basics/a.sh  ✗ failed  a long reason…", // TIME is left out: the reason says more
		46: " 7  exampl…basics/a.sh  ✗ failed  a long reas…",     // texts are shortened first, then paths
		40: " 7  examples/basics/a.sh  ✗ failed",                 // WHY has no room
		30: " 7  examp…asics/a.sh  ✗ failed",                     // WHY as well
		12: " 7  exa…a.sh",
		3:  " 7",
	} {
		lines := strings.Split(write(t, render.Output{Format: render.Table, Width: width}, table()), "\n")
		assert.Equal(t, want, lines[1], width)
	}
	ascii := write(t, render.Output{Format: render.Table, Width: 58, ASCII: true}, table())
	assert.Contains(t, ascii, " 7  examples/basics/a.sh  x failed   0.10s  a long reas...\n")
}

// Whatever the cells and the width, no line is wider than the screen, and a table that
// has room is whole.
func FuzzTables(f *testing.F) {
	f.Add(40, "examples/basics/a.sh", "a reason", 3)
	f.Add(1, "日本語/ファイル", "\x1b[31mred \u0301\u200d", 0)
	f.Fuzz(func(t *testing.T, width int, path, text string, rank int) {
		if width < 1 || width > 1000 || len(path)+len(text) > 2000 {
			return
		}
		page := func(width int) string {
			return write(t, render.Output{Format: render.Table, Width: width}, render.Answer{Page: func(p *render.Page) {
				g := p.Grid(render.Column{Title: "#", Right: true}, render.Column{Title: "ID", Least: 20, Path: true}, render.Column{Title: "N", Rank: max(0, rank)}, render.Column{Title: "WHY", Least: 8})
				g.Row(render.Number(1), render.Text(path), render.Text(text), render.Text(text))
				g.Row(render.Number(100), render.Text(text), render.Text("x"), render.Text(path))
				g.Print()
			}})
		}
		whole, widest := page(0), 0
		for line := range strings.Lines(whole) {
			widest = max(widest, xansi.StringWidth(strings.TrimSuffix(line, "\n")))
		}
		cut := page(width)
		for line := range strings.Lines(cut) {
			if n := xansi.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
				t.Fatalf("%d columns, at most %d: %q", n, width, line)
			}
		}
		if width >= widest && cut != whole {
			t.Fatalf("cut without need: %q, %q", cut, whole)
		}
	})
}

func TestTimesAreRelativeOnATerminal(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.Local)
	page := render.Answer{Page: func(p *render.Page) {
		p.Printf("%s|%s|%s|%s", p.When(time.Time{}), p.When(now.Add(-time.Hour)), p.Moment(now.Add(-time.Hour)), p.Moment(now.AddDate(-1, 0, 0)))
	}}
	assert.Equal(t, "never|2026-11-30 11:00:00|2026-11-30 11:00:00|2025-11-30 12:00:00", write(t, render.Output{Format: render.Table}, page))
	assert.Equal(t, "never|1 h ago|1 h ago (2026-11-30 11:00:00)|2025-11-30 12:00:00", write(t, render.Output{Format: render.Table, Now: now}, page))
}

func TestFieldsHelpDocumentsEveryColumn(t *testing.T) {
	assert.Equal(t, "\n\nFields:\n\n  id       the ID\n  seconds  how long\n  tags     its tags\n", render.FieldsHelp[record]("Fields"))
	assert.Contains(t, render.FieldsHelp[record]("columns of csv"), "apostrophe")
}

// A text is wrapped between words on a terminal, and is one line elsewhere.
func TestProse(t *testing.T) {
	for width, want := range map[int]string{
		0:  "error  one two three four\n",
		80: "error  one two three four\n",
		20: "error  one two three\n       four\n",
		10: "error  one two three four\n",
	} {
		text := write(t, render.Output{Format: render.Table, Width: width}, render.Answer{Page: func(p *render.Page) { p.Prose("error  ", "one two\nthree four") }})
		assert.Equal(t, want, text, "%d", width)
	}
}
