package status

import (
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Cause says why an example has no pass that counts. The values are part of
// the answers of hub stale, list and status: they are never renamed.
type Cause string

const (
	// CauseChanged: something that the pass depended on is not what it was.
	CauseChanged Cause = "changed"
	// CauseMaxAge: the pass is older than the configuration lets it be.
	CauseMaxAge Cause = "max-age"
	// CauseUnrecorded: what the pass depended on was not recorded, or in a way
	// that cannot be compared with today's.
	CauseUnrecorded Cause = "unrecorded"
	// CauseUnreadable: its dependencies cannot be read now.
	CauseUnreadable Cause = "unreadable"
	// CauseNeverRun: there is no result at all.
	CauseNeverRun Cause = "never-run"
)

// Stale says why the entry's pass no longer counts, in one word and in one
// line; both are empty when it does, and for an entry that is not completed.
// fingerprint is today's, "" when it cannot be taken; maxAge is that of the
// configuration, 0 for any age. A pass that is dated in the future has no age
// that could be known, and with a maxAge does not count.
func Stale(e Entry, fingerprint string, maxAge time.Duration, now time.Time) (Cause, string) {
	switch {
	case e.Status != hub.StatusCompleted:
		return "", ""
	case fingerprint == "": // nothing shows that it is what it was
		return CauseUnreadable, "its dependencies cannot be read"
	case e.Fingerprint == "":
		return CauseUnrecorded, "its dependencies were not recorded"
	case scheme(e.Fingerprint) != scheme(fingerprint):
		return CauseUnrecorded, "recorded by a version of hub with a different kind of fingerprint"
	case e.Fingerprint != fingerprint:
		return CauseChanged, "its dependencies have changed"
	case maxAge > 0 && now.Sub(e.LastExecuted.Time) > maxAge:
		return CauseMaxAge, "older than " + age(maxAge)
	case maxAge > 0 && e.LastExecuted.Sub(now) > skewTolerance:
		return CauseMaxAge, "its age is unknown: it is dated in the future, because a clock was wrong"
	}
	return "", ""
}

// scheme is the version before a fingerprint's colon.
func scheme(fingerprint string) string {
	version, _, _ := strings.Cut(fingerprint, ":")
	return version
}

// age writes a duration the way people configure it.
func age(d time.Duration) string {
	const day = 24 * time.Hour
	if d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return d.String()
}
