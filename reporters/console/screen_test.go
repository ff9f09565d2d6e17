package console

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// screen is a terminal of another author, with its scrollback.
type screen struct {
	*vt.Emulator
	raw bytes.Buffer
}

func newScreen(t *testing.T, columns, rows int) *screen {
	s := &screen{Emulator: vt.NewEmulator(columns, rows)}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Write ends lines as the kernel does.
func (s *screen) Write(p []byte) (int, error) {
	s.raw.Write(p)
	_, err := s.Emulator.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

func (s *screen) WriteString(text string) (int, error) { return s.Write([]byte(text)) }

// options are those for a run on this terminal.
func (s *screen) options(run *hub.Run) Options {
	return Options{Out: s, Live: s, Size: func() (columns, rows int) { return s.Width(), s.Height() }, Plan: hub.Pointers(run.Plan), Workers: 4}
}

// rows returns what is shown, row by row without trailing blanks, and first what has
// scrolled away.
func (s *screen) rows() []string {
	var out []string
	for y := range s.ScrollbackLen() {
		var b strings.Builder
		for x := range s.Width() {
			if c := s.ScrollbackCellAt(x, y); c != nil && c.Content != "" {
				b.WriteString(c.Content)
			} else if c == nil || c.Width > 0 {
				b.WriteByte(' ')
			}
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	for line := range strings.SplitSeq(s.String(), "\n") {
		out = append(out, strings.TrimRight(line, " \r"))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func (s *screen) text() string { return strings.Join(s.rows(), "\n") }

// live returns the rows of the region, which begin at the cursor.
func (s *screen) live() []string {
	return s.rows()[min(len(s.rows()), s.ScrollbackLen()+s.CursorPosition().Y):]
}

// glued returns text without blanks, line ends and bars, which depend on where lines are
// folded, and without what terminals do not show.
func glued(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '|' || r == '\ufffe' || r > 0x2fff || r == '\u200d'
	}), "")
}

// Whatever the size of the terminal, the region is within it, no line of it reaches the
// last column, and in the end the screen and what scrolled away are what was printed.
func TestTheRegionLeavesNothingBehind(t *testing.T) {
	for _, columns := range []int{10, 40, 60, 80, 100, 200} {
		for _, rows := range []int{1, 3, 6, 24} {
			t.Run(fmt.Sprintf("%dx%d", columns, rows), func(t *testing.T) {
				run := sample.EndedWell()
				s, printed := newScreen(t, columns, rows), bytes.Buffer{}
				o := s.options(run)
				o.Out, o.Color = io.MultiWriter(&printed, s), columns == 80
				c := New(o)
				regions := map[string]bool{}
				for _, e := range sample.Events(run, 3) {
					c.Observe(e)
					c.Tick(e.Time.Add(time.Second))
					live := s.live()
					regions[strings.Join(live, "\n")] = true
					require.LessOrEqual(t, len(live), max(1, min(5, rows-1)))
					for _, l := range live {
						require.Less(t, ansi.StringWidth(l), columns, l)
					}
					require.Zero(t, s.CursorPosition().X)
				}
				require.NoError(t, c.Finish(run))
				assert.Greater(t, len(regions), 10)
				for l := range strings.Lines(printed.String()) {
					require.Less(t, ansi.StringWidth(strings.TrimSuffix(l, "\n")), columns, l)
				}
				assert.Equal(t, glued(ansi.Strip(printed.String())), glued(s.text()))
			})
		}
	}
}

// A window that changes while a run is shown leaves no part of a region above or below it.
func TestTheRegionSurvivesResizing(t *testing.T) {
	run := sample.EndedWell()
	s := newScreen(t, 100, 24)
	c := New(s.options(run))
	sizes := [][2]int{{40, 24}, {40, 4}, {120, 4}, {120, 30}, {10, 30}, {10, 2}, {100, 24}}
	for i, e := range sample.Events(run, 3) {
		c.Observe(e)
		c.Tick(e.Time)
		s.Resize(sizes[i%len(sizes)][0], sizes[i%len(sizes)][1])
		c.Tick(e.Time.Add(time.Second))
	}
	require.NoError(t, c.Finish(run))
	assert.NotRegexp(t, `(?m)^[█░]|^\d+/\d+|and \d+ more$`, s.text())
}

// Golden files show a run under way, and ended, in terminals of several widths.
func TestScreens(t *testing.T) {
	for _, columns := range []int{10, 40, 60, 80, 100, 200} {
		run := sample.EndedWell()
		for i := range run.Plan {
			run.Plan[i].Settings = &hub.Settings{Timeout: 40 * time.Second}
		}
		s := newScreen(t, columns, 24)
		o := s.options(run)
		o.Hints, o.Command = someHints, func(args ...string) string { return "hub " + strings.Join(args, " ") }
		c := New(o)
		events, started, finished := sample.Events(run, 3), 0, 0
		var text strings.Builder
		for _, e := range events {
			c.Observe(e)
			switch e.Type {
			case hub.EventExampleStarted:
				started++
			case hub.EventExampleFinished:
				finished++
			}
			if started-finished == 4 && finished > 9 && text.Len() == 0 {
				c.Tick(e.Time.Add(25 * time.Second))
				fmt.Fprintf(&text, "==== under way\n%s\n", strings.Join(s.live(), "\n"))
			}
		}
		require.NoError(t, c.Finish(run))
		fmt.Fprintf(&text, "==== ended\n%s\n", s.text())
		sample.Golden(t, filepath.Join("testdata", "screens", fmt.Sprintf("%d.txt", columns)), text.String())
	}
}

// Colours are those of the palette that are legible on a light and on a dark ground, and
// each of them ends.
func TestColoursAreLegible(t *testing.T) {
	run := sample.EveryKind()
	s := newScreen(t, 80, 24)
	o := s.options(run)
	o.Color = true
	c := New(o)
	for _, e := range sample.Events(run, 3) {
		c.Observe(e)
		c.Tick(e.Time)
	}
	require.NoError(t, c.Finish(run))
	codes := regexp.MustCompile(`\x1b\[([0-9;]*)m`).FindAllStringSubmatch(s.raw.String(), -1)
	assert.Greater(t, len(codes), 50)
	for _, code := range codes {
		assert.Regexp(t, `^(0|1|2|(1;)?3[1235])$`, code[1])
	}
}

func TestTheRegionSaysWhatRuns(t *testing.T) {
	run := sample.AllGood(6)
	for i := range run.Plan {
		run.Plan[i].Settings = &hub.Settings{Timeout: time.Minute}
	}
	run.Plan[5].Settings.Timeout = 5 * time.Second
	known := map[string]float64{"g0/e0": 10, "g1/e1": 20, "g2/e2": 30}
	s := newScreen(t, 50, 24)
	o := s.options(run)
	o.Workers, o.Estimate = 2, func(id string) float64 { return known[id] }
	c := New(o)
	at := func(d time.Duration) time.Time { return sample.Epoch.Add(d) }
	c.Observe(hub.Event{Type: hub.EventRunStarted, Time: at(0), Run: &hub.RunHeader{Command: "run"}})
	for _, i := range []int{2, 0, 1, 3, 5} {
		c.Observe(hub.Event{Type: hub.EventExampleStarted, Time: at(time.Duration(i) * 100 * time.Millisecond), ID: run.Plan[i].ID})
	}
	c.Tick(at(4 * time.Second))
	assert.Equal(t, []string{ // the duration of g3/e3 is unknown
		"░░░░░░░░░░░░░░░░░░░░░░░░  0/6 · 4s",
		"  " + run.Plan[5].ID + "  4s of 5s",
		"  g0/e0  4s of 1m00s",
		"  g1/e1  4s of 1m00s",
		"  and 2 more",
	}, s.live())
	failed := run.Results[0]
	failed.Status, failed.Seconds, failed.Error = hub.StatusError, 10, &hub.Error{Type: hub.ErrUnknown, Message: "m"}
	c.Observe(hub.Event{Type: hub.EventExampleFinished, Time: at(10 * time.Second), ID: "g0/e0", Result: &failed})
	c.Tick(at(10 * time.Second))
	assert.Equal(t, "█░░░░░░░░░  1/6 · 1 failed · 10s · about 21s left", s.live()[0])
	c.Tick(at(40 * time.Second)) // the running ones have outlived what is known of them
	assert.Equal(t, "████░░░░░░░░░░░░░░░░░░░░  1/6 · 1 failed · 40s", s.live()[0])
}

// What is written while the console is suspended is where the region was, and stays.
func TestSuspend(t *testing.T) {
	run := sample.AllGood(3)
	s := newScreen(t, 60, 10)
	c := New(s.options(run))
	c.Observe(hub.Event{Type: hub.EventExampleStarted, Time: sample.Epoch, ID: "g0/e0"})
	c.Tick(sample.Epoch)
	require.Len(t, s.live(), 2)
	c.Around(func(format string, args ...any) { fmt.Fprintf(s, format, args...) })("hub: %s\n", "a warning")
	assert.Equal(t, "hub: a warning", s.text())
	c.Tick(sample.Epoch.Add(time.Second))
	assert.Equal(t, []string{"hub: a warning", "░░░░░░░░░░░░░░░░░░░░░░░░  0/3", "  g0/e0  1s"}, s.rows())
}

// Without UTF-8 nothing of hub's own is anything but ASCII.
func TestASCII(t *testing.T) {
	run := sample.EndedWell()
	s := newScreen(t, 40, 24)
	o := s.options(run)
	o.ASCII, o.Verbose, o.Hints = true, true, someHints
	c := New(o)
	for _, e := range sample.Events(run, 3) {
		c.Observe(e)
		c.Tick(e.Time)
		for _, l := range s.live() {
			require.Less(t, ansi.StringWidth(l), 40, l)
		}
	}
	require.NoError(t, c.Finish(run))
	assert.NotRegexp(t, `[✓✗↻–▸·…█░]`, s.raw.String())
	assert.Regexp(t, `(?m)^\+ passed +1`, s.text())
}

// A place is a link where the terminal shows links, and text of hub's own otherwise.
func TestPlacesAreLinks(t *testing.T) {
	run := sample.EveryKind()
	link := func(file string, line int) string { return fmt.Sprintf("file://host/p/%s#%d", file, line) }
	text := shown(t, run, 1, Options{Link: link})
	assert.Regexp(t, `at \x1b\]8;;file://host/p/\S+#\d+\x1b\\\S+:\d+\x1b\]8;;\x1b\\\n`, text)
	assert.Equal(t, shown(t, run, 1, Options{}), ansi.Strip(text))
	hostile := shown(t, run, 1, Options{Link: func(string, int) string { return "file://\x1b\\" }})
	assert.NotContains(t, hostile, "\x1b")
}
