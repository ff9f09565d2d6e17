package selection

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Filter selects examples by their status.
type Filter struct {
	// Name is the value of --filter, in the words of records. Also are words that mean
	// the same: what people call such examples, see package outcome.
	Name string
	Also []string
	// Doc describes on one line which examples match, for help texts.
	Doc string
	// Empty says what it means if no example matches.
	Empty Empty

	match func(c candidate) bool
}

// Empty says what it means if a filter matches no example.
type Empty int

const (
	// EmptyUnclear: the selection may be a mistake.
	EmptyUnclear Empty = iota
	// EmptyWhenRun: it is good news if every example has a result; in a fresh
	// clone nothing is stale, because nothing ever ran.
	EmptyWhenRun
	// EmptyGood: it is good news.
	EmptyGood
)

// EmptyIsGood reports whether it is good news that the filters match no example
// of all, the whole catalog. st may be nil, if nothing is recorded.
func EmptyIsGood(filters []string, all []hub.Example, st *status.File) bool {
	found, err := find(filters)
	if err != nil || len(found) == 0 {
		return false
	}
	least := slices.MinFunc(found, func(a, b Filter) int { return cmp.Compare(a.Empty, b.Empty) }).Empty
	pending := func(e hub.Example) bool {
		entry, ok := st.Get(e.ID)
		return (!ok || entry.Status == hub.StatusPending) && !marked(&e)
	}
	return least == EmptyGood || least == EmptyWhenRun && !slices.ContainsFunc(all, pending)
}

// Words returns the values of --filter for help texts: each name, with the words that
// mean the same in parentheses.
func Words() []string {
	var out []string
	for _, f := range Filters() {
		if len(f.Also) > 0 {
			f.Name += " (" + strings.Join(f.Also, ", ") + ")"
		}
		out = append(out, f.Name)
	}
	return out
}

// candidate is an example with its status.
type candidate struct {
	example *hub.Example
	// entry is nil if nothing is recorded.
	entry *status.Entry
	// stale returns why the recorded pass is out of date; empty if it is up to
	// date. It may read files, so call it last.
	stale func() string
}

// recorded returns the status of the newest result; pending if there is none.
func (c candidate) recorded() hub.Status {
	if c.entry == nil || c.entry.Status == "" {
		return hub.StatusPending
	}
	return c.entry.Status
}

func (c candidate) is(s hub.Status) bool { return c.recorded() == s }

// marked reports whether an example is skipped by every run.
func marked(e *hub.Example) bool { return e.Skip != "" && e.Invalid == nil }

// lastError returns the type of the newest failed attempt.
func (c candidate) lastError() hub.ErrorType {
	if list := c.entry.Details().Errors; len(list) > 0 {
		return list[len(list)-1].Type
	}
	return ""
}

// Filters returns all filters, in the order of help texts.
func Filters() []Filter {
	return []Filter{
		{"all", nil, "every example", EmptyUnclear, func(candidate) bool { return true }},
		{"errors", []string{"failed", "error"}, "the last result is an error, allowed failures included", EmptyGood, func(c candidate) bool {
			return c.is(hub.StatusError)
		}},
		{"stale", nil, "the last result is a pass that is out of date", EmptyWhenRun, func(c candidate) bool {
			return c.is(hub.StatusCompleted) && c.stale() != ""
		}},
		{"pending", []string{"not-run"}, "no result yet, and not marked as skipped", EmptyWhenRun, func(c candidate) bool {
			return c.is(hub.StatusPending) && !marked(c.example)
		}},
		// Skipped ones as well: a skip is not a pass, and its reason may have changed.
		{"not-completed", []string{"not-passed"}, "the last result is not an up-to-date pass: error, interrupted, skipped, pending, running, stale", EmptyWhenRun, func(c candidate) bool {
			return !c.is(hub.StatusCompleted) || c.stale() != ""
		}},
		{"interrupted", nil, "started, and stopped by something other than the example", EmptyWhenRun, func(c candidate) bool {
			return c.is(hub.StatusInterrupted)
		}},
		// Stale ones as well, because checking them requires reading files.
		{"completed", []string{"passed"}, "the last result is a pass, even a stale one", EmptyUnclear, func(c candidate) bool {
			return c.is(hub.StatusCompleted)
		}},
		{"skipped", nil, "the last result is a skip, or metadata or configuration mark the example as skipped", EmptyUnclear, func(c candidate) bool {
			return c.is(hub.StatusSkipped) || c.example.Skip != ""
		}},
		{"flaky", nil, "the last result is a pass after a failed attempt, or an error of type flaky", EmptyWhenRun, func(c candidate) bool {
			switch c.recorded() {
			case hub.StatusCompleted:
				return c.entry.Flaky
			case hub.StatusError:
				return c.lastError() == hub.ErrFlaky
			}
			return false
		}},
		{"doubtful", nil, "the last result is a doubtful pass, or an error of type doubtful", EmptyWhenRun, func(c candidate) bool {
			switch c.recorded() {
			case hub.StatusCompleted:
				return c.entry.Doubtful != ""
			case hub.StatusError:
				return c.lastError() == hub.ErrDoubtful
			}
			return false
		}},
	}
}
