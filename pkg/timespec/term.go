package timespec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// term is one number with its unit: whole is exact when the text has no
// fraction, which fraction then adds.
type term struct {
	whole    int64
	fraction float64
	unit     unit
}

var (
	errNotDuration = errors.New("write it like 90s, 5m, 1h30m, 30d, 2w or \"1 month\"")
	errTooLong     = errors.New("it is longer than hub can represent")
)

// maxText bounds the texts that are read, in bytes.
const maxText = 100

// terms reads "1h30m", "2 weeks 3 days", "1.5h", "an hour".
func terms(text string) ([]term, error) {
	rest := strings.TrimPrefix(strings.TrimSpace(text), "+")
	if rest == "" || len(rest) > maxText {
		return nil, errNotDuration
	}
	var out []term
	for rest != "" {
		if strings.HasPrefix(rest, "-") {
			return nil, errors.New("it must not be negative")
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

// shorten keeps messages about foreign texts readable.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
