package reporters

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// writeTAP writes the Test Anything Protocol, version 14, which readers of version 13
// accept as well: one test point per example, in catalog order, named by its ID. Outcomes
// are those of JUnit, see [junit.Write]: "not ok" for <failure> and <error>, "# SKIP" with
// the reason for a skip, and "not ok" with "# TODO" for an allowed failure, which readers
// do not count as a failure.
//
// The duration is the directive "# time=…ms", or duration_ms among the diagnostics if
// there is another directive. Problems outside the examples are further test points. If
// the run did not pass for a reason that belongs to no result, it ends with "Bail out!",
// see [text.RunFailure].
func writeTAP(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	pairs := text.Paired(run)
	problems := text.Problems(run)
	fmt.Fprintf(out, "TAP version 14\n1..%d\n", len(pairs.Results)+len(problems))
	if text := text.Summary(run); text != "" {
		fmt.Fprintf(out, "# hub: %s: %s\n", run.Verdict(), tapText(text))
	}
	failing := 0
	for i := range pairs.Results {
		e, res := &pairs.Plan[i], &pairs.Results[i]
		kind := text.KindOf(res, pairs.End.Reason)
		ok, directive := "ok", ""
		switch {
		case kind == text.Skipped && res.Status == hub.StatusError:
			ok, directive = "not ok", "TODO "+tapText(sanitize.Head(text.AllowedMessage(res), text.MaxMessage))
		case kind == text.Skipped:
			why := tapText(sanitize.Head(text.Reason(res), text.MaxMessage))
			if why == "" { // it has no visible character
				why = "no reason given"
			}
			directive = "SKIP " + why
		case kind != text.Passed:
			ok = "not ok"
			failing++
		}
		timed := directive == ""
		if timed {
			directive = "time=" + tapMillis(res.Seconds) + "ms"
		}
		name := tapText(e.ID)
		if name == "" {
			name = "unnamed"
		}
		fmt.Fprintf(out, "%s %d - %s # %s\n", ok, i+1, name, directive)
		if err := tapDiagnostics(out, e, res, timed, kind); err != nil {
			return err
		}
	}
	for i, p := range problems {
		fmt.Fprintf(out, "not ok %d - %s # time=%sms\n", len(pairs.Results)+i+1, tapText(p.Name), tapMillis(p.Seconds()))
		if err := tapProblem(out, p); err != nil {
			return err
		}
	}
	if text := text.RunFailure(run, failing); text != "" {
		fmt.Fprintf(out, "Bail out! %s\n", tapText(text))
	}
	return out.Flush()
}

// tapText returns untrusted text as a description or a reason: one line, with '#' and '\'
// escaped, and no brace at its end, which would open a subtest.
func tapText(s string) string {
	s = sanitize.Line(s)
	if strings.HasSuffix(s, "{") {
		s = `"` + s + `"`
	}
	return tapEscaper().Replace(s)
}

func tapEscaper() *strings.Replacer { return strings.NewReplacer(`\`, `\\`, `#`, `\#`) }

func tapMillis(s float64) string { return strconv.FormatFloat(min(text.Sane(s), 1e9)*1000, 'f', 3, 64) }

// tapBlock is the YAML block of a test point. All texts are JSON strings, which are valid
// YAML.
type tapBlock struct{ strings.Builder }

func (b *tapBlock) add(name, value string) {
	if value = sanitize.Text(value); value != "" {
		b.WriteString("  " + name + ": " + tapQuote(value) + "\n")
	}
}

// list adds a text as a list of lines, unless it is empty.
func (b *tapBlock) list(name, text string) {
	if text == "" {
		return
	}
	b.WriteString("  " + name + ":\n")
	for line := range strings.SplitSeq(sanitize.Text(text), "\n") {
		b.WriteString("    - " + tapQuote(line) + "\n")
	}
}

// write writes the block unless it is empty.
func (b *tapBlock) write(out *bufio.Writer) error {
	if b.Len() == 0 {
		return nil
	}
	_, err := out.WriteString("  ---\n" + b.String() + "  ...\n")
	return err
}

// tapDiagnostics writes the details of a result.
func tapDiagnostics(out *bufio.Writer, e *hub.Example, res *hub.Result, timed bool, kind text.Kind) error {
	var b tapBlock
	switch {
	case res.Status == hub.StatusError:
		err := text.Failure(res)
		b.add("message", text.Message(err.Message))
		b.WriteString("  severity: " + map[bool]string{true: "todo", false: "fail"}[res.AllowedFailure != nil] + "\n")
		b.add("type", string(err.Type))
		b.add("at", text.Location(&err))
		b.list("diff", text.Difference(&err, text.TailLines))
	case kind == text.Errored:
		b.add("message", text.Message(text.Reason(res)))
		b.WriteString("  severity: fail\n")
		b.add("type", string(res.Status))
	}
	if b.Len() > 0 {
		b.add("file", e.Path)
		if a := res.Last(); a != nil {
			b.add("exit", text.Exit(a))
		}
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
	if !timed && text.Sane(res.Seconds) > 0 {
		b.WriteString("  duration_ms: " + tapMillis(res.Seconds) + "\n")
	}
	files := text.OutputFiles(res)
	if len(files) > 0 {
		b.WriteString("  files:\n")
	}
	for _, file := range files {
		b.WriteString("    - " + tapQuote(file) + "\n")
	}
	if text.ShowsOutput(res) {
		b.list("output", text.LastLines(ansi.Shown(res.Output()), text.TailLines, text.MaxTail))
	}
	return b.write(out)
}

// tapProblem writes the details of a problem.
func tapProblem(out *bufio.Writer, p text.Problem) error {
	var b tapBlock
	b.add("message", text.Message(p.Text))
	b.WriteString("  severity: fail\n")
	b.add("type", p.Kind)
	b.add("exit", p.Exit())
	b.list("output", text.LastLines(p.Output(), text.TailLines, text.MaxTail))
	return b.write(out)
}

// tapQuote returns a text as a double-quoted YAML scalar: a JSON string in which
// characters that YAML does not allow are U+FFFD.
func tapQuote(s string) string {
	clean := strings.Map(func(r rune) rune {
		if !sanitize.InXML(r) || r == '\ufeff' {
			return '\ufffd'
		}
		return r
	}, s)
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(clean) // encoding a string does not fail
	return strings.TrimSuffix(b.String(), "\n")
}
