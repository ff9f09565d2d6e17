package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// RunCmd runs named examples, one after the other.
type RunCmd struct {
	Ref     []string `arg:"" name:"ref" help:"Examples: index, ID, docname, path or unique end of a path."`
	Raw     bool     `help:"Hand over the terminal and standard input, record only the result; the exit code is the example's own when it is one."`
	Timeout string   `placeholder:"D" help:"Time limit of one attempt; 0 means none."`
	Retries *int     `placeholder:"N" help:"Attempts after a failed one."`
	UpdateFlag
	ReportFlags
	SaveOutput bool   `help:"Keep the whole output of every attempt as a file beside the run log; it goes with that."`
	Events     string `placeholder:"FILE" help:"Write the run's events as NDJSON while they happen ('hub schema events' describes them); - is stdout."`
}

// Help is the long help.
func (RunCmd) Help() string {
	return "An example that is named by index, ID, docname or path (id:TEXT is always an ID) runs even when it is marked skip; named by its folder it is skipped. The examples run one after the other in the order given; what they print goes to stdout as it is, what hub says to stderr. " + exitHelp
}

// Run runs them.
func (c *RunCmd) Run(ctx context.Context, app *App) error {
	cfg, cat, err := app.project()
	if err != nil {
		return err
	}
	f := RunFlags{update: c.Update, HowFlags: HowFlags{Timeout: c.Timeout, Retries: c.Retries, ReportFlags: c.ReportFlags, Events: c.Events, SaveOutput: c.SaveOutput, Workers: "1"}}
	if c.Events == "-" {
		return usage.Errorf("--events=- and the output of the examples cannot both go to stdout")
	}
	if c.Raw && c.SaveOutput {
		return usage.Errorf("--raw hands the output over to the terminal, so that --save-output has nothing to keep; leave out one of them")
	}
	if c.Raw && c.Update {
		return usage.Errorf("--update needs the output, which --raw does not capture")
	}
	o, err := f.options(app, "run", cfg)
	if err != nil {
		return err
	}
	if c.Raw {
		if system := app.system(); system.Obeys() {
			return usage.Errorf("--raw: %s would take what the example prints for its commands; leave --raw out, the output is shown all the same", system.Title)
		}
	}
	o.stream, o.terminal = !c.Raw, c.Raw
	if err := app.mayWrite(cfg, o.reports, o.events); err != nil {
		return err
	}
	chosen, err := app.lookupAll(cat, c.Ref)
	if err != nil {
		return err
	}
	s := &session{app: app, cfg: cfg, catalog: cat, sessionOptions: o}
	s.named = chosen
	return s.run(ctx, selection.Request{})
}

// lookup finds the example that a reference means, and says so where that is not
// what digits mean elsewhere.
func (a *App) lookup(cat *catalog.Catalog, ref string) (catalog.Named, error) {
	e, err := cat.Lookup(ref)
	if err == nil && e.NoIndex {
		a.warn("there is no index %s; it is taken as the ID of %s", ref, e.Path)
	}
	return e, err
}

// lookupAll finds the examples; one that is named twice is run once. Whoever
// names an example wants it run, skip or not; in a folder skip holds.
func (a *App) lookupAll(cat *catalog.Catalog, refs []string) ([]hub.Example, error) {
	var out []hub.Example
	at := map[string]int{}
	for _, ref := range refs {
		e, err := a.lookup(cat, ref)
		if err != nil {
			return nil, err
		}
		i, twice := at[e.ID]
		if !twice {
			i = len(out)
			at[e.ID] = i
			out = append(out, e.Example)
		}
		if x := &out[i]; x.Skip != "" && !e.Folder {
			why := ""
			if x.Skip != string(hub.SkipUnexplained) {
				why = " (" + x.Skip + ")"
			}
			a.warn("%s is marked skip%s and runs because it is named", x.ID, why)
			x.Skip = ""
		}
	}
	return out, nil
}

// rawCode is the own exit code of the one example that was run raw, as a shell
// tells it; the verdict's when there is none, or when the example ended well
// and failed all the same (by a timeout, or what was expected of it).
func rawCode(run *hub.Run, verdict int) int {
	if len(run.Results) != 1 {
		return verdict
	}
	last := run.Results[0].Last()
	switch {
	case last == nil || last.Error != nil && last.Error.Type == hub.ErrTimeout:
		return verdict
	case last.Signal != "":
		return exitSignal + signalNumber(last.Signal)
	case last.ExitCode > 0:
		return last.ExitCode
	}
	return verdict
}
