package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every transcript of the manual is what its commands print, in a fresh copy of a
// cookbook in pkg/manual/testdata: the one with the page's name, or the usual one. The blocks of a page follow one another: those marked
// console are run, and those whose first line names a file after the language are
// written. Times, and the order of lines that depends on them, are not compared.
func TestManualTranscripts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the transcripts are of a POSIX shell")
	}
	t.Parallel()
	needs(t, "sh", "git")
	pages := manualPages(t)
	for _, name := range sorted(pages) {
		if strings.Contains(pages[name], "```console") {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				rewrite(t, name, pages[name], replayed(t, name, pages[name]))
			})
		}
	}
}

// replayed returns the page with the output that its commands print now; where it differs
// by nothing that matters, the page's own.
func replayed(t *testing.T, name, page string) string {
	t.Helper()
	s := newShell(t, strings.TrimSuffix(name, ".md"))
	return fencePattern.ReplaceAllStringFunc(page, func(block string) string {
		m := fencePattern.FindStringSubmatch(block)
		language, info, text := m[1], m[2], m[3]
		switch {
		case language == "console":
			return "```console\n" + s.session(t, text) + "```"
		case info != "":
			file := filepath.Join(s.dir, filepath.FromSlash(info))
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		}
		return block
	})
}

// shell runs the commands of a page.
type shell struct {
	dir string // the cookbook
	env []string
}

func newShell(t *testing.T, page string) *shell {
	t.Helper()
	cookbook := filepath.Join(manualDir, "testdata", page)
	if _, err := os.Stat(cookbook); err != nil {
		cookbook = filepath.Join(manualDir, "testdata", "cookbook")
	}
	home, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	s := &shell{dir: filepath.Join(home, "cookbook")}
	require.NoError(t, os.CopyFS(s.dir, os.DirFS(cookbook)))
	path := filepath.Dir(buildHub(t)) + string(filepath.ListSeparator) + os.Getenv("PATH")
	s.env = []string{"PATH=" + path, "HOME=" + home, "TMPDIR=" + os.TempDir(), "TZ=UTC", "LC_ALL=C.UTF-8", "TERM=dumb",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=init.defaultBranch", "GIT_CONFIG_VALUE_0=main"}
	return s
}

// session returns the text of a console block with the output of its commands.
func (s *shell) session(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	for _, step := range regexp.MustCompile(`(?m)^\$ `).Split(text, -1)[1:] {
		command, shown, _ := strings.Cut(step, "\n")
		command = strings.TrimSpace(command)
		printed := s.run(t, command)
		if blank := strings.HasSuffix(shown, "\n\n") || shown == "\n"; blank && !strings.HasSuffix(printed, "\n\n") {
			printed += "\n" // between two commands
		}
		if slices.Equal(settled(shown), settled(printed)) {
			printed = shown
		}
		fmt.Fprintf(&b, "$ %s\n%s", command, printed)
	}
	return b.String()
}

// run returns what a command prints to both streams.
func (s *shell) run(t *testing.T, command string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir, cmd.Env = s.dir, s.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // many fail as they should: the page has $?
	text := strings.ReplaceAll(out.String(), s.dir, "/home/you/cookbook")
	assert.NotContains(t, text, filepath.Dir(s.dir), "%s: a path of this machine", command)
	return text
}

// settled returns the lines of an output without what differs between runs, in an order
// that does not depend on it.
func settled(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line = regexp.MustCompile(`\b\d+(\.\d+)? ?(ms|s|m|min)\b|\b\d+\.\d+\b`).ReplaceAllString(timeless(line), "TIME")
		line = regexp.MustCompile(`\bplan [0-9a-f]{16}\b`).ReplaceAllString(line, "plan ID")
		// Which example is slow depends on the machine.
		line = regexp.MustCompile(`, \d+ slower\b|^slower .*|^((slow|fast)est) .*`).ReplaceAllString(line, "$1")
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}
