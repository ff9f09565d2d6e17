package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/selection"
)

// readLine reads the line, without words of other tools.
func readLine(line string) (*kong.Context, error) {
	args := strings.Fields(strings.ReplaceAll(line, "'", ""))
	process := Process{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Now: func() time.Time { return time.Unix(2e9, 0) }}
	parsed, _, err := misuse.Once(args, func(args []string, exit func(int)) (*kong.Kong, error) {
		return newParser(&CLI{}, args, process, exit)
	})
	return parsed, err
}

// valued are the flags of other tools that take a value.
var valued = map[string]string{"--maxfail": "3", "--max-fail": "3", "--jobs": "2", "--max-workers": "2", "--maxWorkers": "2", "--numprocesses": "2", "--test-threads": "2",
	"--reruns": "1", "--retry": "1", "--exclude": "x", "--deselect": "x", "--ignore": "x", "--label": "x", "-o": "30d", "--older": "30d", "--directory": "x", "--cwd": "x"}

// Everything that the table of words of other tools says can be typed, and no word of it
// is one of hub's.
func TestEveryAnswerCanBeTyped(t *testing.T) {
	once(t)
	t.Parallel()
	commands := []string{}
	for _, c := range grammar(t).Children {
		commands = append(commands, c.Name)
	}
	for _, w := range familiar.Words() {
		in := w.In
		flag := strings.HasPrefix(w.Text, "-")
		switch {
		case !flag:
			in = []string{""}
		case len(in) == 0: // the commands that have what it is taken for
			for _, c := range commands {
				if _, err := readLine(c + " " + w.As[0] + " x"); !strings.HasPrefix(errorText(err), "unknown flag") {
					in = append(in, c)
				}
			}
			require.NotEmpty(t, in, w.Text)
		}
		for _, command := range in {
			_, err := readLine(command + " " + w.Text + " " + valued[w.Text])
			word, at := misuse.Unknown(err)
			assert.Equal(t, w.Text, word, "hub %s %s is known: %s", command, w.Text, errorText(err))
			assert.Equal(t, command, at, w.Text)
			if len(w.Try) > 0 {
				for _, line := range w.Lines(command) {
					_, err := readLine(line)
					assert.NoError(t, err, "%s says to type: hub %s", w.Text, line)
				}
				continue
			}
			args, ok := w.Replace(strings.Fields(command + " " + w.Text + " " + valued[w.Text]))
			require.True(t, ok)
			_, err = readLine(strings.Join(args, " "))
			if text := errorText(err); text != "" {
				assert.Regexp(t, `^expected ("<|one of )`, text, "%s: %v", w.Text, args) // the command asks for more
			}
		}
	}
	known := map[string]bool{}
	for _, f := range selection.Filters() {
		known[f.Name] = true
		for _, word := range append(f.Also, f.Name) {
			assert.Empty(t, familiar.Filter(word), "a filter by itself")
		}
	}
	for _, word := range []string{"failing", "passing", "outdated", "new", "incomplete", "skip", "aborted", "unstable"} {
		assert.True(t, known[familiar.Filter(word)], word)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
