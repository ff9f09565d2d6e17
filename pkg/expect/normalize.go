package expect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// maxGrowth bounds the result of expressions, in bytes beyond twice the length of the
// text: replacements may be longer than what they replace, and be replaced again.
const maxGrowth = 256 << 10

// Normalize applies the rules to the text, and normalizes line ends and trailing
// whitespace. The result ends with a line end unless it is empty. It fails for an
// invalid expression or a result that is too long.
func Normalize(rules hub.Normalizers, folders []volatile.Folder, text string) (string, error) {
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

func builtin(name hub.NormalizerName, folders []volatile.Folder, text string) string {
	switch name {
	case hub.NormalizeANSI:
		return ansi.Strip(text)
	case hub.NormalizePaths:
		return volatile.Folders(folders, text)
	case hub.NormalizeUUIDs:
		return volatile.UUIDs(text)
	case hub.NormalizeDates:
		return volatile.Dates(text)
	case hub.NormalizeDurations:
		return volatile.Durations(text)
	case hub.NormalizeAddresses:
		return volatile.Addresses(text)
	}
	return text
}
