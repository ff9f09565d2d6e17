package hub

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDatePassed(t *testing.T) {
	for _, c := range []struct {
		date       Date
		zone, now  string // now as local time
		want       bool
		whyItIsOdd string
	}{
		{"", "UTC", "2027-01-31 12:00:00", false, "no date"},
		{"2027-01-31", "UTC", "2027-01-30 23:59:59", false, ""},
		{"2027-01-31", "UTC", "2027-01-31 00:00:00", false, "the last day begins"},
		{"2027-01-31", "UTC", "2027-01-31 23:59:59", false, "the last day is included"},
		{"2027-01-31", "UTC", "2027-02-01 00:00:00", true, ""},
		{"2027-12-31", "UTC", "2028-01-01 00:00:00", true, ""},
		{"2028-02-29", "UTC", "2028-02-29 12:00:00", false, "leap day"},
		{"2027-01-31", "Pacific/Kiritimati", "2027-01-31 23:59:59", false, "14 hours before UTC"},
		{"2027-01-31", "Pacific/Kiritimati", "2027-02-01 00:00:00", true, ""},
		{"2027-01-31", "Pacific/Pago_Pago", "2027-01-31 23:59:59", false, "11 hours behind UTC, where it is the next day"},
		{"2018-11-03", "America/Sao_Paulo", "2018-11-03 23:30:00", false, "a night without a midnight"},
		{"2018-11-03", "America/Sao_Paulo", "2018-11-04 01:00:00", true, ""},
		{"2011-12-29", "Pacific/Apia", "2011-12-29 12:00:00", false, "the next day never was"},
		{"2011-12-30", "Pacific/Apia", "2011-12-31 00:00:00", true, "a day that never was"},
		{"2027-10-31", "Europe/Berlin", "2027-10-31 23:30:00", false, "a day of 25 hours"},
		{"9999-12-31", "UTC", "2027-01-01 00:00:00", false, ""},
		{"0001-01-01", "UTC", "2027-01-01 00:00:00", true, ""},
		{"soon", "UTC", "2027-01-01 00:00:00", true, "garbage never excuses"},
		{"2027-02-30", "UTC", "2027-01-01 00:00:00", true, "no such day"},
		{"2027-1-31", "UTC", "2027-01-01 00:00:00", true, ""},
		{"2027-01-31T00:00:00Z", "UTC", "2027-01-01 00:00:00", true, ""},
		{" 2027-01-31", "UTC", "2027-01-01 00:00:00", true, ""},
		{"12027-01-31", "UTC", "2027-01-01 00:00:00", true, ""},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		now, err := time.ParseInLocation(time.DateTime, c.now, zone)
		require.NoError(t, err)
		require.Equal(t, c.now, now.Format(time.DateTime), "such a time was there")
		assert.Equal(t, c.want, c.date.Passed(now), "%q at %s (%s)", c.date, now, c.whyItIsOdd)
	}
}

// Once a date has passed, it stays passed.
func TestDatePassesOnce(t *testing.T) {
	for _, name := range []string{"UTC", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		begin := time.Date(2011, 1, 1, 0, 0, 0, 0, zone)
		for day := 0; day < 3000; day += 7 {
			at := begin.AddDate(0, 0, day)
			date := Date(at.Format(time.DateOnly))
			passed := 0
			for hour := -30; hour <= 60; hour++ {
				now := at.Add(time.Duration(hour) * time.Hour)
				if date.Passed(now) {
					passed++
				} else {
					assert.Zero(t, passed, "%s %s at %s", name, date, now)
				}
				if now.Format(time.DateOnly) == string(date) {
					assert.Zero(t, passed, "%s %s at %s", name, date, now)
				}
			}
			assert.NotZero(t, passed, "%s %s", name, date)
		}
	}
}

func TestAllowFailureIsReadAsItWasWritten(t *testing.T) {
	for _, a := range []AllowFailure{
		{Allowed: true},
		{Allowed: true, Reason: "provider is unstable"},
		{Allowed: true, Until: "2027-01-31", Reason: `"quoted" <>& ` + "\u2028", Owner: "docs"},
	} {
		data, err := json.Marshal(Result{ID: "a", Status: StatusError, AllowedFailure: &a})
		require.NoError(t, err)
		assert.False(t, strings.Contains(string(data), "llowed\":true"), "%s", data)
		var got Result
		require.NoError(t, json.Unmarshal(data, &got))
		require.NotNil(t, got.AllowedFailure, "%s", data)
		assert.Equal(t, a, *got.AllowedFailure)
		assert.False(t, got.Gates())
	}
}

func TestMissingAllowFailure(t *testing.T) {
	var got Result
	require.NoError(t, json.Unmarshal([]byte(`{"id":"a","status":"error","allowedFailure":null}`), &got))
	assert.True(t, got.Gates(), "null")
	require.NoError(t, json.Unmarshal([]byte(`{"id":"a","status":"error"}`), &got))
	assert.True(t, got.Gates(), "absent")
	var a AllowFailure
	require.NoError(t, json.Unmarshal([]byte(`null`), &a))
	assert.False(t, a.Allowed)
	for _, bad := range []string{`false`, `true`, `"yes"`, `[]`, `{"until":7}`} {
		var r Result
		assert.Error(t, json.Unmarshal([]byte(`{"id":"a","status":"error","allowedFailure":`+bad+`}`), &r), bad)
	}
}
