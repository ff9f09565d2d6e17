package text

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Sane returns a duration if it is finite and positive, else 0.
func Sane(seconds float64) float64 {
	if seconds > 0 && !math.IsInf(seconds, 0) {
		return seconds
	}
	return 0
}

// Seconds formats a duration in seconds for people.
func Seconds(s float64) string {
	s = Sane(s)
	switch {
	case s < 99.995:
		return strconv.FormatFloat(s, 'f', 2, 64) + "s"
	case s < 3599.5:
		whole := int64(s + 0.5)
		return fmt.Sprintf("%dm%02ds", whole/60, whole%60)
	}
	minutes := int64(math.Min(s, 1e9)/60 + 0.5)
	return fmt.Sprintf("%dh%02dm", minutes/60, minutes%60)
}

// Took formats a duration in seconds for a line that people read at a glance: as [Seconds]
// does, with one decimal from a second on.
func Took(s float64) string {
	if s = Sane(s); s < 0.995 || s >= 99.95 {
		return Seconds(s)
	}
	return strconv.FormatFloat(s, 'f', 1, 64) + "s"
}

// Time formats a time as RFC 3339 in UTC; empty for the zero time.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
