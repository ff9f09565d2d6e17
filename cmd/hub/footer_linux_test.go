package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// footerOf matches the footer of the gated examples when two of them wait.
var footerOf = regexp.MustCompile(`^2/4 · 1 failed · about \S+ left · examples/3-waits\.sh \d+s, examples/4-waits-long\.sh \d+s$`)

// anyFooter matches what is left of any of its footers.
var anyFooter = regexp.MustCompile(`[0-4]/4( ·|$)`)

// TestFooterOnATerminal: what runs is shown with progress, finished lines are
// whole, and a narrower window breaks none of them, whatever kind of terminal
// it is.
func TestFooterOnATerminal(t *testing.T) {
	for name, reflow := range map[string]bool{"wraps anew": true, "cuts off": false} {
		t.Run(name, func(t *testing.T) {
			root, open := gated(t)
			a := startAt(t, newScreen(110, reflow), root, []string{"TERM=xterm-256color"}, "all", "-j4")
			a.until("the footer", func(s *screen) bool { return footerOf.MatchString(s.last()) })

			a.resize(30)
			a.until("the footer, narrower", func(s *screen) bool {
				return strings.HasPrefix(s.last(), "2/4 · 1 failed") && strings.HasSuffix(s.last(), "…") && len([]rune(s.last())) < 30
			})
			a.mu.Lock()
			footers := 0
			for _, l := range a.screen.text() {
				if anyFooter.MatchString(l) {
					footers++
				}
			}
			assert.Equal(t, 1, footers, "nothing of the wider footer is left:\n%s", strings.Join(a.screen.text(), "\n"))
			a.mu.Unlock()

			a.resize(110)
			a.until("the footer, wide again", func(s *screen) bool { return footerOf.MatchString(s.last()) })
			open()
			exit, lines := a.end()
			assert.Equal(t, exitFailed, exit)
			text := strings.Join(lines, "\n")
			assert.NotRegexp(t, anyFooter, text, "the footer is gone")
			if reflow {
				assert.Regexp(t, `(?m)^✓ passed +1  examples/1-passes\.sh +\d+\.\d+s$`, text)
				assert.Regexp(t, `(?m)^✗ failed +2  examples/2-fails\.sh +\d+\.\d+s$`, text)
			}
			assert.Regexp(t, `(?m)^✓ passed +3  examples/3-waits\.sh +\d+\.\d+s$`, text)
			assert.Regexp(t, `(?m)^✓ passed +4  examples/4-waits-long\.sh +\d+\.\d+s$`, text)
			assert.Equal(t, 1, strings.Count(text, "\nFAILED  1 failed, 3 passed"))
			for _, l := range lines {
				// The failure, its output and the recap tell of the second one.
				assert.Regexp(t, `^(Running 4 |[✓✗] \w+ +[1-4]  examples/\S+|   (unknown_error: exit|\| it bro)|Failures \(1\)|  2  examples/2|FAILED  1 failed|Next: hub|      hub|$)`, l)
			}
		})
	}
}

// TestCtrlCOnATerminal: typed there, it ends the run in order.
func TestCtrlCOnATerminal(t *testing.T) {
	root, _ := gated(t)
	// So narrow that the footer fills the line: what is echoed must not wrap it.
	a := startAt(t, newScreen(30, true), root, []string{"TERM=xterm-256color"}, "all", "-j4")
	a.until("the footer", func(s *screen) bool { return strings.HasPrefix(s.last(), "2/4 · 1 failed") })
	_, err := a.master.WriteString("\x03")
	assert.NoError(t, err)
	exit, lines := a.end()
	assert.Equal(t, 130, exit)
	text := strings.Join(lines, "\n")
	assert.Contains(t, text, "\nINTERRUPTED  1 failed, 1 passed, 2 interrupted")
	assert.NotRegexp(t, anyFooter, text)
	assert.NotContains(t, text, "^C", "it stood in the footer's place")
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
	assert.Regexp(t, `2 examples: timeout: timed out after 300ms; it was stopped .* by reading the terminal.*\n +1  examples/asks.sh\n +2  examples/below.sh\n`, text)
	assert.Regexp(t, `slow.sh +timeout: timed out after 300ms *(\n|$)`, text)
}

// TestPlainerTerminals: without colours, and without a footer where there can
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
				a.until("the footer", func(s *screen) bool { return footerOf.MatchString(s.last()) })
			} else if c.name == "TERM=dumb" {
				a.until("what is finished", func(s *screen) bool { return strings.Contains(strings.Join(s.text(), "\n"), "it broke") })
			}
			open()
			exit, lines := a.end()
			assert.Equal(t, exitFailed, exit)
			assert.Contains(t, strings.Join(lines, "\n"), "FAILED  1 failed, 3 passed")
			assert.Equal(t, c.styles, a.screen.styles > 0, "colours")
			assert.Equal(t, c.footer, anyFooter.MatchString(a.raw.String()), "the footer")
			if !c.footer && !c.styles {
				assert.NotContains(t, a.raw.String(), "\x1b")
			}
		})
	}
}
