package main

import (
	"errors"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// parse reads the arguments. It is done, with an exit code, when they ask for help or
// the version, or are wrong.
func (a *App) parse(args []string) (command *kong.Context, code int, done bool) {
	defer a.Watch.Span("arguments")()
	var cli *CLI
	command, printed, err := misuse.Read(args, func(args []string, exit func(code int)) (parser *kong.Kong, err error) {
		cli = &CLI{}
		if parser, err = newParser(cli, args, a.Process, exit); err != nil {
			err = &exitcode.Error{Code: exitcode.Trouble, Err: err}
		}
		return parser, err
	})
	switch {
	case err == nil && printed >= 0:
		return nil, printed, true
	case err == nil:
		a.Global = cli.Global
		return command, exitcode.Good, false
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

// commands returns all commands.
func (p Process) commands() []*kong.Node {
	parser, err := newParser(&CLI{}, nil, p, nil)
	if err != nil {
		return nil
	}
	return parser.Model.Children
}
