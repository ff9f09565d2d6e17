package catalog

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestRunnerOfALine(t *testing.T) {
	for line, want := range map[string]string{
		"#!/usr/bin/env python3":                      "python: python3 x",
		"#!/usr/bin/env python":                       "python: python3 x",
		"#!/usr/bin/python3":                          "python: python3 x",
		"#!/bin/sh -e":                                "sh: sh -e x",
		"#! /bin/bash":                                "bash: bash x",
		"#!/usr/bin/awk -f":                           "awk: awk -f x",
		"#!/usr/bin/awk":                              "awk: awk -f x",
		"#!/usr/bin/env -S deno run --allow-net":      "deno: deno run --allow-net x",
		"#!/usr/bin/env -S A=1 'node' --flag=\"a b\"": "node: /usr/bin/env A=1 node --flag=a b x",
		"#!/usr/bin/env -S A=1 python":                "python: /usr/bin/env A=1 python3 x",
		"#!/usr/bin/env -i sh":                        "sh: /usr/bin/env -i sh x",
		"#!/usr/bin/java --source 17":                 "java: java --source 17 x",
		"#!/usr/bin/env java":                         "java: java x",
		"#!/usr/bin/env -S crystal run":               "crystal: {bin}",
		"#!/usr/bin/env contained --deep":             "contained: podman run x",
		"#!/bin/sh\r":                                 "sh: sh x",
		"\xef\xbb\xbf#!/bin/sh":                       "sh: sh x",
		"#!/usr/bin/env":                              "",
		"#!":                                          "",
		"#!sh":                                        "",
		"#!/":                                         "",
		" #!/bin/sh":                                  "",

		// A similar program is not the same one.
		"#!/bin/dash":            "dash: dash x",
		"#!/bin/dash -e":         "dash: dash -e x",
		"#!/bin/ash":             "ash: ash x",
		"#!/usr/bin/gawk -f":     "gawk: gawk -f x",
		"#!/usr/bin/env mawk":    "mawk: mawk -f x",
		"#!/usr/bin/mksh":        "mksh: mksh x",
		"#!/usr/bin/env gmake":   "gmake: gmake -f x",
		"#!/usr/bin/gmake -e -f": "gmake: gmake -e -f x",
	} {
		t.Run(line, func(t *testing.T) {
			got, _ := runnerOf(t, line, "contained: {command: [podman, run, '{file}']}")
			assert.Equal(t, want, got)
		})
	}
}

// runnerOf returns the runner and command of a file that begins with the line,
// and the program that the line pins.
func runnerOf(t *testing.T, line, runners string) (command, pinned string) {
	t.Helper()
	c := discover(t, "sources: [{path: .}]\nrun: {workdir: example}\nrunners: {"+runners+"}\n", files{"x": line + "\n"})
	if len(c.Examples) == 0 {
		return "", ""
	}
	e := c.Examples[0]
	assert.Nil(t, e.Invalid)
	command = e.Runner + ": " + strings.Join(e.Argv, " ")
	assert.Equal(t, strings.Contains(command, "{bin}"), e.Build != nil)
	if e.Build != nil {
		command += " by " + e.Build[0]
	}
	return strings.TrimSuffix(command, " by crystal"), e.Interpreter
}

// A line with a version, or a file outside the usual folders, means exactly
// that program.
func TestLinePinsItsProgram(t *testing.T) {
	for line, want := range map[string]struct{ command, pinned string }{
		"#!/usr/bin/python3.12":               {"python: python3.12 x", "python3.12"},
		"#!/usr/bin/env python2":              {"python: python2 x", "python2"},
		"#!/usr/bin/env -S python3.12 -u":     {"python: python3.12 -u x", "python3.12"},
		"#!/usr/bin/env node16":               {"node: node16 x", "node16"},
		"#!/usr/bin/env VAR=x node18":         {"node: /usr/bin/env VAR=x node18 x", "node18"},
		"#!/usr/bin/env -S -u A node-18 -p":   {"node: /usr/bin/env -u A node-18 -p x", "node-18"},
		"#!/usr/bin/env -S ruby3.9 -w":        {"ruby: ruby3.9 -w x", "ruby3.9"},
		"#!/usr/bin/ruby2.7 -w":               {"ruby: ruby2.7 -w x", "ruby2.7"},
		"#!/usr/local/bin/php8.1":             {"php: php8.1 x", "php8.1"},
		"#!/usr/bin/lua5.4":                   {"lua: lua5.4 x", "lua5.4"},
		"#!/bin/bash5 -e":                     {"bash: bash5 -e x", "bash5"},
		"#!/opt/nope/bin/python3":             {"python: /opt/nope/bin/python3 x", "/opt/nope/bin/python3"},
		"#!/opt/nope/bin/python3 -u":          {"python: /opt/nope/bin/python3 -u x", "/opt/nope/bin/python3"},
		"#!/opt/nope/bin/python3.12":          {"python: /opt/nope/bin/python3.12 x", "/opt/nope/bin/python3.12"},
		"#!/usr/bin/env /opt/nope/bin/node":   {"node: /opt/nope/bin/node x", "/opt/nope/bin/node"},
		"#!./tools/python3":                   {"python: ./tools/python3 x", "./tools/python3"},
		"#!/opt/jdk17/bin/java --source 17":   {"java: /opt/jdk17/bin/java --source 17 x", "/opt/jdk17/bin/java"},
		"#!/opt/cr/bin/crystal":               {"crystal: {bin} by /opt/cr/bin/crystal", "/opt/cr/bin/crystal"},
		"#!/usr/bin/env -S crystal-1.9 run":   {"crystal: {bin} by crystal-1.9", "crystal-1.9"},
		"#!/usr/bin/frob -a b":                {"frob: /usr/bin/frob -a b x", "/usr/bin/frob"},
		"#!/usr/bin/env frob":                 {"frob: frob x", "frob"},
		"#!/usr/bin/env uv run --script":      {"uv: uv run --script x", "uv"},
		"#!/usr/bin/env -S A=1 pypy3.10 -u":   {"pypy3.10: /usr/bin/env A=1 pypy3.10 -u x", "pypy3.10"},
		"#!/usr/bin/env python3":              {"python: python3 x", ""},
		"#!/usr/local/bin/node --flag":        {"node: node --flag x", ""},
		"#!/usr/bin/env -S VAR=x node --flag": {"node: /usr/bin/env VAR=x node --flag x", ""},
	} {
		t.Run(line, func(t *testing.T) {
			command, pinned := runnerOf(t, line, "")
			assert.Equal(t, want.command, command)
			assert.Equal(t, want.pinned, pinned)
		})
	}
}

// A line without a folder counts in a file of that program, unless it is a
// comment.
func TestBareLinePinsItsProgram(t *testing.T) {
	c := discover(t, "sources: [{path: .}]\nrun: {workdir: example}\n", files{
		"a.py": "#!python3.99\n# ---\n# id: one\n# ---\n", "b.py": "#!python3\n", "c.py": "#!node16\n", "d.py": "#!python3.99 is old\n", "e.js": "#! node99\r\n", "f": "#!python3.99\n", "g.sh": "#!v2\n",
	})
	got := map[string]string{}
	for _, e := range c.Examples {
		got[e.ID] = strings.Join(e.Argv, " ") + " pinned:" + e.Interpreter
	}
	assert.Equal(t, map[string]string{
		"one": "python3.99 a.py pinned:python3.99", "b.py": "python3 b.py pinned:", "c.py": "python3 c.py pinned:",
		"d.py": "python3 d.py pinned:", "e.js": "node99 e.js pinned:node99", "g.sh": "sh g.sh pinned:",
	}, got)
}

// A line without a folder is read like by the Python launcher of Windows; what
// follows is read after any #! line.
func TestBareLineIsRead(t *testing.T) {
	for _, tt := range []struct{ name, line, command, pinned string }{
		{"x.py", "#!python3.99", "python3.99 x.py", "python3.99"},
		{"x.py", "#! python2 -u", "python2 -u x.py", "python2"},
		{"x.py", "#!python3", "python3 x.py", ""},
		{"x.py", "#!frob2", "python3 x.py", ""},
		{"x.py", "#! step2 of the tutorial", "python3 x.py", ""},
		{"x.js", "#!node16\r", "node16 x.js", "node16"},
		{"x.sh", "#!sh", "sh x.sh", ""},
	} {
		c := discover(t, "sources: [{path: .}]\n", files{tt.name: tt.line + "\n# ---\n# title: T\n# ---\n"})
		require.Len(t, c.Examples, 1, tt.line)
		e := c.Examples[0]
		assert.Equal(t, tt.command, strings.Join(e.Argv, " "), tt.line)
		assert.Equal(t, tt.pinned, e.Interpreter, tt.line)
		if tt.name != "x.js" { // where # is no comment
			assert.Equal(t, "T", e.Title, "metadata is read after any #! line: %s", tt.line)
		}
	}
}

// A line does not override the configuration of a runner or example.
func TestConfigurationWinsOverPin(t *testing.T) {
	for _, tt := range []struct{ line, runners, command, pinned string }{
		{"#!/usr/bin/env python2", "python: {command: [python3, -W, error, '{file}']}", "python: python2 -W error x", "python2"},
		{"#!/usr/bin/env python2", "python: {command: [.venv/bin/python, '{file}']}", "python: .venv/bin/python x", ""},
		{"#!/opt/py/bin/python3 -u", "python: {command: [.venv/bin/python, '{file}']}", "python: .venv/bin/python -u x", ""},
		{"#!/usr/bin/env python2", "python: {command: [podman, run, py, '{file}']}", "python: podman run py x", ""},
		{"#!/usr/bin/env python3.12", "python3.12: {command: [uv, run, '{file}']}", "python3.12: uv run x", ""},
		{"#!/usr/bin/env python3.12", "python3.12: {command: [python3.12, -I, '{file}']}", "python3.12: python3.12 -I x", ""},
	} {
		command, pinned := runnerOf(t, tt.line, tt.runners)
		assert.Equal(t, tt.command, command, "%s with %s", tt.line, tt.runners)
		assert.Equal(t, tt.pinned, pinned, "%s with %s", tt.line, tt.runners)
	}
	for yaml, text := range map[string]string{
		"sources: [{path: s, include: ['*'], runner: python}]\n":                              "#!/usr/bin/env python2\n",
		"sources: [{path: s}]\noverrides: [{match: {path: s/x.py}, runner: python}]\n":        "#!/usr/bin/env python2\n",
		"sources: [{path: s}]\nrunners: {other: {match: ['*.py'], command: [x, '{file}']}}\n": "#!/opt/py/bin/python3\n# ---\n# runner: python\n# ---\n",
	} {
		c := discover(t, yaml, files{"s/x.py": text})
		require.Len(t, c.Examples, 1)
		assert.Equal(t, []string{"python3", filepath.FromSlash("s/x.py")}, c.Examples[0].Argv, yaml)
		assert.Empty(t, c.Examples[0].Interpreter, yaml)
	}
}

func TestRunnerPrecedence(t *testing.T) {
	const line = "#!/usr/bin/perl\n"
	matter := "# ---\n# runner: ruby\n# ---\n"
	override := "overrides: [{match: {path: s/x.py}, runner: lua}]\n"
	for want, tt := range map[string]struct{ yaml, text string }{
		"python": {"sources: [{path: s}]\n", ""},
		"perl":   {"sources: [{path: s}]\n", line},
		"php":    {"sources: [{path: s, include: ['*'], runner: php}]\n", line},
		"lua":    {"sources: [{path: s, include: ['*'], runner: php}]\n" + override, line},
		"ruby":   {"sources: [{path: s, include: ['*'], runner: php}]\n" + override, line + matter},
		"mine":   {"sources: [{path: s}]\nrunners: {mine: {match: ['*.py'], command: [mine, '{file}']}}\n", ""},
	} {
		c := discover(t, tt.yaml, files{"s/x.py": tt.text})
		require.Len(t, c.Examples, 1, want)
		assert.Equal(t, want, c.Examples[0].Runner)
	}
}

func TestNoRunner(t *testing.T) {
	c := discover(t, "sources: [{path: s, include: ['*.zig']}]", files{"s/x.zig": ""})
	require.Len(t, c.Examples, 1)
	assert.Equal(t, &hub.Error{Type: hub.ErrMissingRunner, File: "s/x.zig",
		Message: "no runner for s/x.zig; set runner: in its front matter, its example.yaml or hub.yaml"}, c.Examples[0].Invalid)
	assert.Nil(t, c.Examples[0].Argv)
}

func TestExpandCommand(t *testing.T) {
	file, dir := filepath.FromSlash("d/{dir}.x"), "d"
	args := []string{"one two", "{file}", ""}
	for _, tt := range []struct{ command, args, want []string }{
		{[]string{"p", "{file}"}, args, []string{"p", file, "one two", "{file}", ""}},
		{[]string{"p", "{args}", "-f={file}", "{dir}", "--", "{bin}"}, args, []string{"p", "one two", "{file}", "", "-f=" + file, "d", "--", "{bin}"}},
		{[]string{"p", "{args}", "{file}"}, nil, []string{"p", file}},
		{[]string{"p", "a={args}"}, []string{"x", "y"}, []string{"p", "a=x y"}},
		{nil, nil, []string{}},
	} {
		assert.Equal(t, tt.want, expandCommand(tt.command, file, dir, tt.args))
	}
	assert.Equal(t, []string{"." + string(filepath.Separator) + "x"}, expandCommand([]string{"{file}"}, "x", ".", nil), "a program is not looked up on PATH")
}

func TestWorkdirDecidesPaths(t *testing.T) {
	for workdir, want := range map[string][]string{
		"root":    {"sh", filepath.FromSlash("s/a/-x.sh"), filepath.FromSlash("s/a")},
		"example": {"sh", filepath.FromSlash("./-x.sh"), "."},
		"copy":    {"sh", filepath.FromSlash("./-x.sh"), "."},
	} {
		c := discover(t, "sources: [{path: s}]\nrun: {workdir: "+workdir+"}\nrunners: {sh: {command: [sh, '{file}', '{dir}']}}", files{"s/a/-x.sh": ""})
		require.Len(t, c.Examples, 1)
		assert.Equal(t, want, c.Examples[0].Argv, workdir)
	}
	outside := plant(t, files{"-x.sh": ""})
	c, err := Discover(configure(t, t.TempDir(), "sources: [{path: '"+filepath.ToSlash(outside)+"'}]"), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"sh", filepath.Join(outside, "-x.sh")}, c.Examples[0].Argv)
}

// TestGoBuild builds and runs programs with the catalog's commands and the real
// go command.
func TestGoBuild(t *testing.T) {
	const prog = "package main\n\nfunc main() { print(word()) }\n"
	const word = "package main\n\nfunc word() string { return \"several\" }\n"
	const single = "package main\n\nfunc main() { print(\"single\") }\n"
	tree := files{
		"mod/go.mod":               "module m\n\ngo 1.21\n",
		"mod/several/prog.go":      prog,
		"mod/several/word.go":      word,
		"mod/several/word_test.go": "package main\n",
		"mod/several/gen.go":       "//go:build ignore\n\n" + single,
		"mod/several/plan9.go":     "//go:build plan9\n\npackage main\n\nfunc word() string { return \"\" }\n",
		"mod/flat/a.go":            single,
		"mod/flat/b.go":            single,
		"bare/several/prog.go":     prog,
		"bare/several/word.go":     word,
		"bare/single/x.go":         single,
		"bare/mixed/x.go":          single,
		"bare/mixed/lib.go":        "package lib\n",
		"bare/alone/x.go":          "//go:build ignore\n\n" + single,
		"bare/alone/y.go":          "package main\n",
	}
	c := discover(t, "sources: [{path: .}]", tree)
	build := func(args ...string) []string { return append([]string{"go", "build", "-o", "{bin}"}, args...) }
	want := map[string][]string{
		"mod/several/prog.go":  build("."),
		"mod/several/gen.go":   build("gen.go"),
		"mod/flat/a.go":        build("a.go"),
		"mod/flat/b.go":        build("b.go"),
		"bare/several/prog.go": build("prog.go", "word.go"),
		"bare/single/x.go":     build("x.go"),
		"bare/mixed/x.go":      build("x.go"),
		"bare/alone/x.go":      build("x.go"),
	}
	got := map[string][]string{}
	for _, e := range c.Examples {
		got[e.ID] = e.Build
	}
	require.Equal(t, want, got)

	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command")
	}
	for _, id := range []string{"mod/several/prog.go", "mod/several/gen.go", "bare/several/prog.go", "bare/mixed/x.go"} {
		e := byID(t, c, id)
		bin := filepath.Join(t.TempDir(), "bin.exe")
		args := strings.Split(strings.ReplaceAll(strings.Join(e.Build[1:], "\x00"), "{bin}", bin), "\x00")
		cmd := exec.Command(goTool, args...)
		cmd.Dir = filepath.Dir(e.File)
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", id, out)
		out, err = exec.Command(bin).CombinedOutput()
		require.NoError(t, err)
		assert.Equal(t, map[bool]string{true: "several", false: "single"}[strings.HasSuffix(id, "prog.go")], string(out), id)
	}
}

// Hub's own builders run in the example's working directory, because
// dependencies may be relative to it; other builds have projects.
func TestBuildDir(t *testing.T) {
	for workdir, want := range map[string]struct{ dir, file string }{
		"root":    {"", filepath.FromSlash("s/a/X.java")},
		"example": {"s/a", "X.java"},
		"copy":    {"s/a", "X.java"},
	} {
		c := discover(t, "sources: [{path: s}]\nrun: {workdir: "+workdir+"}", files{"s/a/X.java": "", "s/a/x.rs": ""})
		require.Len(t, c.Examples, 2)
		for _, e := range c.Examples {
			root := strings.TrimSuffix(e.File, string(filepath.Separator)+filepath.FromSlash(e.Path))
			if e.Runner == "rust" {
				assert.Equal(t, filepath.Dir(e.File), e.BuildDir, workdir)
				continue
			}
			assert.Equal(t, filepath.Join(root, filepath.FromSlash(want.dir)), e.BuildDir, workdir)
			assert.Equal(t, []string{"{builder}", "{bin}", want.file}, e.Build[len(e.Build)-3:], workdir)
			assert.Equal(t, []string{"java", "@{bin}"}, e.Argv, workdir)
		}
	}
}

// A configured java command does not need the build.
func TestConfiguredCommandNeedsNoBuild(t *testing.T) {
	c := discover(t, "sources: [{path: s}]\nrunners: {java: {command: [java, -cp, 'lib/*', '{file}']}}", files{"s/X.java": ""})
	require.Len(t, c.Examples, 1)
	assert.Nil(t, c.Examples[0].Build)
	assert.Equal(t, []string{"java", "-cp", "lib/*", filepath.FromSlash("s/X.java")}, c.Examples[0].Argv)
}
