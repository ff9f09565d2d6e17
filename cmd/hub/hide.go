package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// Secrets get into what hub prints in two ways: an example prints them, and the
// configuration, metadata and the environment name them. Package mask decides for
// both what is one, and looks through whatever is dropped of a text later. The
// first is masked where output is captured; the second here, before it gets into
// any record; and what hub says on the side where it is printed.

// secretValues are the values to mask: those of the variables under secret names
// in hub's environment, in run.env, in the env of overrides and of examples.
//
// What only the usual names make a secret is none when it is part of an ID or a
// path: it is no secret in this repository then, and masking it would make
// examples and places unrecognizable. A warning says so; a name in the
// configuration masks it all the same. A warning also names each variable that the
// configuration lists by its name and whose value cannot be masked.
func (a *App) secretValues(cfg *config.Config, examples []hub.Example) []string {
	environ := slices.Clone(a.Environ)
	known := &strings.Builder{}
	fmt.Fprintln(known, cfg.Root)
	take := func(env hub.Env) {
		for _, name := range slices.Sorted(maps.Keys(env.Set)) {
			environ = append(environ, name+"="+env.Set[name])
		}
	}
	take(cfg.Run.Env)
	for i := range cfg.Overrides {
		take(cfg.Overrides[i].Settings.Env)
	}
	for i := range examples {
		e := &examples[i]
		take(e.Settings.Env)
		for _, text := range []string{e.ID, e.Path, e.Group, e.Runner} {
			known.WriteString(text)
			known.WriteByte('\n')
		}
	}
	a.unmasked = a.weakSecrets(cfg.Secrets, environ)
	declared := mask.Values(cfg.Secrets, environ)
	all := mask.Values(slices.Concat(config.UsualSecrets(), cfg.Secrets), environ)
	return slices.DeleteFunc(all, func(value string) bool {
		if slices.Contains(declared, value) || !strings.Contains(known.String(), value) {
			return false
		}
		i := slices.IndexFunc(environ, func(kv string) bool { return strings.HasSuffix(strings.TrimSpace(kv), "="+value) })
		name, _, _ := strings.Cut(environ[i], "=")
		a.warn("the value of %s is not masked, for it is part of an example's name or path; to mask it all the same, name it under secrets in hub.yaml", name)
		return true
	})
}

// weakSecrets returns the variables that are listed by their names and have a
// value that cannot be masked, and warns of each.
func (a *App) weakSecrets(listed, environ []string) []string {
	var weak []string
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if strings.TrimSpace(value) == "" || !slices.Contains(listed, name) || !mask.Named(listed, name) || slices.Contains(weak, name) {
			continue
		}
		if why := mask.Weak(value); why != "" {
			weak = append(weak, name)
			a.warn("the value of %s is not masked, though hub.yaml lists it under secrets: %s; give it another value, or take it off the list", name, why)
		}
	}
	slices.Sort(weak)
	return weak
}

// hidden returns text as hub may print it: also before the project is known,
// when the usual names alone say what is a secret.
func (a *App) hidden(text string) string {
	if a.secrets != nil {
		return a.secrets.String(text)
	}
	a.early.Do(func() { a.usual = mask.Compile(mask.Values(config.UsualSecrets(), a.Environ)) })
	return a.usual.String(text)
}

// hideCatalog masks what metadata says to people. What a process needs (args,
// env, stdin) stays; recorded says what of that is kept.
func hideCatalog(secrets *mask.Patterns, cat *catalog.Catalog) {
	for i := range cat.Findings {
		cat.Findings[i].Message = secrets.String(cat.Findings[i].Message)
	}
	for i := range cat.Examples {
		e := &cat.Examples[i]
		e.Title = secrets.String(e.Title)
		if e.GroupTitle != e.Group { // else it is the group's name
			e.GroupTitle = secrets.String(e.GroupTitle)
		}
		e.Skip = secrets.String(e.Skip)
		e.Settings.AllowFailure.Reason = secrets.String(e.Settings.AllowFailure.Reason)
		e.Settings.AllowFailure.Owner = secrets.String(e.Settings.AllowFailure.Owner)
		e.Invalid, e.Fault = hideError(secrets, e.Invalid), hideError(secrets, e.Fault)
	}
}

func hideError(secrets *mask.Patterns, e *hub.Error) *hub.Error {
	if e == nil {
		return nil
	}
	hidden := *e
	hidden.Message = secrets.String(hidden.Message)
	return &hidden
}

// hideArgv returns the command as it may be shown and recorded.
func hideArgv(secrets *mask.Patterns, argv []string) []string {
	if argv == nil {
		return nil
	}
	out := make([]string, len(argv))
	for i, arg := range argv {
		out[i] = secrets.String(arg)
	}
	return out
}

// hideExpect masks what the output is expected to be, for it is masked itself.
// What a regular expression says is left to its author.
func hideExpect(secrets *mask.Patterns, want hub.ExpectOutput) hub.ExpectOutput {
	if want.Equals != nil {
		text := secrets.String(*want.Equals)
		want.Equals = &text
	}
	want.Contains = hideArgv(secrets, want.Contains)
	return want
}

// recorded is the plan as it may be recorded.
func recorded(secrets *mask.Patterns, plan []hub.Example) []hub.Example {
	out := make([]hub.Example, len(plan))
	for i, e := range plan {
		e.Argv = hideArgv(secrets, e.Argv)
		e.ExitCodes = e.Settings.Expect.Exit
		out[i] = e
	}
	return out
}

// hideOutput masks a whole output: what comes about where it was cut, and what
// only the cursor of a terminal puts together.
func hideOutput(secrets *mask.Patterns, output string) string {
	output = secrets.String(output)
	if shown := ansi.Shown(output); shown != output {
		if hidden := secrets.String(shown); hidden != shown {
			return hidden
		}
	}
	return output
}

// hiding masks what is said of every attempt.
func hiding(secrets *mask.Patterns, exec runner.Exec) runner.Exec {
	return func(ctx context.Context, e *hub.Example, number int, turn *proc.Turn) hub.Attempt {
		a := exec(ctx, e, number, turn)
		a.Output = hideOutput(secrets, a.Output)
		if a.Error != nil {
			hidden := *a.Error
			hidden.Message = secrets.String(hidden.Message)
			if hidden.File != e.Path && secrets.String(hidden.File) != hidden.File {
				hidden.File, hidden.Line = "", 0 // read from the output
			}
			hidden.Diff = secrets.String(hidden.Diff)
			a.Error = &hidden
		}
		a.Skip, a.Doubtful = secrets.String(a.Skip), secrets.String(a.Doubtful)
		a.Leaked = hideArgv(secrets, a.Leaked)
		return a
	}
}
