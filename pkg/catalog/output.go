package catalog

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// outputComment is the expected output in an entry file's comment.
type outputComment struct {
	text      string
	unordered bool
}

// outputMarker matches the beginning of such a comment, as in testable examples
// of Go.
var outputMarker = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:[ \t]*(unordered )?output:)[ \t]*(.*)$`)
})

// mentionsOutput quickly reports whether src may contain a marker.
func mentionsOutput(src []byte) bool {
	return bytes.Contains(src, []byte("utput:")) || bytes.Contains(src, []byte("UTPUT:"))
}

// expectComment returns settings that expect the output in the entry file's comment:
// s itself if there is none, or the settings expect another output.
//
// In a Go program it is the comment at the end of func main, by the convention
// of Go's testable examples. More strictly than there, it must be on its own
// lines and the only one, because several comments explain the statements
// before them. In other languages such comments usually explain a line, or show
// shortened or old output, so that expecting it would fail good examples. There
// the comment at the end of the file counts only on request
// (expect.stdout.comment).
func (f *entry) expectComment(s *hub.Settings) *hub.Settings {
	out := s.Expect.Stdout
	if out.Requires() || out.Comment != nil && !*out.Comment {
		return s
	}
	c := f.output
	if c == nil && out.Comment != nil {
		c = trailingOutput(f.source.reader.readTail(f.path))
	}
	if c == nil {
		return s
	}
	out.Equals, out.FromComment = &c.text, true
	out.Unordered = out.Unordered || c.unordered
	own := *s
	own.Expect.Stdout = out
	return &own
}

// goOutput returns the comment at the end of func main of package main; nil
// when there is none. start has the first bytes of the file.
func (r *reader) goOutput(path string, start []byte) *outputComment {
	src := start
	if len(start) == head.Size {
		if all, _, err := r.head(path, make([]byte, maxGoFile)); err == nil {
			src = all
		}
	}
	if !mentionsOutput(src) || packageName(src) != "main" {
		return nil
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || file == nil {
		return nil
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Name.Name != "main" || f.Body == nil {
			continue
		}
		after := f.Body.Lbrace
		if n := len(f.Body.List); n > 0 {
			after = f.Body.List[n-1].End()
		}
		var found []*outputComment
		var last *outputComment
		for _, group := range file.Comments {
			if group.Pos() < f.Body.Lbrace || group.End() > f.Body.Rbrace {
				continue
			}
			last = outputIn(commentLines(group))
			if last != nil {
				found = append(found, last)
			}
			if set.Position(group.Pos()).Line == set.Position(after).Line || group.Pos() < after {
				last = nil // it belongs to a statement
			}
		}
		if len(found) == 1 {
			return last
		}
		return nil
	}
	return nil
}

// commentLines returns the lines of a comment without its markers.
func commentLines(group *ast.CommentGroup) []string {
	var out []string
	for _, c := range group.List {
		if text, ok := strings.CutPrefix(c.Text, "//"); ok {
			out = append(out, strings.TrimPrefix(text, " "))
			continue
		}
		text := strings.TrimSuffix(strings.TrimPrefix(c.Text, "/*"), "*/")
		out = append(out, strings.Split(text, "\n")...)
	}
	return out
}

// outputIn returns the text after the marker at the beginning of a comment; nil
// when it does not begin with one.
func outputIn(lines []string) *outputComment {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return nil
	}
	m := outputMarker().FindStringSubmatch(lines[0])
	if m == nil {
		return nil
	}
	text := strings.Join(lines[1:], "\n")
	if first := strings.TrimSpace(m[2]); first != "" {
		text = first + "\n" + text
	}
	return &outputComment{text: text, unordered: m[1] != ""}
}

// lineComment matches a line that is only a comment.
var lineComment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*(#+|//+|--+|;+|%+)(?: (.*)|$)`)
})

// closing matches a line that may follow the comment: the end of the function
// that contains it.
var closing = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(?:[})\];]*|end|fi|done|\?>)\s*$`)
})

// trailingOutput returns the output in the line comment at the end of a file;
// nil when that has no marker.
func trailingOutput(tail []byte) *outputComment {
	if !mentionsOutput(tail) {
		return nil
	}
	all := strings.Split(strings.ReplaceAll(string(tail), "\r\n", "\n"), "\n")
	for len(all) > 0 && closing().MatchString(all[len(all)-1]) {
		all = all[:len(all)-1]
	}
	mark, marked := "", 0
	for _, line := range all {
		if m := lineComment().FindStringSubmatch(line); m != nil && outputMarker().MatchString(m[2]) {
			marked++
		}
	}
	if marked != 1 {
		return nil
	}
	var lines []string // from the last to the first
	for i := len(all) - 1; i >= 0; i-- {
		m := lineComment().FindStringSubmatch(all[i])
		if m == nil || mark != "" && m[1] != mark {
			break
		}
		mark = m[1]
		lines = append(lines, strings.ToValidUTF8(m[2], "\ufffd"))
		if outputMarker().MatchString(m[2]) {
			slices.Reverse(lines)
			return outputIn(lines)
		}
	}
	return nil
}

// readTail reads the last bytes of a file, at most the size of a head; nil when
// it cannot be read.
func (r *reader) readTail(name string) []byte {
	f, err := r.open(name)
	if err != nil {
		return nil
	}
	defer f.Close() // read only
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	from := max(0, info.Size()-head.Size)
	data, err := io.ReadAll(io.NewSectionReader(f, from, head.Size))
	if err != nil {
		return nil
	}
	return data
}
