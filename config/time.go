package config

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// unit is a unit of time under all its names. Either fixed is set, or months
// with the length that a month has where there is no calendar.
type unit struct {
	names  []string
	fixed  time.Duration
	days   int
	months int
}

func units() []unit {
	return []unit{
		{names: []string{"ns", "nanosecond", "nanoseconds"}, fixed: time.Nanosecond},
		{names: []string{"us", "µs", "μs", "microsecond", "microseconds"}, fixed: time.Microsecond},
		{names: []string{"ms", "millisecond", "milliseconds"}, fixed: time.Millisecond},
		{names: []string{"s", "sec", "secs", "second", "seconds"}, fixed: time.Second},
		{names: []string{"m", "min", "mins", "minute", "minutes"}, fixed: time.Minute},
		{names: []string{"h", "hr", "hrs", "hour", "hours"}, fixed: time.Hour},
		{names: []string{"d", "day", "days"}, days: 1},
		{names: []string{"w", "week", "weeks"}, days: 7},
		{names: []string{"month", "months"}, months: 1},
		{names: []string{"y", "year", "years"}, months: 12},
	}
}

// length is the unit where there is no calendar: a month has 30 days and a
// year 365.
func (u unit) length() time.Duration {
	days := u.days + u.months*30 + u.months/12*5
	return u.fixed + time.Duration(days)*24*time.Hour
}

// term is one number with its unit: whole is exact when the text has no
// fraction, which fraction then adds.
type term struct {
	whole    int64
	fraction float64
	unit     unit
}

var errNotDuration = errors.New("write it like 90s, 5m, 1h30m, 30d, 2w or \"1 month\"")

// longestTime bounds the texts that are read as times, in bytes.
const longestTime = 100

// terms reads "1h30m", "2 weeks 3 days", "1.5h", "an hour".
func terms(text string) ([]term, error) {
	rest := strings.TrimPrefix(strings.TrimSpace(text), "+")
	if rest == "" || len(rest) > longestTime {
		return nil, errNotDuration
	}
	var out []term
	for rest != "" {
		if strings.HasPrefix(rest, "-") {
			return nil, errors.New("a negative time makes no sense here")
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789."))
		number := rest[:digits]
		rest = strings.TrimLeft(rest[digits:], " ")
		letters := strings.IndexAny(rest, "0123456789.-+ ")
		if letters < 0 {
			letters = len(rest)
		}
		name := rest[:letters]
		// 1M is a month to some and a minute to others: only words may shout.
		if len(name) > 1 {
			name = strings.ToLower(name)
		}
		rest = strings.TrimLeft(rest[letters:], " ")
		if number == "" && (name == "a" || name == "an") {
			number, name = "1", ""
			if name, rest, _ = strings.Cut(rest, " "); name == "" {
				return nil, errNotDuration
			}
		}
		t, err := newTerm(number, name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func newTerm(number, name string) (term, error) {
	var t term
	var err error
	whole, fraction, hasFraction := strings.Cut(number, ".")
	if whole == "" && fraction == "" {
		return t, errNotDuration
	}
	if whole != "" {
		if t.whole, err = strconv.ParseInt(whole, 10, 64); errors.Is(err, strconv.ErrRange) {
			return t, errTooLong
		} else if err != nil {
			return t, errNotDuration
		}
	}
	if hasFraction && fraction != "" {
		if t.fraction, err = strconv.ParseFloat("0."+fraction, 64); err != nil {
			return t, errNotDuration
		}
	}
	if name == "" {
		if t.whole == 0 && t.fraction == 0 {
			return t, nil
		}
		return t, fmt.Errorf("the number needs a unit, like %ss, %sm or %sd", number, number, number)
	}
	for _, u := range units() {
		for _, n := range u.names {
			if n == name {
				t.unit = u
				return t, nil
			}
		}
	}
	return t, errNotDuration
}

var errTooLong = errors.New("that is longer than any time that hub can count")

// plus adds the term to d, without overflow.
func (t term) plus(d time.Duration) (time.Duration, error) {
	length := int64(t.unit.length())
	if length > 0 && t.whole > (math.MaxInt64-int64(d))/length {
		return 0, errTooLong
	}
	d += time.Duration(t.whole * length)
	part := time.Duration(math.Round(t.fraction * float64(length)))
	if part > math.MaxInt64-d {
		return 0, errTooLong
	}
	return d + part, nil
}

// ParseDuration reads a length of time: Go durations, days and weeks (30d, 2w,
// 1d12h) and words ("1 month", "2 weeks 3 days"). A month has 30 days here and
// a year 365. A bare 0 is none; a negative length is an error, as is one that
// does not fit a time.Duration.
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

var errNotTime = errors.New("write a duration (90m, 30d, 2w, \"1 month\", \"3 weeks ago\"), today, yesterday, a date (2026-01-31), a date and time (2026-01-31 15:04) or RFC 3339")

// ParseTime reads a moment in the past: what ParseDuration reads, with or
// without "ago", back from now (months and years by the calendar, the day
// clamped to the month's last); now; today and yesterday, which are the
// midnight that such a day begins with; a date, likewise; a date with a time,
// and RFC 3339. What has no zone is in now's.
//
// A moment after now is an error, as are a negative length and one that leads
// before the year 1.
func ParseTime(text string, now time.Time) (time.Time, error) {
	t, err := moment(strings.TrimSpace(text), now)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("%q is not a time: %w", shorten(text), err)
	case t.After(now):
		return time.Time{}, fmt.Errorf("%q is in the future", shorten(text))
	case t.Year() < 1:
		return time.Time{}, fmt.Errorf("%q is longer ago than any result", shorten(text))
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
	if len(text) > longestTime {
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

// before goes back from t. Whole days, months and years go by the calendar.
func (t term) before(from time.Time) (time.Time, error) {
	// Far more than from now to the year 1, and safe to multiply.
	const most = 100_000_000
	calendar := t.unit.days > 0 || t.unit.months > 0
	if calendar && t.fraction == 0 {
		if t.whole > most {
			return from, errTooLong
		}
		n := int(t.whole)
		if t.unit.months > 0 {
			return monthsBefore(from, n*t.unit.months), nil
		}
		return from.AddDate(0, 0, -n*t.unit.days), nil
	}
	d, err := t.plus(0)
	return from.Add(-d), err
}

// monthsBefore keeps the day where the earlier month has it, else takes that
// month's last: a month before March 31 is the end of February.
func monthsBefore(t time.Time, n int) time.Time {
	back := t.AddDate(0, -n, 0)
	if back.Day() != t.Day() {
		back = back.AddDate(0, 0, -back.Day())
	}
	return back
}

func midnight(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}

// shorten keeps messages about foreign texts readable.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
