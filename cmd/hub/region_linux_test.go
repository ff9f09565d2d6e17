package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"
)

// regionOf matches the live region of the gated examples when two of them wait.
var regionOf = regexp.MustCompile(`^█+░+  2/4 · 1 failed( · \ds)?( · about \S+ left)?\n  examples/3-waits\.sh  \d+s of 5m00s\n  examples/4-waits-long\.sh  \d+s of 5m00s$`)

// anyRegion matches what is left of any of its regions.
var anyRegion = regexp.MustCompile(`[█░]|(?m)^ *[0-4]/4( ·|$)| of 5m00s`)

// TestRegionOnATerminal: what runs is shown with progress, finished lines are whole, and a
// window that changes breaks none of them, whatever kind of terminal it is.
func TestRegionOnATerminal(t *testing.T) {
	for name, reflow := range map[string]bool{"wraps anew": true, "cuts off": false} {
		t.Run(name, func(t *testing.T) {
			root, open := gated(t)
			a := startAt(t, newScreen(110, reflow), root, []string{"TERM=xterm-256color"}, "all", "-j4")
			a.until("the region", func(s *screen) bool { return regionOf.MatchString(s.live()) })

			for _, columns := range []int{30, 10, 60} {
				a.resize(columns)
				a.until("the region, resized", func(s *screen) bool {
					lines := strings.Split(s.live(), "\n")
					for _, l := range lines {
						if len([]rune(l)) >= columns {
							return false
						}
					}
					return len(lines) == 3 && strings.Contains(lines[0], "2/4")
				})
				a.mu.Lock()
				assert.NotRegexp(t, anyRegion, strings.Join(a.screen.text()[:a.screen.at], "\n"), "nothing of the wider region is left")
				a.mu.Unlock()
			}

			a.resize(110)
			a.until("the region, wide again", func(s *screen) bool { return regionOf.MatchString(s.live()) })
			open()
			exit, lines := a.end()
			assert.Equal(t, exitFailed, exit)
			text := strings.Join(lines, "\n")
			assert.NotRegexp(t, anyRegion, text, "the region is gone")
			if reflow {
				assert.Regexp(t, `(?m)^✓ passed +1  examples/1-passes\.sh +[\d.]+m?s$`, text)
				assert.Regexp(t, `(?m)^✗ failed +2  examples/2-fails\.sh +[\d.]+m?s$`, text)
			}
			assert.Regexp(t, `(?m)^✓ passed +3  examples/3-waits\.sh +[\d.]+m?s$`, text)
			assert.Regexp(t, `(?m)^✓ passed +4  examples/4-waits-long\.sh +[\d.]+m?s$`, text)
			assert.Equal(t, 1, strings.Count(text, "\nFAILED  1 failed, 3 passed"))
			for _, l := range lines {
				assert.Regexp(t, `^(Running |[✓✗] |   (unknow|\| it )|Failures \(1\)|  2  examples/2|FAILED  1|Next: hub|      hub|$)`, l)
			}
		})
	}
}

// TestTypingAhead: Enter during a run moves no line of it, a shell gets what was typed, and
// the terminal shows again what is typed, also when hub is ended at once.
func TestTypingAhead(t *testing.T) {
	for name, c := range map[string]struct {
		signals int
		exit    []int // of one of the signals
	}{"to the end": {0, []int{exitFailed}}, "interrupted": {1, []int{130}}, "ended at once": {3, []int{129, 130, 143}}} {
		t.Run(name, func(t *testing.T) {
			root, open := gated(t)
			a := startAt(t, newScreen(110, true), root, []string{"TERM=xterm-256color"}, "all", "-j4")
			a.until("the region", func(s *screen) bool { return regionOf.MatchString(s.live()) })
			assert.Zero(t, a.modes().Lflag&unix.ECHO)
			a.key("\r\rls -l\r")
			switch c.signals {
			case 0:
				open()
			case 1:
				a.key("\x03")
			default:
				// All come together, and the terminal has the key before hub has ended: a key
				// after that it shows, rightly.
				a.signals(unix.SIGSTOP)
				a.key("\x03")
				a.signals(unix.SIGHUP, unix.SIGTERM, unix.SIGCONT)
			}
			exit, lines := a.end()
			assert.Contains(t, c.exit, exit)
			text := strings.Join(lines, "\n")
			assert.NotContains(t, text, "ls -l")
			assert.NotRegexp(t, anyRegion, text)
			assert.NotContains(t, text, "\n\n\n")
		})
	}
}

// TestCtrlCOnATerminal: typed there, it ends the run in order.
func TestCtrlCOnATerminal(t *testing.T) {
	root, _ := gated(t)
	a := startAt(t, newScreen(40, true), root, []string{"TERM=xterm-256color"}, "all", "-j4")
	a.until("the region", func(s *screen) bool { return strings.Contains(s.live(), "2/4 · 1 failed") })
	_, err := a.master.WriteString("\x03")
	assert.NoError(t, err)
	exit, lines := a.end()
	assert.Equal(t, 130, exit)
	text := strings.Join(lines, "\n")
	assert.Contains(t, text, "\nINTERRUPTED  1 failed, 1 passed, 2")
	assert.NotRegexp(t, anyRegion, text)
	assert.NotContains(t, text, "^C", "it stood in the region's place")
	for _, l := range lines {
		assert.Less(t, len([]rune(l)), 40, l)
	}
}

// TestReadingTheTerminal: a program that asks for a password there is stopped by
// the system until its time is over, and that is told.
func TestReadingTheTerminal(t *testing.T) {
	root := tree(t, map[string]string{
		"examples/asks.sh":  "# ---\n# timeout: 300ms\n# ---\nread password </dev/tty\n",
		"examples/below.sh": "# ---\n# timeout: 300ms\n# ---\nsh -c 'read password </dev/tty; :'\necho never\n",
		"examples/slow.sh":  "# ---\n# timeout: 300ms\n# ---\nexec sleep 60\n",
	})
	a := startAt(t, newScreen(200, true), root, []string{"TERM=dumb"}, "all", "-j3")
	exit, lines := a.end()
	assert.Equal(t, exitFailed, exit)
	text := strings.Join(lines, "\n")
	assert.Regexp(t, `1  examples/asks.sh .*\n +timeout: timed out after 300ms; it was stopped .* by reading the terminal.*\n✗ failed +2  examples/below.sh .* same cause as 1\n`, text)
	assert.Regexp(t, `slow.sh .*\n +timeout: timed out after 300ms *(\n|$)`, text)
}

// TestPlainerTerminals: without colours, and without a live region where there can
// be none.
func TestPlainerTerminals(t *testing.T) {
	for _, c := range []struct {
		name           string
		env, args      []string
		footer, styles bool
	}{
		{"colours", []string{"TERM=xterm-256color"}, nil, true, true},
		{"NO_COLOR", []string{"TERM=xterm-256color", "NO_COLOR=1"}, nil, true, false},
		{"--color=never", []string{"TERM=xterm-256color"}, []string{"--color=never"}, true, false},
		{"TERM=dumb", []string{"TERM=dumb"}, nil, false, false},
		{"-q", []string{"TERM=xterm-256color"}, []string{"-q"}, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, open := gated(t)
			a := startAt(t, newScreen(110, true), root, c.env, append([]string{"all", "-j4"}, c.args...)...)
			if c.footer {
				a.until("the region", func(s *screen) bool { return regionOf.MatchString(s.live()) })
			} else if c.name == "TERM=dumb" {
				a.until("what is finished", func(s *screen) bool { return strings.Contains(strings.Join(s.text(), "\n"), "it broke") })
			}
			open()
			exit, lines := a.end()
			assert.Equal(t, exitFailed, exit)
			assert.Contains(t, strings.Join(lines, "\n"), "FAILED  1 failed, 3 passed")
			assert.Equal(t, c.styles, a.screen.styles > 0, "colours")
			assert.Equal(t, c.footer, anyRegion.MatchString(a.raw.String()), "the region")
			if !c.footer && !c.styles {
				assert.NotContains(t, a.raw.String(), "\x1b")
			}
		})
	}
}
