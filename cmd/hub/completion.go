package main

import (
	"strconv"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/completion"
)

// CompletionCmd prints the completion script of a shell.
type CompletionCmd struct {
	Shell string `arg:"" help:"Shell: {shells}."`
}

// Help is the long help.
func (CompletionCmd) Help() string {
	text := "Prints a script that completes commands, flags, their values, examples, groups, tags and runs. To install it:\n\n"
	for _, s := range completion.Shells() {
		text += "  " + s.Install + "\n"
	}
	return text + "\nStart a new shell after that. For each completion the script asks hub, which reads the project, runs nothing and writes nothing.\n\n" +
		"Exit codes: 0; 2 no such shell; 3 the script cannot be written."
}

// Run prints the script.
func (c *CompletionCmd) Run(app *App) error {
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
	l, ok := completion.Read(parsed.Model.Node, words, index)
	app.Global = Global{Quiet: true, Chdir: l.Given["chdir"], Config: l.Given["config"]}
	if state, given := l.Given["state"]; given {
		app.Global.State = &state
	}
	if !ok || app.locate() != nil {
		return nil
	}
	answer := l.Complete(&completion.Project{Grammar: func() *kong.Node { return parsed.Model.Node }, Catalog: app.known, Runs: func() []string {
		if p, err := app.open(); err == nil {
			ids, _ := p.Store.Runs() // none if they cannot be read
			return ids
		}
		return nil
	}})
	return answer.Write(app.Stdout)
}

// known returns the examples; nil if they cannot be found.
func (a *App) known() *catalog.Catalog {
	p, err := a.open()
	if err != nil || a.findExamples(p) != nil {
		return nil
	}
	return p.Catalog
}
