package reporters

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// trouble is something that went wrong with the run itself, beside its
// examples. A report that shows examples alone would look green for it.
type trouble struct {
	// name is what it is called where examples have IDs: unique in a run, and the
	// same in every run.
	name string
	// kind is a type, like those of errors.
	kind string
	// text says what happened, in any bytes.
	text string
	// step is the command that failed; nil when it is the run as a whole.
	step *hub.Step
}

// troubles are the run's own, which every report shows: that it did not pass for
// a reason that none of its results shows, so many of which are shown as failing
// ones; then what went wrong beside the examples.
func troubles(run *hub.Run, failing int) []trouble {
	var out []trouble
	if text := missing(run, failing); text != "" {
		out = append(out, trouble{name: "the run", kind: "run", text: text})
	}
	return append(out, besides(run)...)
}

// besides is what went wrong beside the examples, in the order of
// [hub.Run.Troubles]: every one of them costs the run its verdict.
func besides(run *hub.Run) []trouble {
	var out []trouble
	seen := map[string]int{}
	for _, t := range run.Troubles() {
		own := trouble{name: problemName(t.Kind), kind: string(t.Kind), text: t.Message, step: t.Step}
		if t.Step != nil {
			err := failure(&hub.Result{Error: t.Step.Error})
			own.name, own.kind, own.text = stepName(t.Step), string(err.Type), err.Message
		}
		if strings.TrimSpace(ansi.Strip(own.text)) == "" {
			own.text = "a problem without a message"
		}
		if seen[own.name]++; seen[own.name] > 1 {
			own.name += fmt.Sprintf(" (%d)", seen[own.name])
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
		return "the run: " + typeWord(hub.ErrorType(kind))
	}
	return name
}

// missing is what a report whose cases hold so many failing ones does not show:
// that nothing was found, or that the run did not pass for a reason that belongs
// to no result. Empty: nothing.
func missing(run *hub.Run, failing int) string {
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
		return emptyText(run)
	}
	if text := endText(run.End); text != "" {
		return "the run was " + text
	}
	return "the run is not good"
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

// exit says how the command of a trouble ended; empty when none did.
func (t trouble) exit() string {
	if t.step == nil || len(t.step.Command) == 0 {
		return ""
	}
	return exitText(&hub.Attempt{ExitCode: t.step.ExitCode, Signal: t.step.Signal})
}

// output is what the command of a trouble printed, and seconds how long it took.
func (t trouble) output() string {
	if t.step == nil {
		return ""
	}
	return ansi.Shown(t.step.Output)
}

func (t trouble) seconds() float64 {
	if t.step == nil {
		return 0
	}
	return sane(t.step.Seconds)
}

// besidesText says how much went wrong beside the examples; empty for nothing.
func besidesText(run *hub.Run) string {
	n := len(run.Troubles())
	if n == 0 {
		return ""
	}
	return plural(n, "problem") + " beside the examples"
}
