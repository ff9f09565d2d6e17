package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
)

// kongs are the words of Kong's errors.
var kongs = regexp.MustCompile(`expected |unexpected |must be one of|perhaps try|EOL|long flag|short flag|bool value|missing positional|missing flags|is required|can't be used|<\w+>`)

// misused returns what hub prints to stderr for arguments that are wrong.
func misused(t *testing.T, args ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	app := &App{Process: Process{Stdout: &out, Stderr: &err, Now: func() time.Time { return time.Unix(2e9, 0) }}}
	_, code, done := app.parse(args)
	if assert.True(t, done, "%q is no mistake", args) {
		assert.Equal(t, exitUsage, code, "%q", args)
		assert.Empty(t, out.String(), "%q", args)
	}
	return err.String()
}

// mistakes returns every kind of mistake that the arguments of a command can have.
func mistakes(command *kong.Node, path []string) (all [][]string) {
	with := func(args ...string) { all = append(all, append(append([]string{}, path...), args...)) }
	required := 0
	variadic := false
	for _, arg := range command.Positional {
		if arg.Required {
			required++
		}
		variadic = variadic || arg.IsCumulative()
	}
	if required > 0 || len(command.Children) > 0 {
		with() // too few
	}
	full := make([]string, len(command.Positional))
	for i, arg := range command.Positional {
		full[i] = "x"
		if arg.Name == "name" {
			full[i] = "config"
		}
	}
	switch {
	case len(command.Children) > 0:
		with("no-such-command")
	case !variadic:
		with(append(full, "surplus")...)
	}
	with("--no-such-flag")
	with("-5")
	with("--no-such-flag=value", "x")
	with("--=x")
	for _, group := range command.AllFlags(false) {
		for _, f := range group {
			name := "--" + f.Name
			if f.IsBool() {
				with(name + "=perhaps")
				continue
			}
			with(name)
			with(name, "--quiet")
			if f.Short != 0 {
				with("-" + string(f.Short))
			}
			if f.Enum != "" {
				with(name + "=no-such-value")
			}
		}
	}
	return all
}

// Whatever is wrong with the arguments of whatever command, hub says so in its own words,
// and what to type.
func TestEveryMistakeIsAnsweredInHubsWords(t *testing.T) {
	once(t)
	t.Parallel()
	n := 0
	var walk func(node *kong.Node, path []string)
	walk = func(node *kong.Node, path []string) {
		for _, args := range mistakes(node, path) {
			text := misused(t, args...)
			n++
			assert.NotRegexp(t, kongs, text, "hub %q", args)
			assert.Regexp(t, `(?m)^hub: .*(type |Known: |hub )|^Run 'hub`, text, "hub %q", args)
			assert.NotContains(t, text, "hub: hub", "hub %q", args)
		}
		for _, child := range node.Children {
			walk(child, append(append([]string{}, path...), child.Name))
		}
	}
	walk(grammar(t).Node, nil)
	assert.Greater(t, n, 500)
}

// A flag that takes one value is refused when it is given again; others are not.
func TestFlagsThatAreGivenTwice(t *testing.T) {
	for _, line := range []string{"list --format=json --format=json", "all -j2 --workers=3", "-C a list -C b", "all --shard=1/2 --shard=2/2", "--color=never list --color=never"} {
		assert.Contains(t, misused(t, strings.Fields(line)...), " is given more than once", line)
	}
	for _, line := range []string{"list -q -q --silent", "list --tag=a --tag=b --not=x --not=y", "all --report=json --report=junit --require=env --require=os", "list --tags=a --tags=b --filter=errors --filter=stale"} {
		_, err := readLine(line)
		assert.NoError(t, err, line)
	}
}
