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

// Trouble is something that went wrong with the run itself, beside its
// examples. A report that shows examples alone would look green for it. Its texts
// may hold any bytes.
type Trouble struct {
	// Name is what it is called where examples have IDs: unique in a run, and the
	// same in every run.
	Name string
	// Kind is a type, like those of errors.
	Kind string
	// Text says what happened.
	Text string
	// Step is the command that failed; nil when it is the run as a whole.
	Step *hub.Step
}

// Troubles returns what a report of cases shows beside the examples: that the run
// did not pass for a reason that belongs to no result, where failing of them are
// shown as failing; then [Besides].
func Troubles(run *hub.Run, failing int) []Trouble {
	var out []Trouble
	if text := Missing(run, failing); text != "" {
		out = append(out, Trouble{Name: "the run", Kind: "run", Text: text})
	}
	return append(out, Besides(run)...)
}

// Besides returns what went wrong beside the examples, in the order of
// [hub.Run.Troubles]: every one of them costs the run its verdict.
func Besides(run *hub.Run) []Trouble {
	var out []Trouble
	seen := map[string]int{}
	for _, t := range run.Troubles() {
		own := Trouble{Name: problemName(t.Kind), Kind: string(t.Kind), Text: t.Message, Step: t.Step}
		if t.Step != nil {
			err := Failure(&hub.Result{Error: t.Step.Error})
			own.Name, own.Kind, own.Text = stepName(t.Step), string(err.Type), err.Message
		}
		if strings.TrimSpace(ansi.Strip(own.Text)) == "" {
			own.Text = "a problem without a message"
		}
		if seen[own.Name]++; seen[own.Name] > 1 {
			own.Name += fmt.Sprintf(" (%d)", seen[own.Name])
		}
		out = append(out, own)
	}
	return out
}

// problemName is what a problem of a kind is called where examples have IDs.
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
		hub.ProblemCrash:    "hub itself",
	}[kind]
	if !ok {
		return "the run: " + Type(hub.ErrorType(kind))
	}
	return name
}

// Missing says what a report with that many failing cases does not show: that
// nothing was found, or that the run did not pass for a reason that belongs to no
// result. Empty: nothing.
func Missing(run *hub.Run, failing int) string {
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

// stepName names a step by its place and its program. Arguments are left out:
// ports and temporary paths among them would make it another one in every run.
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

// Exit says how the command of a trouble ended; empty when none did.
func (t Trouble) Exit() string {
	if t.Step == nil || len(t.Step.Command) == 0 {
		return ""
	}
	return Exit(&hub.Attempt{ExitCode: t.Step.ExitCode, Signal: t.Step.Signal})
}

// Output returns what the command of a trouble printed, as a terminal shows it.
func (t Trouble) Output() string {
	if t.Step == nil {
		return ""
	}
	return ansi.Shown(t.Step.Output)
}

// Seconds returns how long the command of a trouble took.
func (t Trouble) Seconds() float64 {
	if t.Step == nil {
		return 0
	}
	return Sane(t.Step.Seconds)
}

// besidesText says how much went wrong beside the examples; empty for nothing.
func besidesText(run *hub.Run) string {
	n := len(run.Troubles())
	if n == 0 {
		return ""
	}
	return Plural(n, "problem") + " outside the examples"
}
