package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/selection"
)

// read returns what the line is read as, without words of other tools.
func readLine(line string) *reading {
	args := strings.Fields(strings.ReplaceAll(line, "'", ""))
	app := &App{Process: Process{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Now: func() time.Time { return time.Unix(2e9, 0) }}}
	return app.read(args)
}

// valued are the flags of other tools that take a value.
var valued = map[string]string{"--maxfail": "3", "--max-fail": "3", "--jobs": "2", "--max-workers": "2", "--maxWorkers": "2", "--numprocesses": "2", "--test-threads": "2",
	"--reruns": "1", "--retry": "1", "--exclude": "x", "--deselect": "x", "--ignore": "x", "--label": "x", "-o": "30d", "--older": "30d", "--directory": "x", "--cwd": "x"}

// Everything that the table of words of other tools says can be typed, and no word of it
// is one of hub's.
func TestEveryAnswerCanBeTyped(t *testing.T) {
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
				if r := readLine(c + " " + w.As[0] + " x"); !strings.HasPrefix(errorText(r), "unknown flag") {
					in = append(in, c)
				}
			}
			require.NotEmpty(t, in, w.Text)
		}
		for _, command := range in {
			r := readLine(command + " " + w.Text + " " + valued[w.Text])
			word, at := misuse.Unknown(r.err)
			assert.Equal(t, w.Text, word, "hub %s %s is known: %s", command, w.Text, errorText(r))
			assert.Equal(t, command, at, w.Text)
			if len(w.Try) > 0 {
				for _, line := range w.Lines(command) {
					assert.NoError(t, readLine(line).err, "%s says to type: hub %s", w.Text, line)
				}
				continue
			}
			args, ok := w.Replace(strings.Fields(command + " " + w.Text + " " + valued[w.Text]))
			require.True(t, ok)
			r = readLine(strings.Join(args, " "))
			if text := errorText(r); text != "" {
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

func errorText(r *reading) string {
	if r.err == nil {
		return ""
	}
	return r.err.Error()
}
