package redact

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

// Example masks, in place, the metadata of an example that people read.
func Example(secrets *mask.Patterns, e *hub.Example) {
	e.Title = secrets.String(e.Title)
	if e.GroupTitle != e.Group { // else it is the group's name
		e.GroupTitle = secrets.String(e.GroupTitle)
	}
	e.Skip = secrets.String(e.Skip)
	allow := e.Settings.AllowFailure
	allow.Reason, allow.Owner = secrets.String(allow.Reason), secrets.String(allow.Owner)
	if allow != e.Settings.AllowFailure {
		e.Set(func(s *hub.Settings) { s.AllowFailure = allow })
	}
	e.Invalid, e.Fault = Error(secrets, e.Invalid), Error(secrets, e.Fault)
}

// Plan returns the plan for recording, with masked commands: plan itself if nothing in
// it is masked, else a copy.
func Plan(secrets *mask.Patterns, plan []hub.Example) []hub.Example {
	out := plan
	for i := range plan {
		if !slices.ContainsFunc(plan[i].Argv, func(arg string) bool { return secrets.String(arg) != arg }) {
			continue
		}
		if &out[0] == &plan[0] {
			out = slices.Clone(plan)
		}
		out[i].Argv = Argv(secrets, plan[i].Argv)
	}
	return out
}

// Recorded returns the function that masks the command of one example for recording, like
// [Plan].
func Recorded(secrets *mask.Patterns) func(*hub.Example) *hub.Example {
	return func(e *hub.Example) *hub.Example {
		masked := *e
		masked.Argv = Argv(secrets, e.Argv)
		return &masked
	}
}

// Argv returns a masked copy of a command or any other list of texts; nil for nil.
func Argv(secrets *mask.Patterns, argv []string) []string {
	if argv == nil {
		return nil
	}
	out := make([]string, len(argv))
	for i, arg := range argv {
		out[i] = secrets.String(arg)
	}
	return out
}

// Expect returns the expected output, masked like the output that it is compared
// with. Regular expressions are unchanged.
func Expect(secrets *mask.Patterns, want hub.ExpectOutput) hub.ExpectOutput {
	if want.Equals != nil {
		text := secrets.String(*want.Equals)
		want.Equals = &text
	}
	want.Contains, want.NotContains = Argv(secrets, want.Contains), Argv(secrets, want.NotContains)
	return want
}

// Output masks a captured output as a whole: secrets that appear where it was cut,
// and secrets that only cursor movements assemble on a terminal. In the latter case
// it returns the masked text of the terminal.
func Output(secrets *mask.Patterns, output string) string {
	output = secrets.String(output)
	if shown := ansi.Shown(output); shown != output {
		if hidden := secrets.String(shown); hidden != shown {
			return hidden
		}
	}
	return output
}

// Error returns a copy of the error with its message masked; nil for nil.
func Error(secrets *mask.Patterns, e *hub.Error) *hub.Error {
	if e == nil {
		return nil
	}
	hidden := *e
	hidden.Message = secrets.String(hidden.Message)
	return &hidden
}

// Attempt returns an attempt at the example with all its texts masked. An error's
// file that was read from the output and contains a secret is removed.
func Attempt(secrets *mask.Patterns, e *hub.Example, a hub.Attempt) hub.Attempt {
	a.Output = Output(secrets, a.Output)
	if a.Error = Error(secrets, a.Error); a.Error != nil {
		if a.Error.File != e.Path && secrets.String(a.Error.File) != a.Error.File {
			a.Error.File, a.Error.Line, a.Excerpt = "", 0, nil
		}
		a.Error.Diff = secrets.String(a.Error.Diff)
	}
	if a.Excerpt != nil {
		a.Excerpt = &hub.Excerpt{Line: a.Excerpt.Line, Text: secrets.String(a.Excerpt.Text)}
	}
	a.Skip, a.Doubtful = secrets.String(a.Skip), secrets.String(a.Doubtful)
	a.Leaked = Argv(secrets, a.Leaked)
	return a
}

// Steps masks, in place, the texts of steps, including secrets that terminal
// sequences hid in their output when it was captured. It returns steps.
func Steps(secrets *mask.Patterns, steps []hub.Step) []hub.Step {
	for i := range steps {
		s := &steps[i]
		s.Output = Output(secrets, s.Output)
		s.Command, s.Leaked = Argv(secrets, s.Command), Argv(secrets, s.Leaked)
		s.Error = Error(secrets, s.Error)
	}
	return steps
}
