package runner

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/capture"
	"github.com/seed-00a9b34c/hub/pkg/seek"
)

// Sought is what is looked for in an output while it is printed, so that what of
// it is kept decides on nothing.
type Sought struct {
	// Texts must occur as they are, Expressions must match.
	Texts       []string
	Expressions []*regexp.Regexp
	// Lines are looked for as well, terminal sequences apart, and so are Absent, of
	// which Found has the matches after those of Expressions.
	Lines, Absent []*regexp.Regexp
}

// keeper keeps an output within a bound. One that fits is kept as it was printed,
// and can be looked at afterwards. Of a longer one head and tail are kept of what
// a terminal would have shown, so that no progress bar drives out what matters;
// and Sought is looked for in all of it.
type keeper struct {
	max    int64
	sought func() Sought // asked when the output turns out to be longer
	count  int64
	whole  []byte // all that was printed; nil when it is longer

	// What follows is there when it is longer.
	screen *ansi.Screen
	shown  *capture.Output
	// wanted and lines are nil when nothing is sought.
	wanted, lines *seek.Search
	bare          int // how many of lines are not Absent
}

func newKeeper(most int64, sought func() Sought) *keeper {
	return &keeper{max: most, sought: sought}
}

// Write takes all of p and never fails.
func (k *keeper) Write(p []byte) (int, error) {
	k.count += int64(len(p))
	if k.shown == nil {
		if k.count <= k.max {
			k.whole = append(k.whole, p...)
			return len(p), nil
		}
		k.shown = capture.New(k.max)
		k.screen = ansi.NewScreen(k.shown)
		s := k.sought()
		if len(s.Texts)+len(s.Expressions) > 0 {
			k.wanted = seek.New(seek.Options{Texts: s.Texts, Expressions: s.Expressions})
		}
		if len(s.Lines)+len(s.Absent) > 0 {
			k.lines = seek.New(seek.Options{Expressions: slices.Concat(s.Lines, s.Absent), Bare: true})
		}
		k.bare = len(s.Lines)
		k.pass(k.whole)
		k.whole = nil
	}
	k.pass(p)
	return len(p), nil
}

func (k *keeper) pass(p []byte) {
	_, _ = k.screen.Write(p) // neither the screen of a capture nor a search fails
	for _, search := range []*seek.Search{k.wanted, k.lines} {
		if search != nil {
			_, _ = search.Write(p)
		}
	}
}

// end says what was kept, how much was not, and what was found; found is nil when
// all is kept.
func (k *keeper) end() (output string, dropped int64, found *seek.Found, lines []seek.Match) {
	if k.shown == nil {
		return strings.ToValidUTF8(string(k.whole), "\uFFFD"), 0, nil, nil
	}
	_ = k.screen.Flush()
	found = &seek.Found{}
	if k.wanted != nil {
		*found = k.wanted.End()
	}
	if k.lines != nil {
		all := k.lines.End().Expressions
		lines = all[:k.bare:k.bare]
		found.Expressions = append(found.Expressions, all[k.bare:]...)
	}
	// Of what was drawn over nothing is in the text, which may fit by that.
	return k.shown.String(), max(1, k.count-k.shown.Written()+k.shown.Dropped()), found, lines
}
