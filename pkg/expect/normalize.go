package expect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxGrowth bounds the result of expressions, in bytes beyond twice the length of the
// text: replacements may be longer than what they replace, and be replaced again.
const maxGrowth = 256 << 10

// Normalize applies the rules to the text, and normalizes line ends and trailing
// whitespace. The result ends with a line end unless it is empty. It fails for an
// invalid expression or a result that is too long.
func Normalize(rules hub.Normalizers, folders []Folder, text string) (string, error) {
	limit := 2*len(text) + maxGrowth
	text = trim(text)
	for _, name := range hub.NormalizerNames() {
		if slices.ContainsFunc(rules, func(r hub.Normalizer) bool { return r.Name == name }) {
			text = builtin(name, folders, text)
		}
	}
	for _, r := range rules {
		if r.Name != "" {
			continue
		}
		re, err := Multiline(r.Match)
		if err != nil {
			return "", fmt.Errorf("expect.normalize %q: %w", r.Match, err)
		}
		var ok bool
		if text, ok = replaceAll(re, text, r.Replace, limit); !ok {
			return "", fmt.Errorf("expect.normalize %q: the result is too long", r.Match)
		}
	}
	return trim(text), nil
}

// Multiline compiles a configured expression, in which ^ and $ match at line ends.
func Multiline(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile("(?m:" + pattern + ")")
}

// replaceAll is like ReplaceAllString; it returns false if the result exceeds limit.
func replaceAll(re *regexp.Regexp, text, template string, limit int) (string, bool) {
	var out []byte
	at := 0
	for _, match := range re.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, text[at:match[0]]...)
		out = re.ExpandString(out, template, text, match)
		at = match[1]
		if len(out) > limit {
			return "", false
		}
	}
	if at == 0 {
		return text, true
	}
	return string(append(out, text[at:]...)), true
}

// trim removes CRs, trailing whitespace of lines, and empty lines at the end.
func trim(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 1)
	empty := 0 // pending empty lines, which may be the last
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\r\v\f")
		if line == "" {
			empty++
			continue
		}
		for ; empty > 0; empty-- {
			b.WriteByte('\n')
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func builtin(name hub.NormalizerName, folders []Folder, text string) string {
	p := patterns()
	switch name {
	case hub.NormalizeANSI:
		return ansi.Strip(text)
	case hub.NormalizePaths:
		return shorten(folders, text)
	case hub.NormalizeUUIDs:
		return numbers(text, func(l string) string { return p.uuid.ReplaceAllLiteralString(l, "[UUID]") })
	case hub.NormalizeDates:
		return numbers(text, func(l string) string {
			return p.clock.ReplaceAllLiteralString(p.date.ReplaceAllLiteralString(l, "[DATE]"), "[TIME]")
		})
	case hub.NormalizeDurations:
		return numbers(text, func(l string) string { return p.duration.ReplaceAllLiteralString(l, "[DURATION]") })
	case hub.NormalizeAddresses:
		return numbers(text, func(l string) string { return p.address.ReplaceAllLiteralString(l, "[ADDRESS]") })
	}
	return text
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
