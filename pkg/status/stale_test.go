package status

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestStale(t *testing.T) {
	now := day.Add(48 * time.Hour)
	ok := Entry{Status: hub.StatusCompleted, Fingerprint: "v1:aa", LastExecuted: Time{day}}
	for _, c := range []struct {
		name   string
		entry  Entry
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
		{"not recorded", Entry{Status: hub.StatusCompleted}, "v1:aa", 0, CauseUnrecorded, "its dependencies were not recorded"},
	} {
		cause, reason := Stale(c.entry, c.print, c.maxAge, now)
		assert.Equal(t, c.cause, cause, c.name)
		assert.Equal(t, c.reason, reason, c.name)
	}
	for _, s := range hub.Statuses() {
		if e := ok; s != hub.StatusCompleted {
			e.Status = s
			cause, reason := Stale(e, "v1:zz", time.Hour, now)
			assert.Empty(t, string(cause)+reason, s)
		}
	}
}

// The dependencies of the newest result are copied from the log to the entry,
// up to a limit.
func TestDependsOnIsKept(t *testing.T) {
	s := newStore(t)
	f := newFile()
	for n := range 2 {
		id, log := runAt(n, hub.StatusCompleted)
		parts := []string{"0a1b2c3d file a.sh"}
		for range n * 500 {
			parts = append(parts, "0a1b env X")
		}
		log.Run.Results[0].DependsOn = parts
		f.fold(id, log, folding{})
		e, _ := f.Get("a")
		assert.Equal(t, parts[:min(len(parts), maxParts)], e.DependsOn.List())
	}
	assert.NoError(t, lock(t, s).Save(f))
	again, _, err := s.Load()
	assert.NoError(t, err)
	e, _ := again.Get("a")
	assert.Len(t, e.DependsOn.List(), maxParts)
}
