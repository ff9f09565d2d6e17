package main

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/recording"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ShowCmd shows one example.
type ShowCmd struct {
	Ref string `arg:"" name:"ref" help:"Example: index, ID, docname, path or unique path suffix."`
	Log bool   `help:"Print only the captured output of the last run."`
}

// Run shows the example.
func (c *ShowCmd) Run(app *App) error {
	p, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	named, err := app.lookup(snapshot.Catalog, c.Ref)
	if err != nil {
		return err
	}
	example := query.Show(snapshot, *named)
	if example.Ran {
		// The newest result of all, also one by which the example skipped itself.
		log, err := p.Store.Log(context.Background(), example.Entry.UpdatedRunID)
		switch {
		case errors.Is(err, fs.ErrNotExist): // it is not kept any more
		case err != nil:
			app.warn("the output of the newest run is incomplete: %v", err)
		default:
			example.Add(&log.Run)
		}
		example.Compare(&query.Kept{Load: p.Store.Kept})
	}
	if c.Log {
		return app.showLog(p, &example)
	}
	example.Hide = p.Secrets.String
	example.ReadSource()
	example.Begin, example.End = app.system().Fence()
	prints := app.work.Judged(p, snapshot)
	answer := query.ShowAnswer(snapshot, example, app.Global.Verbose)
	if err := prints.Err(); err != nil {
		return err
	}
	return app.output(render.Table).Write(answer)
}

// showLog prints what the last result printed, and nothing else.
func (a *App) showLog(p *project.Project, e *query.Example) error {
	if !e.Ran || e.Entry.Attempts == 0 {
		return usage.Errorf("%s: no output: it has never been run, or its errors were cleared", e.ID)
	}
	text := e.Output
	if _, isTerminal := terminal.Of(a.Stdout); isTerminal {
		text = sanitize.Text(text)
	}
	out := recording.NewStream(a.Stdout, a.inPipeline(), p.Secrets, a.system().Fence)
	_, _ = io.WriteString(out, text) // Close returns the error
	return out.Close(context.Background())
}
