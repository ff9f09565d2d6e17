package cause

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Cause is what failures have in common.
type Cause struct {
	// Type is the type of the errors.
	Type hub.ErrorType `json:"type"`
	// Message is the normalized message, one line: temporary paths, ports, dates and the
	// like are replaced by their names in brackets.
	Message string `json:"message"`
	// File is the file in which all of them occurred, a slash path from the project's
	// root; empty if each occurred in a file of its own example, or where is unknown.
	File string `json:"file,omitempty"`
	// Line is the 1-based line in File; 0 without File or when unknown.
	Line int `json:"line,omitempty"`
}

// Group is a cause and its failures.
type Group struct {
	Cause
	// Examples lists the IDs of the examples that failed, in catalog order.
	Examples []string `json:"examples"`
	// Members are the positions of Examples in the plan.
	Members []int `json:"-"`
}

// Several reports whether more than one example failed for the cause.
func (g *Group) Several() bool { return len(g.Members) > 1 }

// Same reports whether two errors of one example are the same failure: same type and
// same normalized message. The place does not matter: lines move. Records are untrusted
// and may lack the error; nil is only the same as nil.
func Same(a, b *hub.Error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Type == b.Type && (a.Message == b.Message || Message(a.Message) == Message(b.Message))
}

// Of returns the cause of an error of the example.
func Of(e *hub.Example, err *hub.Error) Cause { return of(e, err, Message) }

func of(e *hub.Example, err *hub.Error, message func(string) string) Cause {
	c := Cause{Type: err.Type, Message: message(err.Message)}
	if !own(e, err.File) || expressions().bare.MatchString(c.Message) {
		c.File, c.Line = err.File, err.Line
	}
	return c
}

// own reports whether the file is the example's entry file, or is in the example's own
// folder.
func own(e *hub.Example, file string) bool {
	return file == "" || file == e.Path || strings.HasPrefix(file, e.Unit()+"/")
}

// Groups returns the causes of the errors that failure returns, those of most failures
// first, equal ones in catalog order. failure returns nil for a result that does not
// count. Results must be those of the plan, in its order.
func Groups(plan []hub.Example, results []hub.Result, failure func(*hub.Result) *hub.Error) []Group {
	var groups []Group
	at := map[Cause]int{}
	message := remembered()
	for i := range results[:min(len(plan), len(results))] {
		err := failure(&results[i])
		if err == nil {
			continue
		}
		c := of(&plan[i], err, message)
		g, ok := at[c]
		if !ok {
			g = len(groups)
			at[c] = g
			groups = append(groups, Group{Cause: c})
		}
		groups[g].Examples = append(groups[g].Examples, plan[i].ID)
		groups[g].Members = append(groups[g].Members, i)
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(len(b.Members), len(a.Members)) })
	return groups
}

// remembered returns Message with a cache, because most texts repeat.
func remembered() func(string) string {
	known := map[string]string{}
	return func(text string) string {
		m, ok := known[text]
		if !ok {
			m = Message(text)
			known[text] = m
		}
		return m
	}
}

// Finder finds causes one failure after another, as they happen. The zero value is ready
// to use.
type Finder struct{ first map[Cause]int }

// Same returns the index of the first example that failed for the cause; ok is false if
// this is the first, with the given index.
func (f *Finder) Same(c Cause, index int) (first int, ok bool) {
	if first, ok = f.first[c]; !ok {
		if f.first == nil {
			f.first = map[Cause]int{}
		}
		f.first[c] = index
	}
	return first, ok
}
