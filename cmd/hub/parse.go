package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// parse reads the arguments. It is done, with an exit code, when they ask for help or
// the version, or are wrong.
func (a *App) parse(args []string) (command *kong.Context, code int, done bool) {
	defer a.Watch.Span("arguments")()
	r := a.read(args)
	for replaced := true; replaced && r.err != nil; {
		r, replaced = a.translate(r)
	}
	switch {
	case r.printed >= 0:
		return nil, r.printed, true
	case r.err == nil:
		a.Global = r.cli.Global
		return r.command, exitGood, false
	}
	// Kong puts the name of the flag before our texts, which have it already.
	if own, ok := errors.AsType[*exitError](r.err); ok {
		a.printError(own)
		return nil, own.code, true
	}
	if asked, ok := errors.AsType[*usage.Error](r.err); ok {
		a.printError(asked)
		return nil, exitUsage, true
	}
	err, help := misuse.Explain(r.err, func() []*kong.Node { return a.read(nil).commands })
	if a.printError(err); help != nil {
		fmt.Fprintf(a.Stderr, "Run '%s --help' for usage.\n", help.FullPath())
	}
	return nil, exitUsage, true
}

// reading is the result of reading the arguments.
type reading struct {
	args     []string
	cli      CLI
	command  *kong.Context
	commands []*kong.Node // of the grammar that read them, see [commandsFor]
	printed  int          // the exit code after help or the version was printed, else -1
	err      error
}

// read reads the arguments with the grammar.
func (a *App) read(args []string) *reading {
	r := &reading{args: args, printed: -1}
	parser, err := newParser(&r.cli, args, a.Process, func(code int) { r.printed = code; panic(exitNow{}) })
	if err != nil {
		r.err = &exitError{exitTrouble, err}
		return r
	}
	r.commands = parser.Model.Children
	if r.command, r.err = parseOrExit(parser, args); r.err == nil && r.printed < 0 {
		r.err = misuse.Twice(r.command)
	}
	return r
}

// translate reads the arguments again. It replaces the first unknown word if it means
// exactly one of hub's; for other words of other tools the error says what to type. It
// moves flags between arguments before them.
func (a *App) translate(r *reading) (next *reading, replaced bool) {
	if misuse.Scattered(r.err) {
		if args := flags.Together(misuse.Node(r.err), r.args); !slices.Equal(args, r.args) {
			return a.read(args), true
		}
	}
	word, command := misuse.Unknown(r.err)
	for _, row := range familiar.Find(word, command) {
		if !row.Same() {
			r.err = usage.Errorf("%s", row.Answer(command))
			return r, false
		}
		args, ok := row.Replace(r.args)
		if !ok {
			continue
		}
		next := a.read(args)
		if other, _ := misuse.Unknown(next.err); other == "" || !slices.ContainsFunc(row.As, func(as string) bool { return strings.HasPrefix(as, other) }) {
			return next, true
		}
	}
	return r, false
}

// exitNow leaves Kong's parser after it has printed help or the version.
type exitNow struct{}

func parseOrExit(parser *kong.Kong, args []string) (ctx *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil && r != (exitNow{}) {
			panic(r)
		}
	}()
	return parser.Parse(args)
}
