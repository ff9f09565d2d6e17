package classify

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// diagnose applies the rules of the language; it returns nil if none matches.
func (l language) diagnose(f Facts, t text) *hub.Error {
	for _, r := range l.Rules {
		if r.Exit != 0 && r.Exit != f.ExitCode {
			continue
		}
		m := match(r, t)
		if m == nil {
			continue
		}
		quoted := group(r, t, m, "msg")
		e := &hub.Error{Type: r.Is}
		for _, x := range l.Types {
			if x.Find().MatchString(quoted) {
				e.Type = x.Is
				break
			}
		}
		_, end := span(r, m, "msg")
		e.File, e.Line = l.locate(f, t, r, m)
		if r.Own && (e.Line == 0 || e.File != f.File && !slices.Contains(l.names, lang.Extension(e.File))) {
			continue
		}
		rest := following(t.string, end, max(l.Details, 1))
		if strings.HasSuffix(quoted, ":") {
			quoted += " " + firstLine(rest)
		}
		if l.Details == 0 {
			rest = ""
		}
		e.Type, quoted = cause(e.Type, quoted, rest)
		quoted += r.Advice
		e.Message = sanitize.Message(quoted)
		return e
	}
	return nil
}

// match returns the submatch indexes of the relevant match; nil if there is none.
func match(r lang.Rule, t text) []int {
	if len(r.Hints) > 0 && !slices.ContainsFunc(r.Hints, func(h string) bool { return strings.Contains(t.string, h) }) {
		return nil
	}
	n, skipped := -1, 0
	if r.First && r.Not == nil {
		n = 1
	}
	if r.Tail > 0 {
		skipped = t.before(r.Tail)
	}
	all := r.Find().FindAllStringSubmatchIndex(t.string[skipped:], n)
	for _, m := range all {
		for i := range m {
			if m[i] >= 0 {
				m[i] += skipped
			}
		}
	}
	if !r.First {
		slices.Reverse(all)
	}
	for _, m := range all {
		quoted := group(r, t, m, "msg")
		if sanitize.Message(quoted) == "" || r.Not != nil && r.Not().MatchString(quoted) {
			continue
		}
		return m
	}
	return nil
}

func group(r lang.Rule, t text, m []int, name string) string {
	if from, to := span(r, m, name); from >= 0 {
		return t.string[from:to]
	}
	return ""
}

// span returns the indexes of a group; -1 if it did not match.
func span(r lang.Rule, m []int, name string) (from, to int) {
	if i := r.Find().SubexpIndex(name); i > 0 {
		return m[2*i], m[2*i+1]
	}
	return -1, -1
}

// locate finds the location of a failure: in the message itself, else in the innermost
// frame of its trace inside the project.
func (l language) locate(f Facts, t text, r lang.Rule, m []int) (string, int) {
	if file, line := f.at(group(r, t, m, "file"), group(r, t, m, "line"), l.Bare); line > 0 {
		return file, line
	}
	if printed := group(r, t, m, "file"); printed != "" && group(r, t, m, "line") == "" {
		if file, ok := f.locate(printed, l.Bare); ok {
			return file, 0
		}
	}
	from, to := span(r, m, "msg")
	region := t.string[to:]
	if l.FramesBefore {
		region = t.string[:from]
		if i := strings.LastIndex(t.string[:m[0]], "Traceback (most recent call last)"); i >= 0 {
			region = region[i:]
		}
	}
	for _, pattern := range l.Frames {
		frame := pattern()
		found := frame.FindAllStringSubmatch(region, -1)
		if l.FramesBefore {
			slices.Reverse(found)
		}
		for _, m := range found {
			if file, line := f.at(m[frame.SubexpIndex("file")], m[frame.SubexpIndex("line")], l.Bare); line > 0 {
				return file, line
			}
		}
	}
	return "", 0
}

// at converts a printed file and line; the line is 0 if they are not recognised.
func (f Facts) at(file, line string, bare bool) (string, int) {
	n, err := strconv.ParseUint(line, 10, 31)
	if err != nil || n == 0 {
		return "", 0
	}
	if file, ok := f.locate(file, bare); ok {
		return file, int(n)
	}
	return "", 0
}

// following returns the n lines of s after the line of the index at.
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

// firstLine returns the first line of s that is not empty, trimmed.
func firstLine(s string) string {
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
