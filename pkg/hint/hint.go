package hint

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/console"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxNamed bounds how many examples a hint names one by one.
const maxNamed = 5

// manyFailures is the number of failures from which a baseline is suggested.
const manyFailures = 10

// Project is what hints depend on besides the run.
type Project struct {
	Command Command
	Catalog *catalog.Catalog
	// Status is what is recorded, the run included.
	Status *status.File
	// Configured: there is a hub.yaml. Sources: it says where examples are.
	Configured, Sources bool
}

// After returns the commands to suggest after a run. Each does what its text says:
// filters select from the whole catalog, of which the run may be a part, and an
// example that the run did not reach keeps its earlier result.
func (p *Project) After(run *hub.Run) []console.Hint {
	if typed := p.Command.Line(); sanitize.Line(typed) != typed {
		return nil // a terminal cannot show its flags, so they cannot be copied
	}
	if len(p.Catalog.Examples) == 0 {
		return p.none()
	}
	var hints []console.Hint
	add := func(does string, args ...string) {
		hints = append(hints, console.Hint{Command: p.Command.Line(args...), Does: does})
	}
	failed, missing := outcome(run)
	if len(failed) > 0 {
		look(run, add)
		if n, all := p.selects(failed, "errors"); all {
			add(oneOrMore(n == len(failed), "re-run what failed", "re-run all %d that fail", n), "errors", "--run")
		}
	}
	if len(missing) > 0 {
		switch n, all := p.selects(missing, "pending", "interrupted"); {
		case all:
			add(oneOrMore(n == len(missing), "run what is missing", "run all %d that were not run or interrupted", n), "all", "--filter=pending,interrupted")
		case len(missing) <= maxNamed:
			args := []string{"run"}
			for _, e := range missing {
				args = append(args, strconv.Itoa(e.Index))
			}
			add("run what is missing", args...)
		default:
			add("run everything: what was not reached keeps its earlier result", "all")
		}
	}
	if gating := gates(run); gating >= manyFailures && run.Baseline == nil && run.Full() {
		add(fmt.Sprintf("accept the %d failures as known, so that only others fail a run", gating), "baseline", "update")
	}
	if n := run.Counts().Baseline.Fixed; n > 0 {
		add(oneOrMore(n == 1, "remove the fixed failure from the baseline", "remove the %d fixed failures from the baseline", n), "baseline", "update", "--only-fixed")
	}
	if len(failed) == 0 && run.Counts().Doubtful > 0 {
		add("list the doubtful passes", "list", "--filter=doubtful")
	}
	return hints
}

// Suggest makes a console suggest commands to the user who started hub with c; nil suggests
// none.
func (p *Project) Suggest(c *Command, o *console.Options) {
	if c != nil {
		p.Command = *c
		o.Command, o.Hints = c.Line, p.After
	}
}

// none returns the hints for a project without examples.
func (p *Project) none() []console.Hint {
	switch {
	case !p.Configured:
		return []console.Hint{{Command: p.Command.Line("init"), Does: "write a hub.yaml that says where the examples are"}}
	case p.Sources:
		return []console.Hint{{Command: p.Command.Line("config", "print"), Does: "see where examples are looked for (sources)"}}
	}
	return nil
}

// outcome returns the examples that failed, and those that have no result.
func outcome(run *hub.Run) (failed, missing []*hub.Example) {
	for i := range run.Results[:min(len(run.Results), len(run.Plan))] {
		e, r := &run.Plan[i], &run.Results[i]
		switch {
		case r.Gates(), r.Status == hub.StatusError:
			failed = append(failed, e)
		case !r.Ended(), r.Status == hub.StatusInterrupted:
			missing = append(missing, e)
		}
	}
	return failed, missing
}

// causesOf returns the causes of the failures that cost the run its verdict, or of all if
// none does.
func causesOf(run *hub.Run) []cause.Group {
	if causes := text.Causes(run, (*hub.Result).Gates); len(causes) > 0 {
		return causes
	}
	return text.Causes(run, func(r *hub.Result) bool { return r.Status == hub.StatusError })
}

// look suggests what to look at first: the cause of most failures, by its first example.
func look(run *hub.Run, add func(does string, args ...string)) {
	run = text.Paired(run)
	causes := causesOf(run)
	total := 0
	for i := range causes {
		total += len(causes[i].Members)
	}
	first := strconv.Itoa(run.Plan[causes[0].Members[0]].Index)
	if !causes[0].Several() {
		does := "details of the first failure"
		if total == 1 {
			does = "details of the failure"
		}
		add(does, "show", first)
		return
	}
	add(fmt.Sprintf("details of the biggest cause (%d of %d failures)", len(causes[0].Members), total), "show", first)
	if len(causes) > 1 {
		add("list all failures by cause", "errors", "--by=cause")
	}
}

// gates counts the failures that cost the run its verdict.
func gates(run *hub.Run) int {
	n := 0
	for i := range run.Results {
		if run.Results[i].Gates() {
			n++
		}
	}
	return n
}

func oneOrMore(same bool, text, more string, n int) string {
	if same {
		return text
	}
	return fmt.Sprintf(more, n)
}

// selects returns how many examples the filters select, and whether all of those
// given are among them.
func (p *Project) selects(examples []*hub.Example, filters ...string) (n int, all bool) {
	sel, err := selection.Select(p.Catalog.Examples, p.Status, nil, selection.Request{Filters: filters})
	if err != nil {
		return 0, false
	}
	chosen := make(map[string]bool, len(sel.Chosen))
	for i := range sel.Chosen {
		chosen[sel.Chosen[i].ID] = true
	}
	return len(chosen), !slices.ContainsFunc(examples, func(e *hub.Example) bool { return !chosen[e.ID] })
}
