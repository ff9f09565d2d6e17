package classify

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// rule finds one kind of message in the output.
type rule struct {
	is hub.ErrorType
	// hints are texts without one of which find cannot match. Looking for them
	// costs a hundredth of what the expressions cost.
	hints []string
	// find has the groups msg (what is quoted) and, where the message itself
	// tells the place, file and line.
	find *regexp.Regexp
	// not, when given, must not match the quoted text.
	not *regexp.Regexp
	// first: the first match is the cause, as with compilers, which go on after
	// it. Else the last one is, which nothing came after.
	first bool
	// exit, when not 0, is the only exit code with which the rule holds.
	exit int
	// tail, when not 0, is how many of the last lines that say something it
	// holds for: 1 is the very last alone.
	tail int
	// own: it holds only when the place is the entry file, or a file of the
	// project that is of this language by its extension.
	own bool
}

// language is how programs of one language tell what went wrong.
type language struct {
	name string
	// runners are names of runners and extensions of files, without dots.
	runners []string
	// rules in the order of their weight: the first that matches decides.
	rules []rule
	// types, when their pattern matches what is quoted, replace the rule's type.
	types []retype
	// frames match the lines of a stack trace, with groups file and line.
	frames []*regexp.Regexp
	// framesBefore: the trace stands above the message, innermost frame last.
	framesBefore bool
	// bare: files are named without their folder.
	bare bool
	// details is how many lines after the message belong to it.
	details int
}

type retype struct {
	is   hub.ErrorType
	find *regexp.Regexp
}

// tables compiles the tables when the first failure asks for them: a run in
// which nothing fails, and every other command, does without.
var tables = sync.OnceValue(func() []language {
	return []language{
		php(), python(), node(), golang(), ruby(), java(), rust(), clang(), lua(), perl(), shell(),
		anything(), phpDiagnostics(),
	}
})

// diagnose reads the output of an attempt that failed: its own language first,
// then the others, for a program may have started another. nil when no table
// knows what is said.
func diagnose(f Facts, t text) *hub.Error {
	all := tables()
	own := slices.IndexFunc(all, func(l language) bool { return l.speaks(f) })
	if own >= 0 {
		if e := all[own].read(f, t); e != nil {
			return e
		}
	}
	for i := range all {
		if i != own {
			if e := all[i].read(f, t); e != nil {
				return e
			}
		}
	}
	return unknownCause(t)
}

func (l language) speaks(f Facts) bool {
	name := strings.ToLower(f.Runner)
	if slices.Contains(l.runners, name) {
		return true
	}
	for _, other := range tables() {
		if slices.Contains(other.runners, name) {
			return false
		}
	}
	return slices.Contains(l.runners, extension(f.File))
}

// extension is a file's, in lower case and without the dot.
func extension(file string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(file), "."))
}

// read applies the rules of one language.
func (l language) read(f Facts, t text) *hub.Error {
	for _, r := range l.rules {
		if r.exit != 0 && r.exit != f.ExitCode {
			continue
		}
		m := r.match(t)
		if m == nil {
			continue
		}
		quoted := r.group(t, m, "msg")
		e := &hub.Error{Type: r.is}
		for _, x := range l.types {
			if x.find.MatchString(quoted) {
				e.Type = x.is
				break
			}
		}
		_, end := r.span(m, "msg")
		e.File, e.Line = l.locate(f, t, r, m)
		if r.own && (e.Line == 0 || e.File != f.File && !slices.Contains(l.runners, extension(e.File))) {
			continue
		}
		rest := following(t.string, end, max(l.details, 1))
		if strings.HasSuffix(quoted, ":") {
			quoted += " " + firstLine(rest)
		}
		if l.details == 0 {
			rest = ""
		}
		e.Type, quoted = cause(e.Type, quoted, rest)
		e.Message = sanitize.Message(quoted)
		return e
	}
	return nil
}

// match returns the submatch indexes of the match that tells.
func (r rule) match(t text) []int {
	if len(r.hints) > 0 && !slices.ContainsFunc(r.hints, func(h string) bool { return strings.Contains(t.string, h) }) {
		return nil
	}
	n, skipped := -1, 0
	if r.first && r.not == nil {
		n = 1
	}
	if r.tail > 0 {
		skipped = t.before(r.tail)
	}
	all := r.find.FindAllStringSubmatchIndex(t.string[skipped:], n)
	for _, m := range all {
		for i := range m {
			if m[i] >= 0 {
				m[i] += skipped
			}
		}
	}
	if !r.first {
		slices.Reverse(all)
	}
	for _, m := range all {
		quoted := r.group(t, m, "msg")
		if sanitize.Message(quoted) == "" || r.not != nil && r.not.MatchString(quoted) {
			continue
		}
		return m
	}
	return nil
}

func (r rule) group(t text, m []int, name string) string {
	if from, to := r.span(m, name); from >= 0 {
		return t.string[from:to]
	}
	return ""
}

// span is where a group was found; below 0 when it was not.
func (r rule) span(m []int, name string) (from, to int) {
	if i := r.find.SubexpIndex(name); i > 0 {
		return m[2*i], m[2*i+1]
	}
	return -1, -1
}

// locate finds the place: what the message itself says, else the innermost
// frame of its trace that lies within the project.
func (l language) locate(f Facts, t text, r rule, m []int) (string, int) {
	if file, line := f.at(r.group(t, m, "file"), r.group(t, m, "line"), l.bare); line > 0 {
		return file, line
	}
	from, to := r.span(m, "msg")
	region := t.string[to:]
	if l.framesBefore {
		region = t.string[:from]
		if i := strings.LastIndex(t.string[:m[0]], "Traceback (most recent call last)"); i >= 0 {
			region = region[i:]
		}
	}
	for _, frame := range l.frames {
		found := frame.FindAllStringSubmatch(region, -1)
		if l.framesBefore {
			slices.Reverse(found)
		}
		for _, m := range found {
			if file, line := f.at(m[frame.SubexpIndex("file")], m[frame.SubexpIndex("line")], l.bare); line > 0 {
				return file, line
			}
		}
	}
	return "", 0
}

// at is a printed place, as file and line; the line is 0 when it cannot be told.
func (f Facts) at(file, line string, bare bool) (string, int) {
	n, err := strconv.ParseUint(line, 10, 31)
	if err != nil || n == 0 {
		return "", 0
	}
	if file, ok := f.place(file, bare); ok {
		return file, int(n)
	}
	return "", 0
}

// following is the n lines of s after the line in which at lies.
func following(s string, at, n int) string {
	s = s[at:]
	i := strings.IndexByte(s, '\n')
	if i < 0 {
		return ""
	}
	s = s[i+1:]
	end := 0
	for range n {
		i := strings.IndexByte(s[end:], '\n')
		if i < 0 {
			return s
		}
		end += i + 1
	}
	return s[:end]
}

// firstLine is the first line of s that is not empty.
func firstLine(s string) string {
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
