package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// Secrets get into what hub says in two ways: an example prints them, and
// metadata names them as ${VAR}. The first is masked where output is captured
// and once more here, for a verdict is drawn from text without the escape
// sequences that may have split a value; the second is masked here.

// hideExamples masks what metadata says to people. What a process needs (args,
// env, stdin) stays; recorded says what of that is kept.
func hideExamples(secrets *mask.Patterns, examples []hub.Example) {
	for i := range examples {
		e := &examples[i]
		e.Title = secrets.String(e.Title)
		e.Skip = secrets.String(e.Skip)
		e.Settings.AllowFailure.Reason = secrets.String(e.Settings.AllowFailure.Reason)
		e.Settings.AllowFailure.Owner = secrets.String(e.Settings.AllowFailure.Owner)
		if e.Invalid != nil {
			hidden := *e.Invalid
			hidden.Message = secrets.String(hidden.Message)
			e.Invalid = &hidden
		}
	}
}

// hideArgv returns the command as it may be shown and recorded.
func hideArgv(secrets *mask.Patterns, argv []string) []string {
	out := make([]string, len(argv))
	for i, arg := range argv {
		out[i] = secrets.String(arg)
	}
	return out
}

// recorded is the plan as it may be recorded.
func recorded(secrets *mask.Patterns, plan []hub.Example) []hub.Example {
	out := make([]hub.Example, len(plan))
	for i, e := range plan {
		e.Argv = hideArgv(secrets, e.Argv)
		out[i] = e
	}
	return out
}

// hiding masks what is said of every attempt.
func hiding(secrets *mask.Patterns, exec runner.Exec) runner.Exec {
	return func(ctx context.Context, e *hub.Example, number int) hub.Attempt {
		a := exec(ctx, e, number)
		if bare := ansi.Strip(a.Output); secrets.String(bare) != bare {
			a.Output = secrets.String(bare)
		}
		if a.Error != nil {
			hidden := *a.Error
			hidden.Message = secrets.String(hidden.Message)
			a.Error = &hidden
		}
		a.Skip, a.Doubtful = secrets.String(a.Skip), secrets.String(a.Doubtful)
		return a
	}
}
