package catalog

import (
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// byLine is the runner that a #! line chose, with what the line says of its
// command. interpreter is the program that the line pins, empty when it pins
// none.
//
// A line pins its program in two ways. A name with a version that no runner has
// (python3.12, node16) means that version: it is looked up on PATH. A path
// outside of the usual folders (/opt/py/bin/python3, ./tools/node) means that
// file. In the usual folders the name counts and the folder does not, as with
// env: /usr/bin/python3 says python3, which an activated environment, Homebrew
// or Nix has elsewhere. A version counts without a folder as well (#!python3.12),
// in a file that has a runner by its name. A pinned program takes the place of the runner's, in its
// build too; where it is missing nothing else runs in its place.
//
// Without arguments in the line, the rest of the command is the runner's. With
// them it is the line's own, so that #!/bin/sh -e and #!/usr/bin/awk -f mean
// what they say, started by the name that the runner has for the program
// (python3 for python) unless the line pins one.
//
// What the configuration says of the runner wins: a program that is something
// else altogether, a container say, keeps its command, and a program given by
// its path (.venv/bin/python) is not replaced. A runner of the pinned name
// (python3.12) is chosen before the family's.
//
// What a builder of hub's own would compile is no source with such a line in
// it, but the interpreter may know what to do.
func (t *runnerTable) byLine(name string, line head.Interpreter) (r config.Runner, interpreter string) {
	own := append(slices.Clone(line.Argv), "{file}")
	r, known := t.runners[name]
	if !known {
		return config.Runner{Command: own}, line.Program()
	}
	pin := t.pinned(line)
	replace := func(command []string) []string {
		if pin == "" || len(command) == 0 || isPath(command[0]) || !t.interprets(name, command[0]) {
			return command
		}
		interpreter = pin
		return append([]string{pin}, command[1:]...)
	}
	program := ""
	if len(r.Command) > 0 && t.interprets(name, r.Command[0]) {
		program = r.Command[0]
	}
	r.Build, r.Command = replace(r.Build), replace(r.Command)
	if program == "" || !r.BuildsInPlace() && (len(line.Args()) == 0 || len(r.Build) > 0) {
		return r, interpreter
	}
	if interpreter != "" {
		own[line.At] = pin
	} else if programOf(program).Family() == line.Family() {
		own[line.At] = program
	}
	r.Command, r.Build = own, nil
	return r, interpreter
}

// pinned is the program that the line insists on; empty when any of the
// runner's will do.
func (t *runnerTable) pinned(line head.Interpreter) string {
	if !usual(line.Program()) {
		return line.Program()
	}
	if _, listed := t.interpreters[line.Name]; !listed {
		return line.Name
	}
	return ""
}

// usual reports whether the program is named without a folder, or in one in
// which every system may have it.
func usual(program string) bool {
	if !isPath(program) {
		return true
	}
	switch path.Dir(program) {
	case "/bin", "/usr/bin", "/usr/local/bin":
		return true
	}
	return false
}

func isPath(program string) bool { return strings.ContainsAny(program, `/\`) }

// byInterpreter returns the runner that a #! line means.
func (t *runnerTable) byInterpreter(i head.Interpreter) (runner string, ok bool) {
	if runner, ok = t.interpreters[i.Name]; !ok {
		runner, ok = t.interpreters[i.Family()]
	}
	return runner, ok
}

// nameOne reports whether the file's name and the #! line mean the same runner.
func (t *runnerTable) nameOne(file string, i head.Interpreter) bool {
	byName, named := t.byName(file)
	byLine, known := t.byInterpreter(i)
	return named && known && byName == byLine
}

// interprets reports whether the program is one of the runner's interpreters.
func (t *runnerTable) interprets(runner, command string) bool {
	name, ok := t.byInterpreter(programOf(command))
	return ok && name == runner
}

// programOf is the interpreter that the first word of a command names.
func programOf(word string) head.Interpreter {
	base := path.Base(strings.ReplaceAll(word, `\`, "/"))
	return head.Interpreter{Name: strings.TrimSuffix(base, ".exe")}
}
