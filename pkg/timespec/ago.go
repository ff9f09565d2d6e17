package timespec

import (
	"fmt"
	"time"
)

// Ago returns how long before now t was, in one unit: "just now", "45 s ago", "2 min ago",
// "3 h ago", "1 day ago". If t is more than 30 days ago, or after now, it returns the local
// date.
func Ago(t, now time.Time) string {
	const day = 24 * time.Hour
	d := now.Sub(t)
	switch {
	case d < -10*time.Second: // clocks differ
		return t.Local().Format(time.DateTime)
	case d < 10*time.Second:
		return "just now"
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	case d < 2*day:
		return "1 day ago"
	case d <= 30*day:
		return fmt.Sprintf("%d days ago", d/day)
	}
	return t.Local().Format(time.DateOnly)
}
