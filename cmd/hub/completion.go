package main

import (
	"io"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/completion"
	"github.com/seed-00a9b34c/hub/pkg/help"
	"github.com/seed-00a9b34c/hub/pkg/manpage"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/share"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// CompletionCmd prints the completion script of a shell.
type CompletionCmd struct {
	Shell string `arg:"" optional:"" help:"Shell: {shells}."`
	Share string `placeholder:"DIR" help:"For packagers: write the scripts of all shells and the manual pages into DIR, laid out like PREFIX/share, and print their names."`
}

// Run prints the script, or writes all of them.
func (c *CompletionCmd) Run(app *App, parsed *kong.Context) error {
	switch {
	case c.Share != "" && c.Shell != "":
		return usage.Errorf("--share=DIR writes the scripts of all shells; omit %s", line(c.Shell))
	case c.Share != "":
		return app.share(place.Under(app.Dir, c.Share), parsed.Model)
	case c.Shell == "":
		return usage.Errorf("which shell? hub completion %s ('hub completion --help' says how to install it)", strings.Join(completion.Names(), "|"))
	}
	shell, err := completion.Named(c.Shell)
	if err != nil {
		return err
	}
	text, err := shell.Script()
	if err == nil {
		_, err = app.Stdout.Write(text)
	}
	return err
}

// share writes what packages of hub install into the folder dir.
func (a *App) share(dir string, grammar *kong.Application) error {
	commandline.Describe(grammar.Node, help.Value)
	help.Describe(grammar.Node)
	files, err := share.Files(&manpage.Source{Grammar: grammar, Version: build.Version(), Date: build.Date()}, manual.Topics())
	if err != nil {
		return err
	}
	if err := share.Write(place.New(a.Dir), dir, files); err != nil {
		return err
	}
	_, err = io.WriteString(a.Stdout, share.Names(files))
	return err
}

// CompleteCmd is what the scripts call, see package completion.
type CompleteCmd struct {
	Words []string `arg:"" passthrough:""`
}

// Run prints what the word may become. It says nothing about a project that cannot be read.
func (c *CompleteCmd) Run(app *App, parsed *kong.Context) error {
	words := c.Words[1:]
	index, err := strconv.Atoi(c.Words[0])
	if err != nil || index < 0 {
		return nil
	}
	commandline.Describe(parsed.Model.Node, help.Value)
	l, ok := completion.Read(parsed.Model.Node, words, index)
	app.Global = Global{Quiet: true, Chdir: l.Given["chdir"], Config: l.Given["config"]}
	if state, given := l.Given["state"]; given {
		app.Global.State = &state
	}
	if !ok || app.locate() != nil {
		return nil
	}
	answer := l.Complete(&completion.Project{Grammar: parsed.Model.Node, Catalog: app.work.Known, Runs: app.work.Kept})
	return answer.Write(app.Stdout)
}
