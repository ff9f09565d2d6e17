package main

import (
	"bytes"
	"cmp"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/glance"
	"github.com/seed-00a9b34c/hub/pkg/help"
	"github.com/seed-00a9b34c/hub/pkg/survey"
)

// HereCmd is hub without a command.
type HereCmd struct{}

// Run prints what this repository is to hub, and the commands.
func (HereCmd) Run(app *App, parsed *kong.Context) error {
	lines := app.glance()
	for i, l := range lines {
		lines[i] = line(app.hidden(l))
	}
	if app.Global.Quiet {
		_, err := io.WriteString(app.Stdout, strings.Join(lines, "\n")+"\n")
		return err
	}
	var out bytes.Buffer
	if err := help.For(app.Stdout, app.Global.Color, app.Environ).Overview(&out, parsed.Model.Node, lines); err != nil {
		return err
	}
	_, err := app.Stdout.Write(out.Bytes())
	return err
}

// glance returns lines about the repository. Its warnings are counted.
func (a *App) glance() []string {
	var said bytes.Buffer
	defer func(stderr io.Writer, quiet bool) { a.Stderr, a.Global.Quiet = stderr, quiet }(a.Stderr, a.Global.Quiet)
	a.Stderr, a.Global.Quiet = &said, false
	p, s, err := a.work.Snapshot()
	if err != nil {
		return glance.Trouble(err.Error())
	}
	if len(s.Catalog.Examples) == 0 {
		return glance.None(a.self(), survey.Nothing(p.Config), p.Config.File != "")
	}
	prints := a.work.Judged(p, s)
	r := glance.Of(s)
	r.Warnings, r.Now, r.Command = strings.Count(said.String(), "\n"), a.Now(), a.self()
	if err := cmp.Or(prints.Err(), s.Status.Err()); err != nil {
		return glance.Trouble(err.Error())
	}
	if p.Config.File != "" {
		r.Config = cmp.Or(a.shown(p.Config.File), p.Config.File)
	}
	return r.Lines()
}
