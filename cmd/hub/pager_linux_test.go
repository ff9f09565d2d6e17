package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// The terminals of these tests have ten rows.
func TestLongAnswersGoThroughThePager(t *testing.T) {
	files := map[string]string{"hub.yaml": "sources: [{path: examples}]\n"}
	for i := range 300 {
		files[fmt.Sprintf("examples/e%03d.sh", i)] = "exit 1\n"
	}
	root := tree(t, files)
	exit, _, said := hubIn(t, buildHub(t), root, "all", "-q", "group:examples", "-l", "20")
	require.Equal(t, exitFailed, exit, said)
	pager := func(text string) string {
		file := filepath.Join(t.TempDir(), "a pager") // its name is quoted
		programtest.Write(t, file, "#!/bin/sh\n"+text)
		return "'" + file + "' 'an argument'"
	}
	shows := pager(`echo "PAGED $#$1 $LESS"` + "\ncat\n")
	for _, c := range []struct {
		name  string
		env   []string
		args  string
		paged bool
		lines int // of the answer
		warns string
	}{
		{"long", []string{"HUB_PAGER=" + shows, "PAGER=false"}, "list", true, 301, ""},
		{"PAGER", []string{"PAGER=" + shows}, "stale", true, 281, ""},
		{"less as the user wants it", []string{"HUB_PAGER=" + shows, "LESS=X"}, "errors", true, 21, ""},
		{"short", []string{"HUB_PAGER=" + shows}, "list -f flaky", false, 1, ""},
		{"nine lines and the prompt", []string{"HUB_PAGER=" + shows}, "list 1-8", false, 9, ""},
		{"ten lines", []string{"HUB_PAGER=" + shows}, "list 1-9", true, 10, ""},
		{"not wanted", []string{"HUB_PAGER=" + shows}, "--no-pager list", false, 301, ""},
		{"switched off", []string{"HUB_PAGER=", "PAGER=" + shows}, "list", false, 301, ""},
		{"cat", []string{"PAGER=cat"}, "list", false, 301, ""},
		{"a dumb terminal", []string{"HUB_PAGER=" + shows, "TERM=dumb"}, "list", false, 301, ""},
		{"a format for programs", []string{"HUB_PAGER=" + shows}, "list --format=ids", false, 300, ""},
		{"a pipeline", []string{"HUB_PAGER=" + shows, "GITHUB_ACTIONS=true"}, "list", false, 301, ""},
		{"a run", []string{"HUB_PAGER=" + shows}, "errors --run -q -l 12", false, -1, ""},
		{"missing", []string{"HUB_PAGER=no-such-pager --x"}, "list", false, 301, "HUB_PAGER: the pager no-such-pager --x failed"},
		{"odd quotes", []string{"PAGER=less 'x"}, "list", false, 301, "PAGER: the pager less 'x failed"},
		{"no shell", []string{"HUB_PAGER=" + shows + " $(touch evil) >evil"}, "list", true, 301, ""},
		{"failing", []string{"HUB_PAGER=" + pager("exit 3\n")}, "list", false, 301, "exit status 3"},
		{"killed", []string{"HUB_PAGER=" + pager("kill -KILL $$\n")}, "list", false, 301, "signal: killed"},
		{"left early", []string{"HUB_PAGER=" + pager("exit 0\n")}, "list", false, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(200, true)
			term := startAt(t, s, root, append([]string{"TERM=xterm"}, c.env...), strings.Fields(c.args)...)
			exit, lines := term.end()
			want := exitGood
			if c.lines < 0 {
				want = exitFailed
			}
			assert.Equal(t, want, exit)
			text := strings.Join(lines, "\n")
			assert.Equal(t, c.paged, strings.Contains(text, "PAGED"), text)
			if c.paged {
				less := "FRX"
				if strings.Contains(strings.Join(c.env, " "), "LESS=X") {
					less = "X"
				}
				assert.Regexp(t, `^PAGED [1-9]an argument `+less+`$`, lines[0])
				assert.Contains(t, term.raw.String(), "\x1b[", "colours stay")
				lines = lines[1:]
			}
			if c.warns != "" {
				assert.Regexp(t, `^hub: .*`, lines[0])
				assert.Contains(t, lines[0], c.warns)
				lines = lines[1:]
			}
			if c.lines >= 0 {
				assert.Len(t, lines, c.lines)
			}
			assert.NotContains(t, text, "goroutine")
			assert.NoFileExists(t, filepath.Join(root, "evil"))
		})
	}
}

// Ctrl-C in the pager is the pager's: hub waits for it and ends as usual.
func TestInterruptsAreThePagers(t *testing.T) {
	files := map[string]string{"hub.yaml": "sources: [{path: examples}]\n"}
	for i := range 20 {
		files[fmt.Sprintf("examples/e%03d.sh", i)] = "echo\n"
	}
	root := tree(t, files)
	file := filepath.Join(t.TempDir(), "pager")
	programtest.Write(t, file, "#!/bin/sh\ntrap 'echo caught; exit 0' INT\necho ready\nwhile :; do read line </dev/tty; done\n")
	term := startAt(t, newScreen(80, true), root, []string{"TERM=xterm", "HUB_PAGER=" + file}, "list")
	term.until("the pager", func(s *screen) bool { return strings.Contains(strings.Join(s.text(), "\n"), "ready") })
	_, err := term.master.Write([]byte{3})
	require.NoError(t, err)
	exit, lines := term.end()
	assert.Equal(t, exitGood, exit)
	assert.Contains(t, lines[len(lines)-1], "caught")
}
