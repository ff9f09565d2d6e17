package classify

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// usages compiles the patterns of usage texts, once.
var usages = sync.OnceValue(func() (u struct{ word, of, not, synopsis, prose, line, why *regexp.Regexp }) {
	u.word = regexp.MustCompile(`(?i)^(?:\S+: )?usage(?::|\s*$)\s*`)
	u.of = regexp.MustCompile(`^Usage of (\S+):$`) // Go's package flag
	// A count, a structure or an assignment reports usage of a resource.
	u.not = regexp.MustCompile(`^(?:\d|[\w.]*[=({])`)
	u.synopsis = regexp.MustCompile(`^\.\.?/\S|^\S+(?:\s+\S+){0,6}?\s+(?:\[|<|--?\w|\{|\.\.\.|[A-Z][A-Z_]+\b)|^(?:\S+\s+)?\S*\w\.\w{1,4}(?:\s|$)|^[\[<]`)
	u.line = regexp.MustCompile(`^(?:\s|[-<\[(]|(?i:or:|usage\b|e\.g\.|for example)|\S.*:$)|\s{2,}|\t`)
	u.prose = regexp.MustCompile(`^(?i:please|provide|enter|input|pass|specify|supply|give|run|call|you (?:must|need|have to|should)|expects?|requires?|needs?)\b`)
	// What is missing or wrong, as the parsers of arguments say it.
	u.why = regexp.MustCompile(`^(?i:(?:\S+: )?error: .+|\S+: (?:missing|unknown|unrecognized|invalid|illegal|flag provided|flag needs|too (?:few|many)|expected|no such|option|argument) .*|flag (?:provided but not defined|needs an argument).*|(?:missing|unknown|unrecognized|invalid|too (?:few|many)|required) .*(?:argument|option|flag|parameter|command).*)$`)
	return u
})

// usageError returns the error of a program that was called with wrong arguments and
// printed only its usage; nil for other outputs. The message names what is missing, if
// the output does.
func usageError(f Facts, t text) *hub.Error {
	found := usage(f, t)
	if found == "" {
		return nil
	}
	for line := range strings.SplitSeq(t.string, "\n") {
		if line = head(strings.TrimSpace(line)); usages().why.MatchString(line) {
			found = line
			break
		}
	}
	if strings.HasSuffix(found, ":") { // the synopsis is on the next line
		if _, rest, ok := strings.Cut(t.string, found); ok {
			found += " " + firstLine(rest)
		}
	}
	return &hub.Error{Type: hub.ErrUsage, Message: sanitize.Message(found)}
}

// isUsage reports whether a message begins a usage text.
func isUsage(message string) bool {
	word := usages().word.FindString(message)
	return word != "" && !usages().not.MatchString(message[len(word):])
}

// usage finds output that is only a usage text, and returns the line that begins it: one
// of the first three; at most three later lines do not look like part of it.
func usage(f Facts, t text) string {
	if !strings.Contains(t.string, "sage") && !strings.Contains(t.string, "SAGE") {
		return ""
	}
	const before, other = 3, 3
	seen, others, found := 0, 0, ""
	for line := range strings.SplitSeq(t.string, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		seen++
		switch {
		case found == "" && synopsis(f, strings.TrimSpace(line)):
			found = line
		case found == "" && seen >= before:
			return ""
		case found != "" && !usages().line.MatchString(line):
			others++
		}
		if others > other {
			return ""
		}
	}
	if found == "" {
		return ""
	}
	return strings.TrimSpace(found)
}

// synopsis reports whether a line begins a usage text: the word "usage" alone, or
// followed by what looks like a command with arguments. Programs also report the usage
// of memory or of tokens.
func synopsis(f Facts, line string) bool {
	if m := usages().of.FindStringSubmatch(line); m != nil {
		return strings.ContainsAny(m[1], `/\`) || stem(m[1]) == stem(f.File)
	}
	word := usages().word.FindString(line)
	if word == "" {
		return false
	}
	rest := line[len(word):]
	if rest == "" {
		return true
	}
	if usages().not.MatchString(rest) {
		return false
	}
	program, _, _ := strings.Cut(rest, " ")
	return usages().synopsis.MatchString(rest) || usages().prose.MatchString(rest) || f.File != "" && stem(program) == stem(f.File)
}

func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}
