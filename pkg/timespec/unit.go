package timespec

import (
	"math"
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
