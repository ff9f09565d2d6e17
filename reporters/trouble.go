package reporters

import (
	"fmt"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// trouble is something that went wrong with the run itself, beside its
// examples. A report that shows examples alone would look green for it.
type trouble struct {
	// name is what it is called where examples have IDs: one in a run, and the
	// same in every run.
	name string
	// kind is a type, as those of errors.
	kind string
	// text says what is the matter, in any bytes.
	text string
	// step is the command that failed; nil when it is the run as a whole.
	step *hub.Step
}

// troubles are the run's own, of which every report tells: that it is not good
// for a reason that is none of its results', so many of which are shown as
// failing ones, or that nothing was found; then the steps that failed beside
// the examples, in the order of their ends.
func troubles(run *hub.Run, failing int) []trouble {
	var out []trouble
	if text := missing(run, failing); text != "" {
		out = append(out, trouble{name: "the run", kind: "run", text: text})
	}
	return append(out, failedSteps(run)...)
}

// failedSteps are the setups, teardowns and services that failed beside the
// examples.
func failedSteps(run *hub.Run) []trouble {
	var out []trouble
	seen := map[string]int{}
	for _, step := range run.Upset() {
		err := failure(&hub.Result{Error: step.Error})
		name := stepName(&step)
		if seen[name]++; seen[name] > 1 {
			name += fmt.Sprintf(" (%d)", seen[name])
		}
		out = append(out, trouble{name: name, kind: string(err.Type), text: err.Message, step: &step})
	}
	return out
}

// missing is what a report whose cases hold so many failing ones does not show:
// that nothing was found, or that a run is not good for a reason that is none
// of its results'. Empty: nothing.
func missing(run *hub.Run, failing int) string {
	if failing > 0 {
		return ""
	}
	switch run.Verdict() {
	case hub.VerdictGood:
		return ""
	case hub.VerdictEmpty:
		if run.Catalog > 0 && run.End.Reason != hub.EndEmpty {
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
	return clip(Line(name), 160)
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

// upsetText says how many steps failed beside the examples; empty for none.
func upsetText(run *hub.Run) string {
	n := len(run.Upset())
	if n == 0 {
		return ""
	}
	return plural(n, "step") + " beside the examples failed"
}
