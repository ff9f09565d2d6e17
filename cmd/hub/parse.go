package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/flags"
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
	at := "hub"
	if node := r.node(); node != nil {
		at = node.FullPath()
		if text, extra := strings.CutPrefix(r.err.Error(), "unexpected argument "); extra && len(node.Children) > 0 {
			r.err = errors.New("unknown command " + text + familiar.Path(text))
		}
	}
	if lacks, ok := strings.CutPrefix(r.err.Error(), "expected \"<"); ok {
		r.err = fmt.Errorf("missing argument <%s", strings.TrimSuffix(lacks, `"`))
		if strings.HasPrefix(lacks, "ref>") {
			r.err = errors.New("no example was named: a REF is an index, an ID, a docname or a path ('hub list' shows them)")
		}
	}
	a.printError(r.err)
	fmt.Fprintf(a.Stderr, "Run '%s --help' for usage.\n", at)
	return nil, exitUsage, true
}

// reading is the result of reading the arguments.
type reading struct {
	args    []string
	cli     CLI
	command *kong.Context
	printed int // the exit code after help or the version was printed, else -1
	err     error
}

// read reads the arguments with the grammar.
func (a *App) read(args []string) *reading {
	r := &reading{args: args, printed: -1}
	parser, err := newParser(&r.cli, args, a.Process, func(code int) { r.printed = code; panic(exitNow{}) })
	if err != nil {
		r.err = &exitError{exitTrouble, err}
		return r
	}
	r.command, r.err = parseOrExit(parser, args)
	return r
}

// translate reads the arguments again. It replaces the first unknown word if it means
// exactly one of hub's; for other words of other tools the error says what to type. It
// moves flags between arguments before them.
func (a *App) translate(r *reading) (next *reading, replaced bool) {
	if node := r.node(); node != nil && strings.HasPrefix(r.err.Error(), "unexpected argument ") && slices.ContainsFunc(node.Positional, (*kong.Value).IsCumulative) {
		if args := flags.Together(node, r.args); !slices.Equal(args, r.args) {
			return a.read(args), true
		}
	}
	word, command := r.unknown()
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
		if other, _ := next.unknown(); other == "" || !slices.ContainsFunc(row.As, func(as string) bool { return strings.HasPrefix(as, other) }) {
			return next, true
		}
	}
	return r, false
}

// node returns the command at which the arguments were wrong; nil if they were not.
func (r *reading) node() *kong.Node {
	wrong, ok := errors.AsType[*kong.ParseError](r.err)
	if !ok {
		return nil
	}
	return cmp.Or(wrong.Context.Selected(), wrong.Context.Model.Node)
}

// unknown returns the word that the grammar does not know, and the command in which it
// is; empty for the word in the place of the command.
func (r *reading) unknown() (word, command string) {
	node := r.node()
	if node == nil {
		return "", ""
	}
	if node.Type == kong.CommandNode {
		command = node.Name
	}
	text, flag := strings.CutPrefix(r.err.Error(), "unknown flag ")
	if !flag {
		text, _ = strings.CutPrefix(text, "unexpected argument ")
		if len(node.Children) == 0 || text == r.err.Error() {
			return "", ""
		}
	}
	word, _, _ = strings.Cut(text, ", did you mean")
	return word, command
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
