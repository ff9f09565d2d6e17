package catalog

import (
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// byLine returns the runner that a #! line chose, with the command adapted to
// the line. interpreter is the program that the line pins; empty when it pins
// none.
//
// A line pins its program in two ways. A name with a version that no runner has
// (python3.12, node16) means that version, found on PATH. A path outside the
// usual folders (/opt/py/bin/python3, ./tools/node) means that file. In the
// usual folders only the name counts, as with env: /usr/bin/python3 means
// python3, which an activated environment, Homebrew or Nix has elsewhere. In a
// file that has a runner by its name, a version counts without a folder as well
// (#!python3.12). A pinned program replaces that of the runner, also in its
// build; if it is missing, nothing else runs instead.
//
// If the line has no arguments, the rest of the command is the runner's.
// Otherwise it is the line's, so that #!/bin/sh -e and #!/usr/bin/awk -f work
// as written, started by the runner's name for the program (python3 for
// python), unless the line pins one.
//
// The configuration of the runner wins: a different program, such as a
// container, keeps its command, and a program given by path (.venv/bin/python)
// is not replaced. A runner with the pinned name (python3.12) is preferred to
// that of the family.
//
// A file with such a line is not valid source for hub's own builders, so it is
// run by the interpreter, without a build.
func (t *runnerTable) byLine(name string, line head.Interpreter) (r config.Runner, interpreter string) {
	own := append(slices.Clone(line.Argv), "{file}")
	r, ok := t.runners[name]
	if !ok {
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

// pinned returns the program that the line requires; empty when any program of
// the runner will do.
func (t *runnerTable) pinned(line head.Interpreter) string {
	if !usual(line.Program()) {
		return line.Program()
	}
	if _, listed := t.interpreters[line.Name]; !listed {
		return line.Name
	}
	return ""
}

// usual reports whether the program is named without a folder, or in a folder
// that every system has.
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

// byInterpreter returns the runner of the interpreter in a #! line.
func (t *runnerTable) byInterpreter(i head.Interpreter) (runner string, ok bool) {
	if runner, ok = t.interpreters[i.Name]; !ok {
		runner, ok = t.interpreters[i.Family()]
	}
	return runner, ok
}

// sameRunner reports whether the file's name and the #! line select the same
// runner.
func (t *runnerTable) sameRunner(file string, i head.Interpreter) bool {
	byName, named := t.byName(file)
	byLine, known := t.byInterpreter(i)
	return named && known && byName == byLine
}

// interprets reports whether the program is one of the runner's interpreters.
func (t *runnerTable) interprets(runner, command string) bool {
	name, ok := t.byInterpreter(programOf(command))
	return ok && name == runner
}

// programOf returns the interpreter that the first word of a command names.
func programOf(word string) head.Interpreter {
	base := path.Base(strings.ReplaceAll(word, `\`, "/"))
	return head.Interpreter{Name: strings.TrimSuffix(base, ".exe")}
}
