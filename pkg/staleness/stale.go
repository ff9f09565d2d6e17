package staleness

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// MaxChanges bounds how many changes of one example are named.
const MaxChanges = 20

// Why says why an example's pass no longer counts; the zero value is that of one
// whose pass counts, or whose last result was no pass.
type Why struct {
	Cause  status.Cause
	Reason string // one line
	// Changes, at most MaxChanges, have files by their paths from the project's root
	// where they lie within it.
	Changes []fingerprint.Change
}

// Of says of one example why its pass no longer counts.
type Of func(hub.Example) Why

// Reason returns the reason alone; empty when the pass counts.
func (f Of) Reason(e hub.Example) string { return f(e).Reason }

// Stale returns the function that compares examples with what is recorded of them.
// It reads an example's files when it is first asked about it, and serves one
// goroutine. maxAge is that of the configuration, 0 for any age.
func (p *Prints) Stale(known *status.File, maxAge time.Duration, now time.Time) Of {
	asked := map[string]Why{}
	return func(e hub.Example) Why {
		entry, ok := known.Get(e.ID)
		if !ok || entry.Status != hub.StatusCompleted {
			return Why{}
		}
		why, ok := asked[e.ID]
		if !ok {
			why = p.why(&e, entry, maxAge, now)
			asked[e.ID] = why
		}
		return why
	}
}

func (p *Prints) why(e *hub.Example, entry status.Entry, maxAge time.Duration, now time.Time) Why {
	in, known, lack := p.inputs(e)
	print, unreadable := fingerprint.Of(*e, in)
	p.lacks(lack)
	p.lacks(unreadable)
	var but []fingerprint.Change
	if !known && unreadable == nil {
		// What can be known without the version decides.
		if changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List()); err == nil {
			but = slices.DeleteFunc(changes, fingerprint.Change.OfVersion)
		}
		if len(but) == 0 && entry.Fingerprint != "" {
			print = entry.Fingerprint
		}
	}
	var why Why
	why.Cause, why.Reason = status.Stale(entry, print, maxAge, now)
	switch why.Cause {
	case status.CauseUnreadable:
		why.Reason = sanitize.Line(p.Secrets.String(fmt.Sprintf("%s: %v", why.Reason, unreadable)))
	case status.CauseChanged:
		if len(but) > 0 {
			why.name(e, but)
			break
		}
		changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List())
		if err == nil && len(changes) > 0 { // else that it changed is known, and not what
			why.name(e, changes)
		}
	}
	return why
}

// name puts the changes in words.
func (w *Why) name(e *hub.Example, changes []fingerprint.Change) {
	const inReason = 3
	var words []string
	for i, c := range changes[:min(len(changes), MaxChanges)] {
		if (c.What == "file" || c.What == "folder" && c.Name != ".") && !path.IsAbs(c.Name) && !filepath.IsAbs(e.Path) {
			if from := path.Join(path.Dir(e.Path), c.Name); from != ".." && !strings.HasPrefix(from, "../") {
				c.Name = from
			}
		}
		w.Changes = append(w.Changes, c)
		if i < inReason {
			words = append(words, c.String())
		}
	}
	if more := len(changes) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	w.Reason = sanitize.Line(strings.Join(words, ", "))
}
