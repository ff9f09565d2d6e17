package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/term"
)

// tmux is a tmux server of its own, with one window in which a shell runs.
type tmux struct {
	t      *testing.T
	socket string
}

func startTmux(t *testing.T, root string, columns, rows int) *tmux {
	t.Helper()
	needs(t, "tmux")
	dir, err := os.MkdirTemp("", "tmux") // the name of a socket is short
	require.NoError(t, err)
	x := &tmux{t: t, socket: filepath.Join(dir, "s")}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-S", x.socket, "kill-server").Run() // it may have ended
		assert.NoError(t, os.RemoveAll(dir))
	})
	path := "PATH=" + filepath.Dir(buildHub(t)) + string(os.PathListSeparator) + os.Getenv("PATH")
	x.do("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows), "-c", root,
		"exec env -u CI -u NO_COLOR -u FORCE_COLOR -u ENV LC_ALL=C.UTF-8 PS1='$ ' '"+path+"' sh -i")
	return x
}

// do performs a command of tmux and returns what it prints.
func (x *tmux) do(args ...string) string {
	x.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-u", "-S", x.socket}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(x.t, err, "tmux %s: %s", strings.Join(args, " "), stderr.String())
	return string(out)
}

// screen returns the window; all that scrolled away is before it if history is set.
func (x *tmux) screen(history bool) string {
	if history {
		return x.do("capture-pane", "-p", "-J", "-S", "-")
	}
	return x.do("capture-pane", "-p")
}

// until waits until the window matches.
func (x *tmux) until(what, pattern string) {
	x.t.Helper()
	matches := regexp.MustCompile(pattern)
	if !assert.Eventually(x.t, func() bool { return matches.MatchString(x.screen(false)) }, 30*time.Second, 10*time.Millisecond, "not seen: %s", what) {
		x.t.Fatalf("in the window:\n%s", x.screen(true))
	}
}

// resize resizes the window, and waits until its terminal has the size: tmux passes on
// several in a row a quarter of a second later.
func (x *tmux) resize(columns, rows int) {
	x.t.Helper()
	x.do("resize-window", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows))
	tty, err := os.Open(strings.TrimSpace(x.do("display-message", "-p", "#{pane_tty}")))
	require.NoError(x.t, err)
	defer tty.Close()
	require.Eventually(x.t, func() bool {
		width, height, err := term.GetSize(int(tty.Fd()))
		return err == nil && width == columns && height == rows
	}, 30*time.Second, 10*time.Millisecond, "the terminal has no %d columns and %d rows", columns, rows)
}

// The window is resized, hub is suspended and continued: in the end the window and what
// scrolled away are what a pipe gets, and what the shell printed.
func TestTmuxKeepsNothingOfTheRegion(t *testing.T) {
	root, open := gated(t)
	x := startTmux(t, root, 80, 12)
	x.until("the prompt", `^[$#] *\n`)
	x.do("send-keys", "hub all -j4", "Enter")
	region := `[█░] +2/4 · 1 failed.*\n  examples/3-waits\.sh  \d+s of 5m00s\n  examples/4-waits-long\.sh  `
	x.until("the region", region)
	for _, size := range [][2]int{{40, 8}, {120, 30}, {60, 9}, {80, 12}} {
		x.resize(size[0], size[1])
		x.until("the region, resized", `2/4 · 1 fai`)
	}
	x.until("the region, as before", region)
	assert.Len(t, regexp.MustCompile(`2/4 ·`).FindAllString(x.screen(true), -1), 1)

	x.do("send-keys", "C-z")
	x.until("the shell", `(?m)Stopped.*\n[$#]$`)
	assert.NotRegexp(t, anyRegion, x.screen(true), "suspended")
	x.do("send-keys", "fg", "Enter")
	x.until("the region, continued", region)

	open()
	x.until("the end", `(?m)^Next: (.*\n)+[$#]$`)
	ofShell := regexp.MustCompile(`^[$#]|Stopped|^hub all|^$|^\^`)
	lines := func(text string) []string {
		all := strings.Split(spacelessLines(text), "\n")
		all = slices.DeleteFunc(all, ofShell.MatchString)
		slices.Sort(all)
		return all
	}
	whole := x.screen(true)
	shown := lines(whole)

	var out bytes.Buffer
	piped := exec.Command(buildHub(t), "all", "-j4")
	piped.Dir, piped.Stdout = root, &out
	require.NoError(t, piped.Start())
	open()
	assert.Equal(t, exitFailed, code(t, piped.Wait()))
	assert.Equal(t, lines(out.String()), shown, whole)
}

// spacelessLines returns the lines without times and padding.
func spacelessLines(text string) string {
	var out []string
	for l := range strings.Lines(text) {
		out = append(out, spaceless(l))
	}
	return strings.Join(out, "\n")
}
