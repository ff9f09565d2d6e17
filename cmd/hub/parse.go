package main

import (
	"errors"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// parse reads the arguments. It is done, with an exit code, when they ask for help or
// the version, or are wrong.
func (a *App) parse(args []string) (command *kong.Context, code int, done bool) {
	defer a.Watch.Span("arguments")()
	var r *reading
	err := misuse.Forgive(args, func(args []string) error {
		r = a.read(args)
		return r.err
	})
	switch {
	case err == nil && r.printed >= 0:
		return nil, r.printed, true
	case err == nil:
		a.Global = r.cli.Global
		return r.command, exitcode.Good, false
	}
	// Kong puts the name of the flag before our texts, which have it already.
	if own, ok := errors.AsType[*exitcode.Error](err); ok {
		a.printError(own)
		return nil, own.Code, true
	}
	if asked, ok := errors.AsType[*usage.Error](err); ok {
		a.printError(asked)
		return nil, exitcode.Usage, true
	}
	help, err := misuse.Explain(err, a.Process.commands)
	if a.printError(err); help != nil {
		fmt.Fprintf(a.Stderr, "Run '%s --help' for usage.\n", help.FullPath())
	}
	return nil, exitcode.Usage, true
}

// reading is the result of reading the arguments.
type reading struct {
	cli     CLI
	command *kong.Context
	printed int // the exit code after help or the version was printed, else -1
	err     error
}

// read reads the arguments with the grammar.
func (a *App) read(args []string) *reading {
	r := &reading{printed: -1}
	parser, err := newParser(&r.cli, args, a.Process, func(code int) { r.printed = code; commandline.Leave() })
	if err != nil {
		r.err = &exitcode.Error{Code: exitcode.Trouble, Err: err}
		return r
	}
	if r.command, r.err = commandline.Parse(parser, args); r.err == nil && r.printed < 0 {
		r.err = misuse.Twice(r.command)
	}
	return r
}

// commands returns all commands.
func (p Process) commands() []*kong.Node {
	parser, err := newParser(&CLI{}, nil, p, nil)
	if err != nil {
		return nil
	}
	return parser.Model.Children
}
