package redact

import (
	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

// Example masks, in place, what metadata says of an example to people.
func Example(secrets *mask.Patterns, e *hub.Example) {
	e.Title = secrets.String(e.Title)
	if e.GroupTitle != e.Group { // else it is the group's name
		e.GroupTitle = secrets.String(e.GroupTitle)
	}
	e.Skip = secrets.String(e.Skip)
	e.Settings.AllowFailure.Reason = secrets.String(e.Settings.AllowFailure.Reason)
	e.Settings.AllowFailure.Owner = secrets.String(e.Settings.AllowFailure.Owner)
	e.Invalid, e.Fault = Error(secrets, e.Invalid), Error(secrets, e.Fault)
}

// Plan returns the plan as it may be recorded: commands masked, and with the exit
// codes that its verdicts depend on.
func Plan(secrets *mask.Patterns, plan []hub.Example) []hub.Example {
	out := make([]hub.Example, len(plan))
	for i, e := range plan {
		e.Argv = Argv(secrets, e.Argv)
		e.ExitCodes = e.Settings.Expect.Exit
		out[i] = e
	}
	return out
}

// Argv returns a command, or any other list of texts, as it may be shown and
// recorded.
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

// Expect returns what an output is expected to be, for the output is masked
// itself. What a regular expression says is left to its author.
func Expect(secrets *mask.Patterns, want hub.ExpectOutput) hub.ExpectOutput {
	if want.Equals != nil {
		text := secrets.String(*want.Equals)
		want.Equals = &text
	}
	want.Contains = Argv(secrets, want.Contains)
	return want
}

// Output masks a captured output as a whole: what appears where it was cut, and
// what only the cursor of a terminal puts together.
func Output(secrets *mask.Patterns, output string) string {
	output = secrets.String(output)
	if shown := ansi.Shown(output); shown != output {
		if hidden := secrets.String(shown); hidden != shown {
			return hidden
		}
	}
	return output
}

// Error returns the error with its message masked; nil for nil.
func Error(secrets *mask.Patterns, e *hub.Error) *hub.Error {
	if e == nil {
		return nil
	}
	hidden := *e
	hidden.Message = secrets.String(hidden.Message)
	return &hidden
}

// Attempt returns an attempt at the example with everything masked that is said
// of it. A place in a file that was read from the output and holds a secret is
// left out.
func Attempt(secrets *mask.Patterns, e *hub.Example, a hub.Attempt) hub.Attempt {
	a.Output = Output(secrets, a.Output)
	if a.Error = Error(secrets, a.Error); a.Error != nil {
		if a.Error.File != e.Path && secrets.String(a.Error.File) != a.Error.File {
			a.Error.File, a.Error.Line = "", 0
		}
		a.Error.Diff = secrets.String(a.Error.Diff)
	}
	a.Skip, a.Doubtful = secrets.String(a.Skip), secrets.String(a.Doubtful)
	a.Leaked = Argv(secrets, a.Leaked)
	return a
}

// Steps masks, in place, what steps say of themselves, and what terminal sequences
// hid in their output when it was captured. It returns them.
func Steps(secrets *mask.Patterns, steps []hub.Step) []hub.Step {
	for i := range steps {
		s := &steps[i]
		s.Output = Output(secrets, s.Output)
		s.Command, s.Leaked = Argv(secrets, s.Command), Argv(secrets, s.Leaked)
		s.Error = Error(secrets, s.Error)
	}
	return steps
}
