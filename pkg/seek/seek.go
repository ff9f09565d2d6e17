package seek

import (
	"bytes"
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Options says what is looked for, and in what.
type Options struct {
	// Texts are looked for as they are. An empty one is in every stream.
	Texts []string
	// Expressions are looked for as MatchString does.
	Expressions []*regexp.Regexp
	// Bare takes terminal sequences out, and makes a line end of a carriage
	// return, before anything is looked for.
	Bare bool
}

// Found is what a stream holds of what was looked for, in the order of Options.
type Found struct {
	Texts       []bool
	Expressions []Match
}

// Match says whether an expression matches.
type Match struct {
	Found bool
	// Line is the line in which the leftmost match begins, the first of its lines
	// that is not empty; some KiB at most, and empty when more than that had to be
	// read to be sure of the match.
	Line string
}

// Search is an io.Writer that looks at all that is written to it. [Search.End]
// must be called, once: goroutines may wait for it. It is for one goroutine at a
// time.
type Search struct {
	valid valid
	strip *ansi.Stripper // nil unless bare
	ends  lineEnds
	texts []*needle
	exprs []*expression
}

// New returns a Search that has seen nothing yet.
func New(o Options) *Search {
	s := &Search{ends: lineEnds{bare: o.Bare}}
	if o.Bare {
		s.strip = &ansi.Stripper{}
	}
	for _, text := range o.Texts {
		s.texts = append(s.texts, &needle{text: []byte(text), found: text == ""})
	}
	for _, re := range o.Expressions {
		s.exprs = append(s.exprs, &expression{re: re, lines: withinLines(re)})
	}
	return s
}

// Write takes all of p and never fails.
func (s *Search) Write(p []byte) (int, error) {
	s.look(p, false)
	return len(p), nil
}

// End ends the stream and returns what it holds.
func (s *Search) End() Found {
	s.look(nil, true)
	var f Found
	for _, n := range s.texts {
		n.end()
		f.Texts = append(f.Texts, n.found)
	}
	for _, x := range s.exprs {
		x.end()
		f.Expressions = append(f.Expressions, x.match)
	}
	return f
}

func (s *Search) look(p []byte, last bool) {
	p = s.valid.next(p, last)
	if s.strip != nil {
		p = s.strip.Next(p, last)
	}
	p = s.ends.next(p, last)
	if len(p) == 0 {
		return
	}
	for _, n := range s.texts {
		n.look(p)
	}
	for _, x := range s.exprs {
		x.look(p)
	}
}

// needle is a text that is looked for.
type needle struct {
	text  []byte
	held  []byte // what was not looked at yet, behind the last of what was
	found bool
}

// minLook is how much is gathered before it is looked at, in bytes: programs may
// write byte by byte.
const minLook = 4 << 10

func (n *needle) look(p []byte) {
	if n.found {
		return
	}
	n.held = append(n.held, p...)
	if len(n.held) < 2*len(n.text)+minLook {
		return
	}
	if n.end(); !n.found {
		n.held = append(n.held[:0], n.held[len(n.held)-len(n.text)+1:]...)
	}
}

// end looks at all that is held.
func (n *needle) end() {
	if n.found = n.found || bytes.Contains(n.held, n.text); n.found {
		n.held = nil
	}
}
