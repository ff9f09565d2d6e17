package main

import (
	"github.com/seed-00a9b34c/hub/pkg/pager"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
)

// output returns where an answer goes, and how. At a terminal long pages go to the pager.
func (a *App) output(format render.Format) render.Output {
	out := render.Output{Writer: a.Stdout, Format: format, Color: a.color(a.Stdout), ASCII: !terminal.UTF8(a.getenv), Log: a.inPipeline(), Sound: a.work.Recorded.Err}
	if f, ok := terminal.Of(a.Stdout); ok {
		out.Width, out.Now = terminal.Width(f), a.Now()
		if _, ok := terminal.Of(a.Stdin); ok && format == render.Table && !a.Global.NoPager && !out.Log {
			out.Writer = &pager.Pager{Out: f, Err: a.Stderr, Columns: out.Width, Rows: terminal.Rows(f), Environ: a.Environ, Lend: a.signals.Lend, Warn: a.warn}
		}
	}
	return out
}

// shown returns a path for messages: relative to the current folder when it is below.
func (a *App) shown(path string) string { return line(place.Relative(a.Dir, path)) }
