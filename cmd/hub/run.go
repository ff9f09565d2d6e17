package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// RunCmd runs named examples, one after the other.
type RunCmd struct {
	Ref     []selector.Term     `arg:"" name:"ref" help:"Examples: index (7) or range (3-9), id:ID, ID, docname, path or unique suffix of one, a folder, a glob ('a/**/*.py'), group:GROUP or tag:TAG."`
	Not     []selector.Term     `sep:"none" placeholder:"SEL" help:"Leave these examples out; repeat for several."`
	Raw     bool                `help:"Give the example the terminal and standard input, and record only its result; an expected output cannot be checked and is an error. With a single example, hub exits with the example's own exit code unless that is 0."`
	Timeout flags.Duration      `placeholder:"D" help:"Time limit of each attempt, such as 90s; 0 means none."`
	Retries flags.OptionalCount `placeholder:"N" help:"Retry a failed example up to N times."`
	UpdateFlag
	BaselineFlag
	ReportFlags
	OutputFlags
}

// Run runs them.
func (c *RunCmd) Run(ctx context.Context, app *App) error {
	if err := c.check(app); err != nil {
		return err
	}
	p, err := app.work.Discover()
	if err != nil {
		return err
	}
	f := HowFlags{RuleFlags: RuleFlags{Timeout: c.Timeout, Retries: c.Retries, BaselineFlag: c.BaselineFlag}, Workers: 1, ReportFlags: c.ReportFlags, OutputFlags: c.OutputFlags}
	o, err := f.options(ctx, app, p, "run")
	if err != nil {
		return err
	}
	if c.Raw { // whether a failure is the known one, the output says
		o.Baseline = nil
	}
	choice := selector.Choice{Any: c.Ref, Not: c.Not, Dir: app.Dir}
	var notes []string
	o.Named, notes, err = choice.InOrder(p.Catalog)
	app.work.WarnAll(notes)
	if err != nil {
		return err
	}
	o.Stream, o.Terminal, o.Update, o.EmptyFails = !c.Raw, c.Raw, c.Update, true
	_, err = app.perform(ctx, p, o, app.Stderr)
	return err
}

// check refuses flags that exclude each other.
func (c *RunCmd) check(app *App) error {
	system := app.system()
	switch {
	case c.Raw && c.SaveOutput:
		return usage.Errorf("--raw gives the output to the terminal, so --save-output has nothing to save; omit one of them")
	case c.Raw && c.Update:
		return usage.Errorf("--update needs the output, which --raw does not capture")
	case c.Raw && c.Baseline != "":
		return usage.Errorf("--baseline needs the output, which --raw does not capture")
	case c.Raw && system.Obeys():
		return usage.Errorf("--raw: %s would execute commands in the example's output; omit --raw, the output is shown anyway", system.Title)
	}
	return nil
}

// lookup finds the example that a reference means.
func (a *App) lookup(cat *catalog.Catalog, ref string) (*hub.Example, error) {
	e, note, err := selector.One(cat, ref)
	if note != "" {
		a.warn("%s", note)
	}
	return e, err
}
