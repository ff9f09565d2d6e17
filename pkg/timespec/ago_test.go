package timespec

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAgo(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.Local)
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "just now", -5 * time.Second: "just now", 9 * time.Second: "just now",
		10 * time.Second: "10 s ago", 59*time.Second + 999*time.Millisecond: "59 s ago",
		time.Minute: "1 min ago", time.Hour - 1: "59 min ago", time.Hour: "1 h ago", day - 1: "23 h ago",
		day: "1 day ago", 2*day - 1: "1 day ago", 2 * day: "2 days ago", 30 * day: "30 days ago",
		31 * day: "2026-10-30", -time.Minute: "2026-11-30 12:01:00",
	} {
		assert.Equal(t, want, Ago(now.Add(-d), now), "%v", d)
	}
}
