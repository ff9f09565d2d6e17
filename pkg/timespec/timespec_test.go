package timespec

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "5m": 5 * time.Minute, "1h30m": 90 * time.Minute, "1.5h": 90 * time.Minute, ".5s": 500 * time.Millisecond, "+5s": 5 * time.Second,
		"30d": 30 * day, "2w": 14 * day, "1d12h": 36 * time.Hour, "1 month": 30 * day, "2 months": 60 * day, "1 year": 365 * day, "1y": 365 * day,
		"3 weeks": 21 * day, "a week": 7 * day, "an hour": time.Hour, "2 weeks 3 days": 17 * day, " 90 s ": 90 * time.Second, "10 Minutes": 10 * time.Minute,
		"1.5d": 36 * time.Hour, "300ms": 300 * time.Millisecond, "1µs": time.Microsecond, "1us": time.Microsecond, "0.000000001s": 1,
		"9223372036854775807ns": math.MaxInt64, "292y": 292 * 365 * day,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"": "write it like", " ": "write it like", "+": "write it like", "soon": "write it like", "5x": "write it like", "m5": "write it like", "1..5s": "write it like",
		"1M": "write it like", "5m ago": "write it like", "1e3s": "write it like", ".": "write it like", "a": "write it like", "a 5m": "write it like",
		"30": "needs a unit, like 30s", "5 5m": "needs a unit", "-5m": "negative", "1h-5m": "negative", "- 5m": "negative",
		"9223372036854775808ns": "longer than", "99999999999999999999d": "longer than", "106752d": "longer than", "293y": "longer than",
		"106751d 24h": "longer than", "106751.999999d": "longer than", strings.Repeat("1s", 100): "write it like",
	} {
		got, err := ParseDuration(text)
		require.Error(t, err, text)
		assert.Zero(t, got)
		assert.Contains(t, err.Error(), want, text)
	}
}

func TestFormatDuration(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "5m": 5 * time.Minute, "1h": time.Hour, "1h30m": 90 * time.Minute, "1h0m1s": time.Hour + time.Second, "10m": 10 * time.Minute,
		"30d": 720 * time.Hour, "36h": 36 * time.Hour, "100ms": 100 * time.Millisecond, "1m30s": 90 * time.Second,
	} {
		assert.Equal(t, want, FormatDuration(d))
	}
}

func TestParsePast(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	now := time.Date(2026, 3, 31, 15, 4, 5, 0, berlin)
	at := func(year int, month time.Month, day, hour, minute, second int) time.Time {
		return time.Date(year, month, day, hour, minute, second, 0, berlin)
	}
	for text, want := range map[string]time.Time{
		"now": now, "0s": now, "today": at(2026, 3, 31, 0, 0, 0), "yesterday": at(2026, 3, 30, 0, 0, 0), "Yesterday": at(2026, 3, 30, 0, 0, 0),
		"90m": at(2026, 3, 31, 13, 34, 5), "1h ago": at(2026, 3, 31, 14, 4, 5), "30d": at(2026, 3, 1, 15, 4, 5), "3 weeks ago": at(2026, 3, 10, 15, 4, 5),
		"1 month": at(2026, 2, 28, 15, 4, 5), "a month ago": at(2026, 2, 28, 15, 4, 5), "4 months": at(2025, 11, 30, 15, 4, 5), "25 months": at(2024, 2, 29, 15, 4, 5),
		"1 year": at(2025, 3, 31, 15, 4, 5), "1 week 2 days ago": at(2026, 3, 22, 15, 4, 5), "1.5d": at(2026, 3, 30, 3, 4, 5),
		"2026-01-31": at(2026, 1, 31, 0, 0, 0), "2026-01-31 10:30": at(2026, 1, 31, 10, 30, 0), "2026-01-31T10:30:15": at(2026, 1, 31, 10, 30, 15),
		"2026-01-31T10:30:15Z": at(2026, 1, 31, 11, 30, 15), "2026-01-31t10:30:15.5+01:00": at(2026, 1, 31, 10, 30, 15).Add(500 * time.Millisecond),
	} {
		got, err := ParsePast(text, now)
		require.NoError(t, err, text)
		assert.True(t, want.Equal(got), "%s: %s", text, got)
	}
	for text, want := range map[string]string{
		"": "write a duration", "soon": "RFC 3339", "last tuesday": "write a duration", "2026-13-01": "write a duration", "ago": "write a duration", "31/01/2026": "write a duration",
		"tomorrow": "in the future", "2026-04-01": "in the future", "2026-03-31 15:05": "in the future", "2027-01-01T00:00:00Z": "in the future",
		"-5m": "negative", "-1 day": "negative", "7": "needs a unit, like 7s", "100000000 weeks": "earlier than", "3000 years": "earlier than", "999999999999999 months": "longer than",
		"99999999999999999999d": "longer than", "1M": "write a duration",
	} {
		got, err := ParsePast(text, now)
		require.Error(t, err, text)
		assert.True(t, got.IsZero())
		assert.Contains(t, err.Error(), want, text)
	}
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"0", "5m", "1h30m", "30d", "2w", "1 month", "a week", "1.5h", "9223372036854775807ns", "-1s", "1M", "1e9s", "99999999999w", "0.000000001s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			require.Zero(t, d)
			// Whatever Go reads and is not negative, hub reads.
			g, goErr := time.ParseDuration(text)
			require.False(t, goErr == nil && g >= 0 && len(text) < 40 && !strings.Contains(text, "-"), "%q: %v", text, err)
			return
		}
		require.GreaterOrEqual(t, d, time.Duration(0))
		if g, err := time.ParseDuration(text); err == nil {
			require.InDelta(t, float64(g), float64(d), 1+float64(g)*1e-12, text)
		}
		for _, again := range []string{FormatDuration(d), d.String()} {
			got, err := ParseDuration(again)
			require.NoError(t, err)
			require.Equal(t, d, got, again)
		}
	})
}

func FuzzPast(f *testing.F) {
	for _, s := range []string{"now", "yesterday", "3 weeks ago", "1 month", "2026-01-31", "2026-01-31 10:00", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00+02:00", "100000000y", "1.5d ago", "-1d", "tomorrow"} {
		f.Add(s, int64(1_800_000_000))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%(1<<33), 0)
		got, err := ParsePast(text, now)
		if err != nil {
			require.True(t, got.IsZero())
			return
		}
		require.False(t, got.After(now), "%v", got)
		require.GreaterOrEqual(t, got.Year(), 1)
		_, err = got.MarshalJSON()
		require.NoError(t, err)
	})
}
