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
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Cause classifies why an example has no up-to-date pass. The values are part
// of the answers of hub stale, list and status, and are never renamed.
type Cause string

const (
	// CauseChanged: a dependency of the pass has changed.
	CauseChanged Cause = "changed"
	// CauseMaxAge: the pass is older than the configured maximum.
	CauseMaxAge Cause = "max-age"
	// CauseUnrecorded: the dependencies of the pass were not recorded, or not
	// in a comparable form.
	CauseUnrecorded Cause = "unrecorded"
	// CauseUnreadable: a dependency cannot be read.
	CauseUnreadable Cause = "unreadable"
	// CauseNeverRun: there is no result.
	CauseNeverRun Cause = "never-run"
)

// stale returns why the entry's pass is out of date, as a cause and as one
// line; both are empty when it is up to date, and for an entry that is not
// completed. fingerprint is the current one, "" when it could not be computed;
// maxAge is the configured maximum, 0 for none. A pass dated in the future has
// no known age: with a maxAge it does not count.
func stale(e status.Entry, fingerprint string, maxAge time.Duration, now time.Time) (Cause, string) {
	switch {
	case e.Status != hub.StatusCompleted:
		return "", ""
	case fingerprint == "": // nothing proves that it is unchanged
		return CauseUnreadable, "its dependencies cannot be read"
	case e.Fingerprint == "":
		return CauseUnrecorded, "its dependencies were not recorded"
	case scheme(e.Fingerprint) != scheme(fingerprint):
		return CauseUnrecorded, "recorded by a version of hub with a different kind of fingerprint"
	case e.Fingerprint != fingerprint:
		return CauseChanged, "its dependencies have changed"
	case maxAge > 0 && now.Sub(e.LastExecuted.Time) > maxAge:
		return CauseMaxAge, "older than " + timespec.FormatDuration(maxAge)
	case maxAge > 0 && e.LastExecuted.Sub(now) > status.SkewTolerance:
		return CauseMaxAge, "its age is unknown: it is dated in the future, because a clock was wrong"
	}
	return "", ""
}

// scheme returns the version before a fingerprint's colon.
func scheme(fingerprint string) string {
	version, _, _ := strings.Cut(fingerprint, ":")
	return version
}

// MaxChanges bounds [Why.Changes].
const MaxChanges = 20

// Why says why an example is stale. It is zero if its pass is up to date, or its
// last result is not a pass.
type Why struct {
	Cause  Cause
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
	checked, upToDate := map[*status.Entry]*Why{}, &Why{}
	return func(e hub.Example) Why {
		entry := recorded.Find(e.ID)
		if entry == nil || entry.Status != hub.StatusCompleted {
			return Why{}
		}
		if known := checked[entry]; known != nil {
			return *known
		}
		why := p.why(&e, *entry, maxAge, now)
		checked[entry] = upToDate
		if why.Cause != "" {
			kept := why
			checked[entry] = &kept
		}
		return why
	}
}

func (p *Prints) why(e *hub.Example, entry status.Entry, maxAge time.Duration, now time.Time) Why {
	in, versionKnown, err := p.inputs(p.ctx, e)
	print, unreadable := fingerprint.Of(*e, in)
	p.note(err)
	var others []fingerprint.Change // than of the version
	if !versionKnown && unreadable == nil {
		// Everything but the version is compared.
		recorded := entry.Details().DependsOn
		var changes []fingerprint.Change
		changes, unreadable = fingerprint.Changes(*e, in, recorded)
		others = slices.DeleteFunc(changes, fingerprint.Change.OfVersion)
		switch {
		case unreadable != nil: // by now
			print = ""
		case len(recorded) == 0: // there is nothing to compare
			entry.Fingerprint = ""
		case len(others) == 0 && entry.Fingerprint != "":
			print = entry.Fingerprint
		}
	}
	if want.Of(unreadable) {
		p.note(unreadable)
	}
	var why Why
	why.Cause, why.Reason = stale(entry, print, maxAge, now)
	switch why.Cause {
	case CauseUnreadable:
		why.Reason = sanitize.Line(p.Secrets.String(fmt.Sprintf("%s: %v", why.Reason, unreadable)))
	case CauseChanged:
		if len(others) > 0 {
			why.name(e, others)
			break
		}
		changes, err := fingerprint.Changes(*e, in, entry.Details().DependsOn)
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
