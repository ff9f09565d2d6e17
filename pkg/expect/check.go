package expect

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/seek"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// Printed is the output of an example and what is needed to compare it.
type Printed struct {
	// Text is the kept part of the output; Dropped is the number of other bytes.
	Text    string
	Dropped int64
	// Golden is the content of the golden file. GoldenProblem says why it could not
	// be read; empty if it could.
	Golden, GoldenProblem string
	// Found says which of the texts and expressions of [Sought], and then of [Absent],
	// occur in an output that was not kept whole.
	Found *seek.Found
	// File is the entry file as a slash path from the project's root.
	File string
	// Folders are the folders that the paths normalizer replaces.
	Folders []volatile.Folder
}

// Check returns an error of type output_mismatch unless the output is as expected.
// Its message is not bounded and may contain control characters. Its location is the
// first line of the golden file that differs.
func Check(x hub.Expect, p Printed) *hub.Error {
	want := x.Stdout
	if !want.Given() {
		return nil
	}
	if want.Equals != nil {
		if e := whole(x, p, *want.Equals, ""); e != nil {
			return e
		}
	}
	if want.Golden != "" {
		if p.GoldenProblem != "" {
			return mismatch("%s", p.GoldenProblem)
		}
		if e := whole(x, p, withoutBOM(p.Golden, p.Text), want.Golden); e != nil {
			return e
		}
	}
	return parts(want, p)
}

func mismatch(format string, args ...any) *hub.Error {
	return &hub.Error{Type: hub.ErrOutputMismatch, Message: fmt.Sprintf(format, args...)}
}

// Sought returns the texts of contains and not-contains, and the expressions of matches
// and not-matches, in this order, for [seek.Search]. An invalid expression becomes one
// that matches nothing; [Check] reports it.
func Sought(want hub.ExpectOutput) (texts []string, expressions []*regexp.Regexp) {
	for _, text := range slices.Concat(want.Contains, want.NotContains) {
		texts = append(texts, part(text))
	}
	for _, pattern := range slices.Concat(want.Matches, want.NotMatches) {
		re, err := Multiline(pattern)
		if err != nil {
			re = regexp.MustCompile(`[^\s\S]`)
		}
		expressions = append(expressions, re)
	}
	return texts, expressions
}

// Absent returns expressions for the texts of not-contains and the expressions of
// not-matches, in this order, to look for without terminal sequences as well: a text of
// which a program colours a part is on the screen all the same. An invalid expression
// becomes one that matches nothing.
func Absent(want hub.ExpectOutput) []*regexp.Regexp {
	var texts []string
	for _, text := range want.NotContains {
		texts = append(texts, regexp.QuoteMeta(part(text)))
	}
	_, expressions := Sought(hub.ExpectOutput{NotMatches: slices.Concat(texts, want.NotMatches)})
	return expressions
}

// bare returns which of [Absent] are in an output that was kept whole.
func bare(want hub.ExpectOutput, text string) []seek.Match {
	if len(want.NotContains)+len(want.NotMatches) == 0 {
		return nil
	}
	s := seek.New(seek.Options{Expressions: Absent(want), Bare: true})
	_, _ = s.Write([]byte(text)) // it never fails
	return s.End().Expressions
}

// part returns a text of contains as it is searched for.
func part(text string) string {
	return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// parts checks contains, matches and their opposites: in the kept output if that is all
// of it, else from the search made while it was printed.
func parts(want hub.ExpectOutput, p Printed) *hub.Error {
	texts, patterns := slices.Concat(want.Contains, want.NotContains), slices.Concat(want.Matches, want.NotMatches)
	if len(texts)+len(patterns) == 0 {
		return nil
	}
	found := p.Found
	absent := len(want.NotContains) + len(want.NotMatches)
	if p.Dropped > 0 && (found == nil || len(found.Texts) != len(texts) || len(found.Expressions) != len(patterns)+absent) {
		return mismatch("what the output contains cannot be decided: %d bytes of it were not kept; raise run.output-cap", p.Dropped)
	}
	var shown []seek.Match // without terminal sequences, of what must not be there
	if p.Dropped == 0 {
		found, shown = nil, bare(want, p.Text)
	} else {
		shown = found.Expressions[len(patterns):]
	}
	got := strings.ReplaceAll(p.Text, "\r\n", "\n")
	for i, text := range texts {
		text = part(text)
		is := found == nil && strings.Contains(got, text) || found != nil && found.Texts[i]
		switch must := i < len(want.Contains); {
		case must && !is:
			return mismatch("the output does not contain %s", quote(text, 0))
		case !must && (is || shown[i-len(want.Contains)].Found):
			return mismatch("the output contains %s", quote(text, 0))
		}
	}
	for i, pattern := range patterns {
		key, must := "matches", i < len(want.Matches)
		if !must {
			key = "not-matches"
		}
		re, err := Multiline(pattern)
		if err != nil {
			return mismatch("expect.stdout.%s %q: %v", key, pattern, err)
		}
		is := found == nil && re.MatchString(got) || found != nil && found.Expressions[i].Found
		switch {
		case must && !is:
			return mismatch("the output does not match %s", quote(pattern, 0))
		case must:
		case is:
			return mismatch("the output matches %s%s", quote(pattern, 0), matched(re, got, found, i))
		case shown[len(want.NotContains)+i-len(want.Matches)].Found:
			return mismatch("the output matches %s%s", quote(pattern, 0), line(shown[len(want.NotContains)+i-len(want.Matches)].Line))
		}
	}
	return nil
}

// matched quotes the line that an expression matches; empty if it is not known.
func matched(re *regexp.Regexp, got string, found *seek.Found, i int) string {
	text := ""
	if found != nil {
		text = found.Expressions[i].Line
	} else if at := re.FindStringIndex(got); at != nil {
		from := strings.LastIndexByte(got[:at[0]], '\n') + 1
		text, _, _ = strings.Cut(got[from:], "\n")
	}
	return line(text)
}

// line quotes a line after a message; empty if it shows nothing.
func line(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return ": " + quote(text, 0)
}

// whole compares the whole output with text; golden is the name of the file that text
// comes from, as configured, or empty.
func whole(x hub.Expect, p Printed, text, golden string) *hub.Error {
	if p.Dropped > 0 {
		return mismatch("the output cannot be compared: %d bytes of it were not kept; raise run.output-cap", p.Dropped)
	}
	want, err := compared(x, p, text)
	if err != nil {
		return mismatch("%v", err)
	}
	got, err := compared(x, p, p.Text)
	if err != nil {
		return mismatch("%v", err)
	}
	if want == got {
		return nil
	}
	e := &hub.Error{Type: hub.ErrOutputMismatch}
	name := "expected"
	where := ""
	line := 0
	if x.Stdout.Unordered {
		e.Message = differsUnordered(lines(want), lines(got))
	} else {
		line, e.Message = differs(lines(want), lines(got))
	}
	if golden != "" {
		name, where = golden, golden+", "
		if file := path.Join(path.Dir(p.File), hub.PrintablePath(golden)); fs.ValidPath(file) {
			e.File = file
			// Valid only if normalization has not moved lines.
			if line > 0 && strings.Count(want, "\n") == strings.Count(trim(text), "\n") {
				e.Line = line
			}
		}
	}
	e.Message = where + e.Message
	e.Diff = unified(name, want, got)
	return e
}

// compared returns a text as it is compared.
func compared(x hub.Expect, p Printed, text string) (string, error) {
	text, err := Normalize(x.Normalize, p.Folders, text)
	if err != nil {
		return "", err
	}
	if x.Stdout.FromComment {
		// Text in a comment cannot begin with whitespace, as in Go's testable examples.
		text = strings.TrimLeft(text, " \t\r\n\v\f")
	}
	if x.Stdout.Unordered {
		text = sorted(text)
	}
	return text, nil
}

// Golden returns the text to write to a golden file for this output. It fails if not
// all of the output was kept, or if normalization is not idempotent on it.
func Golden(x hub.Expect, p Printed) (string, error) {
	if p.Dropped > 0 {
		return "", fmt.Errorf("%d bytes of the output were not kept; raise run.output-cap", p.Dropped)
	}
	text, err := Normalize(x.Normalize, p.Folders, p.Text)
	if err != nil {
		return "", err
	}
	again, err := Normalize(x.Normalize, p.Folders, text)
	if err != nil {
		return "", err
	}
	if again != text {
		n, difference := differs(lines(text), lines(again))
		return "", fmt.Errorf("expect.normalize changes its own result again: line %d: %s; change match so that it does not match what replace writes", n, strings.TrimPrefix(difference, fmt.Sprintf("line %d: ", n)))
	}
	return text, nil
}

// quote quotes s. Of a long text it quotes 160 bytes around the byte at, so that two
// quotes fit into a message.
func quote(s string, at int) string {
	const most = 160
	if len(s) <= most {
		return strconv.Quote(s)
	}
	from := 0
	if at > most/2 {
		from = min(at-most/2, len(s)-most)
	}
	part := strings.ToValidUTF8(s[from:min(from+most, len(s))], "")
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if from+most < len(s) {
		after = "…"
	}
	return before + strconv.Quote(part) + after
}
