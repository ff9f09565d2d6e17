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

// MaxChanges bounds [Why.Changes].
const MaxChanges = 20

// Why says why an example is stale. It is zero if its pass is up to date, or its
// last result is not a pass.
type Why struct {
	Cause  status.Cause
	Reason string // one line
	// Changes are at most MaxChanges. Files inside the project are named by their
	// paths from its root.
	Changes []fingerprint.Change
}

// Check says why an example is stale.
type Check func(hub.Example) Why

// Reason returns the reason alone; empty if the pass is up to date.
func (c Check) Reason(e hub.Example) string { return c(e).Reason }

// Stale returns a function that compares examples with their recorded results. The
// function reads an example's files on the first call for it, and is for one
// goroutine. maxAge is the configured maximum age of a pass; 0 means any age.
func (p *Prints) Stale(recorded *status.File, maxAge time.Duration, now time.Time) Check {
	checked := map[string]Why{}
	return func(e hub.Example) Why {
		entry, ok := recorded.Get(e.ID)
		if !ok || entry.Status != hub.StatusCompleted {
			return Why{}
		}
		why, ok := checked[e.ID]
		if !ok {
			why = p.why(&e, entry, maxAge, now)
			checked[e.ID] = why
		}
		return why
	}
}

func (p *Prints) why(e *hub.Example, entry status.Entry, maxAge time.Duration, now time.Time) Why {
	in, versionKnown, err := p.inputs(e)
	print, unreadable := fingerprint.Of(*e, in)
	p.noteShortage(err)
	p.noteShortage(unreadable)
	var others []fingerprint.Change // than of the version
	if !versionKnown && unreadable == nil {
		// Everything but the version is compared.
		if changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List()); err == nil {
			others = slices.DeleteFunc(changes, fingerprint.Change.OfVersion)
		}
		if len(others) == 0 && entry.Fingerprint != "" {
			print = entry.Fingerprint
		}
	}
	var why Why
	why.Cause, why.Reason = status.Stale(entry, print, maxAge, now)
	switch why.Cause {
	case status.CauseUnreadable:
		why.Reason = sanitize.Line(p.Secrets.String(fmt.Sprintf("%s: %v", why.Reason, unreadable)))
	case status.CauseChanged:
		if len(others) > 0 {
			why.name(e, others)
			break
		}
		changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List())
		if err == nil && len(changes) > 0 { // else it is only known that something changed
			why.name(e, changes)
		}
	}
	return why
}

// name sets the changes, and the reason that describes them.
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
