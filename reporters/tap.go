package reporters

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// writeTAP writes the Test Anything Protocol, version 13, which every reader of TAP knows:
// one test point per example, in catalog order, named by its ID. Outcomes are those of
// JUnit, see [junit.Write]: "not ok" for <failure> and <error>, "# SKIP" with the reason
// for a skip, and "not ok" with "# TODO" for an allowed failure, which readers do not
// count as a failure.
//
// Everything else is in the YAML block of the point: the status, the details of a
// failure, the duration. Problems outside the examples are further test points. If the
// run did not pass for a reason that belongs to no result, the document ends with "Bail
// out!", see [text.RunFailure].
//
// Note: the summary is a comment at the end, since some readers take a comment for the
// name of the points below it.
func writeTAP(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	pairs := text.Paired(run)
	problems := text.Problems(run)
	fmt.Fprintf(out, "TAP version 13\n1..%d", len(pairs.Results)+len(problems))
	if len(pairs.Results)+len(problems) == 0 {
		fmt.Fprintf(out, " # SKIP %s", text.Empty(run))
	}
	out.WriteByte('\n')
	failing := 0
	for i := range pairs.Results {
		e, res := &pairs.Plan[i], &pairs.Results[i]
		kind := text.KindOf(res, pairs.End.Reason)
		ok, directive := "ok", ""
		switch {
		case kind == text.Skipped && res.Status == hub.StatusError:
			ok, directive = "not ok", " # TODO "+tapReason(text.AllowedMessage(res))
		case kind == text.Skipped:
			directive = " # SKIP " + cmp.Or(tapReason(text.Reason(res)), "no reason given") // it may have no visible character
		case kind != text.Passed:
			ok = "not ok"
			failing++
		}
		fmt.Fprintf(out, "%s %d - %s%s\n", ok, i+1, cmp.Or(tapName(e.ID), "unnamed"), directive)
		writeTAPDetails(out, e, res, kind)
	}
	for i, p := range problems {
		fmt.Fprintf(out, "not ok %d - %s\n", len(pairs.Results)+i+1, tapName(p.Name))
		writeTAPProblem(out, p)
	}
	fmt.Fprintf(out, "# hub: %s: %s\n", run.Verdict(), tapReason(text.Summary(run)))
	if text := text.RunFailure(run, failing); text != "" {
		fmt.Fprintf(out, "Bail out! %s\n", tapReason(text))
	}
	return out.Flush()
}

// tapName returns untrusted text as the description of a test point. A '#', which begins
// a directive, becomes its full-width form: version 13 has no escape for it, and readers
// disagree. The ID is in the YAML block as it is.
func tapName(s string) string { return strings.ReplaceAll(tapReason(s), "#", "\uff03") }

// tapReason returns untrusted text as the rest of a line, without a brace at its end, which
// would open a subtest.
func tapReason(s string) string {
	s = sanitize.Line(sanitize.Head(s, text.MaxMessage))
	if strings.HasSuffix(s, "{") {
		s = `"` + s + `"`
	}
	return s
}

func tapMillis(s float64) string { return strconv.FormatFloat(min(text.Sane(s), 1e9)*1000, 'f', 3, 64) }

// tapBlock is the YAML block of a test point, in the part of YAML that all readers of TAP
// have: names with a quoted text, which is a JSON string, or with a literal block.
type tapBlock struct{ strings.Builder }

func (b *tapBlock) add(name, value string) {
	if value = sanitize.Text(value); value != "" {
		b.WriteString("  " + name + ": " + tapQuote(value) + "\n")
	}
}

// literal adds a text as a literal block, unless it is empty. Every line is indented, the
// empty ones too: TAP::Parser ends the block at a line that is not. It also takes the
// indent of the first line for that of the block, so a first line that is indented itself
// gets another one above it.
func (b *tapBlock) literal(name, text string) {
	text = strings.Trim(tapPrintable(sanitize.Text(text)), "\n")
	if strings.TrimSpace(text) == "" {
		return
	}
	b.WriteString("  " + name + ": |\n")
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsSpace(first) {
		b.WriteString("    …\n")
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString("    " + line + "\n")
	}
}

// write writes the block. The first error is that of out.
func (b *tapBlock) write(out *bufio.Writer) {
	_, _ = out.WriteString("  ---\n" + b.String() + "  ...\n")
}

// writeTAPDetails writes the details of a result. The first says that the document is
// hub's, see [Wrote].
func writeTAPDetails(out *bufio.Writer, e *hub.Example, res *hub.Result, kind text.Kind) {
	var b tapBlock
	b.add("hub_status", string(res.Status))
	failed := true
	switch {
	case res.Status == hub.StatusError:
		err := text.Failure(res)
		b.add("message", text.Message(err.Message))
		b.WriteString("  severity: " + map[bool]string{true: "todo", false: "fail"}[res.AllowedFailure != nil] + "\n")
		b.add("type", string(err.Type))
		b.add("at", text.Location(&err))
		b.literal("diff", text.Difference(&err, text.TailLines))
	case kind == text.Errored:
		b.add("message", text.Message(text.Reason(res)))
		b.WriteString("  severity: fail\n")
		b.add("type", string(res.Status))
	default:
		failed = false
	}
	if a := res.Last(); a != nil && failed {
		b.add("exit", text.Exit(a))
	}
	if n := len(res.Attempts); n > 1 {
		b.WriteString("  attempts: " + strconv.Itoa(n) + "\n")
	}
	if res.Flaky {
		b.add("flaky", text.Message(text.Flaky(res)))
	}
	b.add("doubtful", text.Message(res.Doubtful))
	b.add("leaked", text.Message(strings.Join(res.Leaked, ", ")))
	if res.AllowedFailure != nil {
		b.add("allowed", text.Message(text.Allowed(res.AllowedFailure)))
	}
	b.add("baseline", text.Message(text.News(e, res)))
	b.add("id", e.ID)
	if e.Title != e.Name {
		b.add("title", text.Message(e.Title))
	}
	b.add("file", e.Path)
	b.WriteString("  duration_ms: " + tapMillis(res.Seconds) + "\n")
	var files strings.Builder
	for _, file := range text.OutputFiles(res) {
		files.WriteString(file.Path + "\n")
	}
	b.literal("files", files.String())
	if text.ShowsOutput(res) {
		b.literal("output", text.LastLines(ansi.Shown(res.Output()), text.TailLines, text.MaxTail))
	}
	b.write(out)
}

// writeTAPProblem writes the details of a problem.
func writeTAPProblem(out *bufio.Writer, p text.Problem) {
	var b tapBlock
	b.add("hub_problem", p.Kind)
	b.add("message", text.Message(p.Text))
	b.WriteString("  severity: fail\n")
	b.add("exit", p.Exit())
	b.WriteString("  duration_ms: " + tapMillis(p.Seconds()) + "\n")
	b.literal("output", text.LastLines(p.Output(), text.TailLines, text.MaxTail))
	b.write(out)
}

// tapQuote returns a text as a double-quoted YAML scalar: a JSON string.
func tapQuote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(tapPrintable(s)) // encoding a string does not fail
	return strings.TrimSuffix(b.String(), "\n")
}

// tapPrintable replaces characters that YAML does not allow by U+FFFD.
func tapPrintable(s string) string {
	return strings.Map(func(r rune) rune {
		if !sanitize.InXML(r) || r == '\ufeff' {
			return '\ufffd'
		}
		return r
	}, s)
}
