package classify

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Doubt returns why a pass is doubtful; empty if it is not. It is for attempts without
// a [Failure]. With any explicit expectation of
// what must be there, even exit: 0, a pass is never doubtful.
//
// The rules, in this order:
//
//	silence     no output at all, from a program that is not Silent
//	crash       a line with which a language reports an uncaught error
//	failure     a line that reports failed tests: FAILED, "Test failed", "2 failed", "failures: 1"
//	unfinished  the last line says "not yet implemented"
//	usage       only a usage text, or a sentence that says how to call it
//
// A zero before or after the word negates a failure ("0 failed", "failed: 0", "no
// tests failed"). The bare word in a sentence does not count ("failed logins are
// counted").
//
// Note: "0 passed" is not a rule, since test runners also print it for each group
// without tests.
func Doubt(f Facts) string {
	if len(f.Expect.Exit) > 0 || f.Expect.Stdout.Requires() {
		return ""
	}
	t := newText(f)
	if strings.TrimSpace(t.string) == "" {
		// Erased output is output.
		if f.Silent || f.Dropped > 0 || strings.TrimSpace(clean(f.Output)) != "" {
			return ""
		}
		return "no output"
	}
	doubt := crash(t)
	if doubt == "" {
		doubt = failure(t)
	}
	if doubt == "" {
		if last := head(t.lastMeaningful()); unfinished(last) {
			doubt = "the output says that it is unfinished: " + last
		}
	}
	if doubt == "" {
		if found := usage(f, t); found != "" {
			doubt = "the output is only a usage text: " + found
		}
	}
	return sanitize.Message(doubt)
}

// failed matches the forms of test runners. In a sentence more words follow.
var failed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		`\bFAILED\b`,
		`|^\W*FAIL(?:[\s:\])]|$)`,
		`|^not ok \d+\b`,
		`|(?i:^\W*(?:\d+ |no |zero |some |all )?(?:tests?|examples?|checks?|specs?|suites?|assertions?) (?:have |has )?failed\b)`,
		`|(?i:\b(?:\d+ |no |zero |some |all )?tests? (?:have |has )?failed[.!]*\s*$)`,
		`|(?i:\b\d+ (?:(?:tests?|examples?|checks?|specs?|suites?|assertions?) )?(?:failed|failing)(?:\s*[,;.)/|:\]]|\s*$|,? (?:of|in|out of) \d))`,
		`|(?i:[,;(]\s*\d+ failures?\b)`,
		`|(?i:\b(?:failed|failures)\s*[:=]\s*\d+\b)`,
	}, ""))
})

var notImplemented = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:\W*|[\w.]+(?: [\w.]+){0,4}[:,]? (?:is |are )?)(?:not (?:yet )?implemented(?: yet)?|unimplemented|to be implemented)\W*$`)
})

// unfinished reports whether a line says that the program is unfinished. Nearly none
// has the word, and most runs do without the pattern.
func unfinished(line string) bool {
	return strings.Contains(strings.ToLower(line), "implemented") && notImplemented().MatchString(line)
}

// crash finds a report of an uncaught error.
func crash(t text) string {
	all := t.languages
	if !slices.ContainsFunc(all.signs, func(s string) bool { return strings.Contains(t.string, s) }) {
		return ""
	}
	for _, at := range all.crash().FindAllStringIndex(t.string, -1) {
		if !all.quoted(t.string[:at[0]]) {
			return "the output looks like a crash: " + firstLine(t.string[at[0]:at[1]])
		}
	}
	return ""
}

// failure finds a line that reports failed tests.
func failure(t text) string {
	for line := range strings.SplitSeq(t.string, "\n") {
		if !strings.Contains(line, "ail") && !strings.Contains(line, "AIL") && !strings.HasPrefix(line, "not ok") {
			continue
		}
		line = head(line)
		for _, at := range failed().FindAllStringIndex(line, -1) {
			if !denied(line, at) && !todo(line) {
				return "the output reports a failure: " + strings.TrimSpace(line)
			}
		}
	}
	return ""
}

var (
	zeroBefore = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:\b0+|\bno|\bzero|\bnone|\bnot|\bnever)(?: of the)?[ \t]*$`)
	})
	zeroWithin = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^\W*(?:0+|no|zero|none)\b`) })
	zeroAfter  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[ \t]*(?:tests?|examples?|checks?)?[ \t]*[:=(][ \t]*(?:0+|no|none|false)\b`)
	})
)

// denied reports whether a zero or a negation applies to the match.
func denied(line string, at []int) bool {
	word := line[at[0]:at[1]]
	if zeroWithin().MatchString(word) || zeroBefore().MatchString(line[:at[0]]) || zeroAfter().MatchString(line[at[1]:]) {
		return true
	}
	if i := strings.LastIndexAny(word, ":= \t"); i >= 0 {
		if n, err := strconv.Atoi(strings.TrimSpace(word[i+1:])); err == nil && n == 0 {
			return true
		}
	}
	return false
}

// todo reports whether a TAP line is an expected failure.
func todo(line string) bool {
	return strings.HasPrefix(line, "not ok ") && (strings.Contains(strings.ToUpper(line), "# TODO") || strings.Contains(strings.ToUpper(line), "# SKIP"))
}
