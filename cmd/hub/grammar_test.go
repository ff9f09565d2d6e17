package main

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/completion"
)

// parsed returns what the arguments are parsed to, or printed, with the whole grammar or
// that for them.
func parsed(t *testing.T, whole bool, args ...string) (cli CLI, out string) {
	t.Helper()
	var b bytes.Buffer
	process := Process{Stdout: &b, Stderr: &b, Now: func() time.Time { return time.Unix(1e9, 0) }}
	needed := args
	if whole {
		needed = nil
	}
	parser, err := newParser(&cli, needed, process, func(int) { commandline.Leave() })
	require.NoError(t, err)
	if _, err = commandline.Parse(parser, args); err != nil {
		b.WriteString("error: " + err.Error())
	}
	return cli, b.String()
}

// named returns the value of the command that args name, else all of cli.
func named(cli *CLI, args []string) any {
	all := reflect.ValueOf(&cli.Commands).Elem()
	for i := range all.NumField() {
		if f := all.Type().Field(i); cmp.Or(f.Tag.Get("name"), strings.ToLower(f.Name)) == commandline.CommandOf(args) {
			return all.Field(i).Interface()
		}
	}
	return *cli
}

// Help, errors and values are the same with the grammar of one command as with that
// of all.
func TestOneCommandsGrammarParsesLikeAllOfIt(t *testing.T) {
	once(t)
	t.Parallel()
	same := func(args ...string) {
		wantCLI, wantOut := parsed(t, true, args...)
		gotCLI, gotOut := parsed(t, false, args...)
		assert.Equal(t, wantOut, gotOut, "%q", args)
		assert.Equal(t, wantCLI.Global, gotCLI.Global, "%q", args)
		// Defaults of commands that are not named are not set.
		assert.Equal(t, named(&wantCLI, args), named(&gotCLI, args), "%q", args)
	}
	for _, command := range grammar(t).Children {
		name := command.Name
		same(name)
		same(name, "--help")
		same("-q", "--color=never", name, "-v")
		same(name, "--no-such-flag")
		same(name, "list", "list", "list")
		same("--help", name)
	}
	same("no-such-command")
	same("-C", "list", "all", "--tag=x", "--tag", "y", "3", "-j4")
	same("-Clist", "all")
	same("-qC", "all", "list")
	same("config", "check", "--help")
	same("--", "list")
	same("errors", "--run", "--since=2001-09-08", "-j", "2")
	same("--state", "list")
	same("--version", "list")
}

func TestTheGrammarIsThatOfTheNamedCommand(t *testing.T) {
	count := func(args ...string) int {
		var cli CLI
		parser, err := newParser(&cli, args, Process{Now: time.Now}, nil)
		require.NoError(t, err)
		return len(slices.DeleteFunc(parser.Model.Children, func(c *kong.Node) bool { return c.Hidden }))
	}
	all := len(grammar(t).Children)
	assert.Equal(t, 1, count("list"))
	assert.Equal(t, 1, count("-q", "-C", "all", "clean", "--silent"))
	for _, args := range [][]string{{"--help"}, {"-h", "list"}, {"-qC", "all", "list"}, {"lst"}, {"-C"}, {"--", "list"}} {
		assert.Equal(t, all, count(args...), "%q", args)
	}
}

// The values of every flag and argument can be completed, or are of a kind that cannot be.
func TestEveryValueHasACompletion(t *testing.T) {
	var walk func(node *kong.Node)
	walk = func(node *kong.Node) {
		values := node.Positional
		for _, f := range node.Flags {
			values = append(values, f.Value)
		}
		for _, v := range values {
			assert.True(t, completion.Known(v), "hub %s: add the placeholder of %s to the sources of package completion", node.Path(), v.Summary())
		}
		for _, child := range node.Children {
			walk(child)
		}
	}
	walk(grammar(t).Node)
}
