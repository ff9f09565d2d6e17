package timespec

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

var errNotTime = errors.New("write a duration (90m, 30d, 2w, \"1 month\", \"3 weeks ago\"), today, yesterday, a date (2026-01-31), a date and time (2026-01-31 15:04) or RFC 3339")

// ParsePast reads a moment in the past: what [ParseDuration] reads, with or
// without "ago", back from now (months and years by the calendar, the day
// clamped to the month's last); now; today and yesterday, which are the
// midnight that such a day begins with; a date, likewise; a date with a time,
// and RFC 3339. What has no zone is in now's.
//
// A moment after now is an error, as are a negative length and one that leads
// before the year 1.
func ParsePast(text string, now time.Time) (time.Time, error) {
	t, err := moment(strings.TrimSpace(text), now)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("%q is not a time: %w", shorten(text), err)
	case t.After(now):
		return time.Time{}, fmt.Errorf("%q is in the future", shorten(text))
	case t.Year() < 1:
		return time.Time{}, fmt.Errorf("%q is earlier than any result", shorten(text))
	}
	return t, nil
}

func moment(text string, now time.Time) (time.Time, error) {
	lower := strings.ToLower(text)
	switch lower {
	case "now":
		return now, nil
	case "today":
		return midnight(now, 0), nil
	case "yesterday":
		return midnight(now, -1), nil
	case "tomorrow":
		return midnight(now, 1), nil
	}
	if len(text) > maxText {
		return time.Time{}, errNotTime
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02t15:04", "2006-01-02t15:04:05"} {
		if t, err := time.ParseInLocation(layout, lower, now.Location()); err == nil {
			return t, nil
		}
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(text)); err == nil {
		return t, nil
	}
	if strings.HasSuffix(lower, " ago") {
		text = text[:len(text)-len(" ago")]
	}
	ts, err := terms(text)
	if errors.Is(err, errNotDuration) || err != nil && strings.LastIndexByte(text, '-') > 0 {
		err = errNotTime
	}
	t := now
	for i := 0; err == nil && i < len(ts); i++ {
		t, err = ts[i].before(t)
	}
	return t, err
}

func midnight(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}
