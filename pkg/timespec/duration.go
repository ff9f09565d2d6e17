package timespec

import (
	"fmt"
	"strings"
	"time"
)

// ParseDuration reads a length of time: Go durations, days and weeks (30d, 2w,
// 1d12h) and words ("1 month", "2 weeks 3 days"). A month has 30 days here and
// a year 365. A bare 0 is none. A negative length is an error, as is one that
// does not fit a [time.Duration].
func ParseDuration(text string) (time.Duration, error) {
	ts, err := terms(text)
	var d time.Duration
	for i := 0; err == nil && i < len(ts); i++ {
		d, err = ts[i].plus(d)
	}
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration: %w", shorten(text), err)
	}
	return d, nil
}

// FormatDuration returns the shortest text that [ParseDuration] reads as d, which
// is not negative: 30d, 36h, 1m30s.
func FormatDuration(d time.Duration) string {
	const day = 24 * time.Hour
	if d != 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
