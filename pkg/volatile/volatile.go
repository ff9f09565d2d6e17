// Package volatile names the parts of a text that differ between runs, machines and
// days and mean nothing: UUIDs, dates, durations, memory addresses. Package expect
// replaces those that an example's expectation lists; package cause replaces all of
// them, to see whether two messages say the same.
package volatile

import (
	"regexp"
	"strings"
	"sync"
)

// UUIDs replaces UUIDs by [UUID].
func UUIDs(text string) string {
	return numbers(text, func(l string) string {
		if strings.Count(l, "-") < 4 {
			return l
		}
		return patterns().uuid.ReplaceAllLiteralString(l, "[UUID]")
	})
}

// Dates replaces dates, with the time and the zone where they have them, by [DATE], and
// times of day by [TIME].
func Dates(text string) string {
	return numbers(text, func(l string) string {
		clock := strings.Count(l, ":") > 1
		if clock || Digits(l) >= 4 {
			l = patterns().date.ReplaceAllLiteralString(l, "[DATE]")
		}
		if clock {
			l = patterns().clock.ReplaceAllLiteralString(l, "[TIME]")
		}
		return l
	})
}

// Durations replaces durations with a unit (12ms, 1m3.5s, 0.2 seconds) by [DURATION].
func Durations(text string) string {
	return numbers(text, func(l string) string {
		if !hasUnit(l) {
			return l
		}
		return patterns().duration.ReplaceAllLiteralString(l, "[DURATION]")
	})
}

// Addresses replaces hexadecimal numbers of six digits and more after 0x by [ADDRESS].
func Addresses(text string) string {
	return numbers(text, func(l string) string {
		if !strings.Contains(l, "0x") && !strings.Contains(l, "0X") {
			return l
		}
		return patterns().address.ReplaceAllLiteralString(l, "[ADDRESS]")
	})
}

// Digits returns the length of the longest run of decimal digits in s.
func Digits(s string) int {
	longest, n := 0, 0
	for i := range len(s) {
		if n++; s[i] < '0' || s[i] > '9' {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}

// hasUnit reports whether a number in s may have a unit of time: what every duration has,
// and few other lines.
func hasUnit(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i-1] < '0' || s[i-1] > '9' {
			continue
		}
		unit := s[i]
		if unit == ' ' && i+1 < len(s) {
			unit = s[i+1]
		}
		if strings.IndexByte("numshe\xc2\xce", unit) >= 0 { // the last two begin µ and μ
			return true
		}
	}
	return false
}

// numbers applies change to the lines with a digit: no pattern matches without one or
// across lines, and matching takes most of the time.
func numbers(text string, change func(line string) string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.ContainsAny(line, "0123456789") {
			line = change(line)
		}
		b.WriteString(line)
	}
	return b.String()
}

// patterns compiles the patterns of the built-in normalizers, once. Each begins and
// ends at a word boundary, so that a replacement creates no new boundary.
var patterns = sync.OnceValue(func() (p struct{ uuid, date, clock, duration, address *regexp.Regexp }) {
	const (
		day   = `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)`
		month = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`
		clock = `\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?`
		zone  = `(?:UTC|GMT|[A-Z]{1,3}T)`
	)
	p.uuid = regexp.MustCompile(`\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b`)
	p.date = regexp.MustCompile(`\b(?:` + strings.Join([]string{
		// RFC 3339 and ISO 8601, and how Go prints a time
		`\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d{2}:?\d{2}(?: ` + zone + `| [+-]\d{2,4})?| ` + zone + `)?(?: m=[+-]\d+\.\d+)?)?`,
		`\d{8}T\d{6}Z?`,
		// Go's package log
		`\d{4}/\d{2}/\d{2}(?: ` + clock + `)?`,
		// RFC 1123 and RFC 850
		day + `[a-z]*, \d{1,2}[ -]` + month + `[ -]\d{2,4}(?: ` + clock + `(?: (?:` + zone + `|[+-]\d{4}))?)?`,
		// date(1), ctime(3)
		day + ` ` + month + ` [ \d]?\d ` + clock + `(?: [AP]M)?(?: ` + zone + `)?(?: \d{4})?`,
		day + ` [ \d]?\d ` + month + ` (?:\d{4} )?` + clock + `(?: [AP]M)?(?: ` + zone + `)?(?: \d{4})?`,
		// access logs
		`\d{2}/` + month + `/\d{4}:\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?`,
		// syslog
		month + ` [ \d]\d \d{2}:\d{2}:\d{2}`,
	}, `|`) + `)\b`)
	p.clock = regexp.MustCompile(`\b` + clock + `(?: ?[AP]M)?\b`)
	p.duration = regexp.MustCompile(`\b(?:(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|h|m|s))+` +
		`|\d+(?:\.\d+)?(?:[eE][+-]?\d+)? ?(?:(?:nano|micro|milli)?sec(?:ond)?s?|ns|us|µs|μs|msecs?|ms|min(?:ute)?s?|h(?:ou)?rs?))\b`)
	p.address = regexp.MustCompile(`\b0[xX][0-9a-fA-F]{6,16}\b`)
	return p
})
