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

// Seconds formats a duration in seconds for people, everywhere: 4ms, 350ms, 5.5s, 1m40s,
// 2h01m. A microsecond is 0ms: what hub measures is not that exact.
func Seconds(s float64) string {
	s = Sane(s)
	switch {
	case s < 0.9995:
		return strconv.FormatFloat(s*1000, 'f', 0, 64) + "ms"
	case s < 99.95:
		return strconv.FormatFloat(s, 'f', 1, 64) + "s"
	case s < 3599.5:
		whole := int64(s + 0.5)
		return fmt.Sprintf("%dm%02ds", whole/60, whole%60)
	}
	minutes := int64(math.Min(s, 1e9)/60 + 0.5)
	return fmt.Sprintf("%dh%02dm", minutes/60, minutes%60)
}

// Time formats a time as RFC 3339 in UTC; empty for the zero time.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
