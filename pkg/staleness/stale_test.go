package staleness

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

var day = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestStale(t *testing.T) {
	now := day.Add(48 * time.Hour)
	ok := status.Entry{Status: hub.StatusCompleted, Fingerprint: "v1:aa", LastExecuted: status.Time{Time: day}}
	for _, c := range []struct {
		name   string
		entry  status.Entry
		print  string
		maxAge time.Duration
		cause  Cause
		reason string
	}{
		{"the same", ok, "v1:aa", 0, "", ""},
		{"not before the age is over", ok, "v1:aa", 48 * time.Hour, "", ""},
		{"cannot be read", ok, "", 0, CauseUnreadable, "its dependencies cannot be read"},
		{"a day", ok, "v1:aa", 24 * time.Hour, CauseMaxAge, "older than 1d"},
		{"odd hours", ok, "v1:aa", 36 * time.Hour, CauseMaxAge, "older than 36h"},
		{"changed before old", ok, "v1:ab", time.Hour, CauseChanged, "its dependencies have changed"},
		{"another scheme", ok, "v2:aa", 0, CauseUnrecorded, "recorded by a version of hub with a different kind of fingerprint"},
		{"not recorded", status.Entry{Status: hub.StatusCompleted}, "v1:aa", 0, CauseUnrecorded, "its dependencies were not recorded"},
	} {
		cause, reason := stale(c.entry, c.print, c.maxAge, now)
		assert.Equal(t, c.cause, cause, c.name)
		assert.Equal(t, c.reason, reason, c.name)
	}
	for _, s := range hub.Statuses() {
		if e := ok; s != hub.StatusCompleted {
			e.Status = s
			cause, reason := stale(e, "v1:zz", time.Hour, now)
			assert.Empty(t, string(cause)+reason, s)
		}
	}
}

func TestStaleOfTheFuture(t *testing.T) {
	e := status.Entry{Status: hub.StatusCompleted, Fingerprint: "v1:x", LastExecuted: status.Time{Time: day.Add(time.Hour)}}
	for _, c := range []struct {
		maxAge time.Duration
		now    time.Duration // after day
		cause  Cause
	}{
		{0, 0, ""},
		{time.Hour, 0, CauseMaxAge},
		{time.Hour, time.Hour - status.SkewTolerance, ""},
		{time.Hour, 90 * time.Minute, ""},
		{time.Hour, 3 * time.Hour, CauseMaxAge},
	} {
		cause, reason := stale(e, "v1:x", c.maxAge, day.Add(c.now))
		assert.Equal(t, c.cause, cause, "%+v", c)
		assert.Equal(t, c.cause == "", reason == "")
	}
}
