package status

import (
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
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

// Stale returns why the entry's pass is out of date, as a cause and as one
// line; both are empty when it is up to date, and for an entry that is not
// completed. fingerprint is the current one, "" when it could not be computed;
// maxAge is the configured maximum, 0 for none. A pass dated in the future has
// no known age: with a maxAge it does not count.
func Stale(e Entry, fingerprint string, maxAge time.Duration, now time.Time) (Cause, string) {
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
	case maxAge > 0 && e.LastExecuted.Sub(now) > skewTolerance:
		return CauseMaxAge, "its age is unknown: it is dated in the future, because a clock was wrong"
	}
	return "", ""
}

// scheme returns the version before a fingerprint's colon.
func scheme(fingerprint string) string {
	version, _, _ := strings.Cut(fingerprint, ":")
	return version
}
