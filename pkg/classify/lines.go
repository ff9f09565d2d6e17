package classify

import (
	"fmt"
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/seek"
)

// Lines returns the expressions to look for in single lines of an output, without
// terminal sequences: first those of failOn, then those of skipOn. The error says which
// is invalid; no expression is returned then.
func Lines(failOn, skipOn []string) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, list := range [][]string{failOn, skipOn} {
		for _, pattern := range list {
			re, err := seek.Line(pattern)
			if err != nil {
				return nil, fmt.Errorf("the expression %q: %w", pattern, err)
			}
			out = append(out, re)
		}
	}
	return out, nil
}

// Look matches FailOn and SkipOn against the output, unless that was done while it was
// printed. The error is a bug in hub, because the configuration is validated; an
// expression that was not matched must not count as absent.
func (f *Facts) Look() *hub.Error {
	if len(f.FailOn)+len(f.SkipOn) == 0 || len(f.Lines) == len(f.FailOn)+len(f.SkipOn) {
		return nil
	}
	if f.Dropped > 0 {
		return &hub.Error{Type: hub.ErrInternal, Message: "the output was not searched for fail-on and skip-on"}
	}
	all, err := Lines(f.FailOn, f.SkipOn)
	if err != nil {
		return &hub.Error{Type: hub.ErrInternal, Message: sanitize.Message(err.Error())}
	}
	s := seek.New(seek.Options{Expressions: all, Bare: true})
	_, _ = s.Write([]byte(f.Output)) // it never fails
	f.Lines = s.End().Expressions
	return nil
}

// Skip returns why the example skipped itself, by a line that SkipOn matches: its first
// group, else the line. It is empty if there is none. It is for attempts without a
// [Failure], after [Facts.Look].
func Skip(f Facts) string {
	if len(f.Lines) < len(f.FailOn)+len(f.SkipOn) {
		return ""
	}
	for i, m := range f.Lines[len(f.FailOn):] {
		if !m.Found {
			continue
		}
		// It has matched, so it is valid.
		if re, err := seek.Line(f.SkipOn[i]); err == nil {
			if groups := re.FindStringSubmatch(m.Line); len(groups) > 1 {
				if reason := sanitize.Message(groups[1]); reason != "" {
					return reason
				}
			}
		}
		return sanitize.Message(shown(m))
	}
	return ""
}

// failsOn checks FailOn, after Look.
func failsOn(f Facts) *hub.Error {
	for i, pattern := range f.FailOn {
		m := f.Lines[i]
		if !m.Found {
			continue
		}
		if e := f.languages().diagnose(f, f.text(m.Line)); e != nil {
			return e
		}
		return &hub.Error{Type: hub.ErrUnknown, Message: sanitize.Message(fmt.Sprintf("output matches %q: %s", pattern, shown(m)))}
	}
	return nil
}

// shown returns the line of a match, for a message.
func shown(m seek.Match) string {
	if sanitize.Message(m.Line) == "" {
		return "(the line is too long to show)"
	}
	return m.Line
}
