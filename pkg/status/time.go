package status

import (
	"encoding/json"
	"time"
)

// Time is a time that is encoded in JSON as UTC, or as null if it is zero.
type Time struct{ time.Time }

// MarshalJSON never fails: a year outside the range of JSON times becomes null.
func (t Time) MarshalJSON() ([]byte, error) {
	return t.append(make([]byte, 0, len(time.RFC3339Nano)+2)), nil
}

func (t Time) append(b []byte) []byte {
	u := valid(t.Time)
	if u.IsZero() {
		return append(b, "null"...)
	}
	b = append(b, '"')
	b = u.AppendFormat(b, time.RFC3339Nano)
	return append(b, '"')
}

// UnmarshalJSON accepts an RFC 3339 time, null, or an empty string.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" || string(data) == `""` {
		*t = Time{}
		return nil
	}
	var v time.Time
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*t = Time{v.UTC()}
	return nil
}

// valid returns the time in UTC; zero if its year is outside the range of JSON
// times.
func valid(t time.Time) Time {
	u := t.UTC()
	if u.Year() < 0 || u.Year() > 9999 {
		return Time{}
	}
	return Time{u}
}
