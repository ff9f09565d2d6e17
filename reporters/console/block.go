package console

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// block returns everything about one result: a line and, depending on the outcome,
// attempts, error, difference and output.
func (s style) block(e *hub.Example, res *hub.Result) string {
	if s.o.Quiet && !res.Gates() {
		return ""
	}
	var b strings.Builder
	b.WriteString(s.line(e, res) + "\n")
	s.writeAttempts(&b, res)
	differs := false
	if res.Status == hub.StatusError && s.inFull(res) {
		differs = s.writeError(&b, res)
	}
	if s.showsOutput(res) {
		s.writeExcerpt(&b, e, res, differs)
		if a := res.Last(); a != nil && a.OutputFile != "" {
			b.WriteString(s.indent() + "full output: " + sanitize.Line(a.OutputFile) + "\n")
		}
	}
	return b.String()
}

// writeError writes type and message, place and difference, and reports whether there is a
// difference.
func (s style) writeError(b *strings.Builder, res *hub.Result) (differs bool) {
	err := text.Failure(res)
	b.WriteString(s.indent() + s.paint(ansi.Strong, text.Type(err.Type)+": "+sanitize.Clip(sanitize.Line(err.Message), maxColumns)) + "\n")
	if at := text.Location(&err); at != "" {
		b.WriteString(s.indent() + "at " + s.link(&err, sanitize.Line(at)) + "\n")
	}
	return s.writeDiff(b, &err)
}

// link makes text, the place of an error, a link to it.
func (s style) link(err *hub.Error, text string) string {
	if s.o.Link == nil {
		return text
	}
	url := s.o.Link(err.File, err.Line)
	if url == "" || sanitize.Line(url) != url {
		return text
	}
	return "\x1b]8;;" + url + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

func (s style) showsOutput(res *hub.Result) bool {
	switch {
	case s.o.Streamed:
		return false
	case s.o.Verbose:
		return true
	}
	return res.Status == hub.StatusError && s.inFull(res)
}

// writeExcerpt writes the lines of an output around those that the error quotes, else its
// end, and how many lines more there are.
func (s style) writeExcerpt(b *strings.Builder, e *hub.Example, res *hub.Result, differs bool) {
	quoted := ""
	if res.Status == hub.StatusError {
		quoted = text.Failure(res).Message
	}
	excerpt, left := text.Excerpt(ansi.Shown(res.Output()), quoted, maxLines, maxTail)
	if excerpt == "" {
		return
	}
	if differs {
		b.WriteString(s.indent() + s.paint(ansi.Strong, "Output") + "\n")
	}
	s.writeLines(b, excerpt)
	if left > 0 {
		line := "… " + text.Plural(left, "more line")
		if s.o.Command != nil {
			line += ": " + sanitize.Line(s.o.Command("show", strconv.Itoa(e.Index)))
		}
		b.WriteString(s.indent() + s.paint(ansi.Dim, line) + "\n")
	}
}

// writeOutput writes the end of an output.
func (s style) writeOutput(b *strings.Builder, output string) {
	excerpt, _ := text.Excerpt(ansi.Shown(output), "", maxLines, maxTail)
	if excerpt != "" {
		s.writeLines(b, excerpt)
	}
}

// writeLines writes sanitised lines, each behind "| ", so that it cannot be taken for a
// line of hub or for a command.
func (s style) writeLines(b *strings.Builder, lines string) {
	begin, end := "", ""
	if s.o.Fence != nil {
		begin, end = s.o.Fence()
	}
	b.WriteString(begin)
	for line := range strings.SplitSeq(lines, "\n") {
		b.WriteString(s.behindBar("", line))
	}
	b.WriteString(end)
}

func (s style) behindBar(role ansi.Paint, line string) string {
	return strings.TrimRight(fmt.Sprintf("%s%s %s", s.indent(), s.paint(ansi.Dim, "|"), s.paint(role, sanitize.Clip(line, maxColumns))), " ") + "\n"
}

// maxDiff bounds the lines of a diff.
const maxDiff = 24

// writeDiff writes the difference from the expected output, and reports whether there is
// one.
func (s style) writeDiff(b *strings.Builder, err *hub.Error) bool {
	text := text.Difference(err, maxDiff)
	if text == "" {
		return false
	}
	b.WriteString(s.indent() + s.paint(ansi.Strong, "Difference") + "\n")
	for line := range strings.SplitSeq(text, "\n") {
		role := ansi.Paint("")
		switch {
		case strings.HasPrefix(line, "-"):
			role = ansi.Bad
		case strings.HasPrefix(line, "+"):
			role = ansi.Good
		case strings.HasPrefix(line, "@@"):
			role = ansi.Dim
		}
		b.WriteString(s.behindBar(role, line))
	}
	return true
}
