package text

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Problem is a failure of the run outside its examples. A report of the examples alone
// would look green despite it. Its texts are untrusted.
type Problem struct {
	// Name is used like the ID of an example: unique in a run, and the same in every run.
	Name string
	// Kind is a type, like those of errors.
	Kind string
	// Text says what happened.
	Text string
	// Step is the command that failed; nil if it is not about a command.
	Step *hub.Step
}

// RunFailures returns the failing cases that a report adds to those of the examples: one
// for [RunFailure], if any, and all [Problems]. failing is the number of failing cases that
// the report shows for examples.
func RunFailures(run *hub.Run, failing int) []Problem {
	var out []Problem
	if text := RunFailure(run, failing); text != "" {
		out = append(out, Problem{Name: "the run", Kind: "run", Text: text})
	}
	return append(out, Problems(run)...)
}

// Problems returns the problems outside the examples, in the order of [hub.Run.Troubles].
// With any of them the run is not good.
func Problems(run *hub.Run) []Problem {
	var out []Problem
	seen := map[string]int{}
	for _, t := range run.Troubles() {
		p := Problem{Name: problemName(t.Kind), Kind: string(t.Kind), Text: t.Message, Step: t.Step}
		if t.Step != nil {
			err := Failure(&hub.Result{Error: t.Step.Error})
			p.Name, p.Kind, p.Text = stepName(t.Step), string(err.Type), err.Message
		}
		if strings.TrimSpace(ansi.Strip(p.Text)) == "" {
			p.Text = "a problem without a message"
		}
		if seen[p.Name]++; seen[p.Name] > 1 {
			p.Name += fmt.Sprintf(" (%d)", seen[p.Name])
		}
		out = append(out, p)
	}
	return out
}

// problemName returns the name of a problem of that kind.
func problemName(kind hub.ProblemKind) string {
	name, ok := map[hub.ProblemKind]string{
		hub.ProblemCatalog:  "the catalog",
		hub.ProblemLeak:     "leaked processes",
		hub.ProblemSetup:    "the setup",
		hub.ProblemTeardown: "the teardown",
		hub.ProblemReport:   "the reports",
		hub.ProblemEvents:   "the event stream",
		hub.ProblemRecord:   "the run log",
		hub.ProblemOutput:   "the saved outputs",
		hub.ProblemScreen:   "the screen",
		hub.ProblemAnnounce: "the CI system",
		hub.ProblemShard:    "the shards",
		hub.ProblemQueue:    "the queue",
		hub.ProblemCrash:    "hub itself",
	}[kind]
	if !ok {
		return "the run: " + Type(hub.ErrorType(kind))
	}
	return name
}

// RunFailure says why the run did not pass, if a report with that many failing cases would
// not show it: nothing was found, or the reason belongs to no result. Otherwise it is empty.
func RunFailure(run *hub.Run, failing int) string {
	if failing > 0 {
		return ""
	}
	switch run.ExamplesVerdict() {
	case hub.VerdictGood:
		return ""
	case hub.VerdictEmpty:
		if run.End.Reason != hub.EndEmpty {
			return ""
		}
		return Empty(run)
	}
	if text := End(run.End); text != "" {
		return "the run ended early: " + text
	}
	return "the run did not pass"
}

// stepName names a step by its phase, group and program. Arguments such as ports and
// temporary paths would change the name in every run.
func stepName(step *hub.Step) string {
	name := string(step.Phase) + " of the run"
	if step.Group != "" {
		name = string(step.Phase) + " of group " + step.Group
	}
	if len(step.Command) > 0 {
		name += ": " + path.Base(filepath.ToSlash(step.Command[0]))
	}
	return sanitize.Clip(sanitize.Line(name), 160)
}

// Exit says how the command ended; empty without a command.
func (t Problem) Exit() string {
	if t.Step == nil || len(t.Step.Command) == 0 {
		return ""
	}
	return Exit(&hub.Attempt{ExitCode: t.Step.ExitCode, Signal: t.Step.Signal})
}

// Output returns the output of the command, as a terminal shows it.
func (t Problem) Output() string {
	if t.Step == nil {
		return ""
	}
	return ansi.Shown(t.Step.Output)
}

// Seconds returns the duration of the command.
func (t Problem) Seconds() float64 {
	if t.Step == nil {
		return 0
	}
	return Sane(t.Step.Seconds)
}

// problemsText returns the number of problems for a summary; empty if there are none.
func problemsText(run *hub.Run) string {
	n := len(run.Troubles())
	if n == 0 {
		return ""
	}
	return Plural(n, "problem") + " outside the examples"
}
