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

// writeTAP writes the Test Anything Protocol, version 14, which readers of 13
// take as well: one test point an example, in catalog order, named by its ID.
// What became of it is what JUnit says, see [junit.Write]: "not ok" for
// <failure> and <error>, "# SKIP" with the reason for a skip, and "not ok" with
// "# TODO" for an allowed failure, which readers count as no failure.
//
// The time follows as "# time=…ms", or as duration_ms among the diagnostics
// where another directive has its place. What went wrong beside the examples
// follows as test points after theirs, and a run that did not pass for a reason
// that belongs to no result ends with "Bail out!"; see [text.Troubles].
func writeTAP(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	pairs := text.Paired(run)
	own := text.Besides(run)
	fmt.Fprintf(out, "TAP version 14\n1..%d\n", len(pairs.Results)+len(own))
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
			if why == "" { // nothing in it can be shown
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
	for i, t := range own {
		fmt.Fprintf(out, "not ok %d - %s # time=%sms\n", len(pairs.Results)+i+1, tapText(t.Name), tapMillis(t.Seconds()))
		if err := tapOwn(out, t); err != nil {
			return err
		}
	}
	if text := text.Missing(run, failing); text != "" {
		fmt.Fprintf(out, "Bail out! %s\n", tapText(text))
	}
	return out.Flush()
}

// tapText is untrusted text as a description or a reason: one line, '#' and
// '\' escaped, and no brace at its end, which would open a subtest.
func tapText(s string) string {
	s = sanitize.Line(s)
	if strings.HasSuffix(s, "{") {
		s = `"` + s + `"`
	}
	return tapEscaper().Replace(s)
}

func tapEscaper() *strings.Replacer { return strings.NewReplacer(`\`, `\\`, `#`, `\#`) }

func tapMillis(s float64) string { return strconv.FormatFloat(min(text.Sane(s), 1e9)*1000, 'f', 3, 64) }

// tapBlock is the YAML block of a test point. All texts are quoted as JSON
// quotes them, which YAML reads.
type tapBlock struct{ strings.Builder }

func (b *tapBlock) add(name, value string) {
	if value = sanitize.Text(value); value != "" {
		b.WriteString("  " + name + ": " + tapQuote(value) + "\n")
	}
}

// list adds a text line by line; nothing for none.
func (b *tapBlock) list(name, text string) {
	if text == "" {
		return
	}
	b.WriteString("  " + name + ":\n")
	for line := range strings.SplitSeq(sanitize.Text(text), "\n") {
		b.WriteString("    - " + tapQuote(line) + "\n")
	}
}

// write writes the block, if it says anything.
func (b *tapBlock) write(out *bufio.Writer) error {
	if b.Len() == 0 {
		return nil
	}
	_, err := out.WriteString("  ---\n" + b.String() + "  ...\n")
	return err
}

// tapDiagnostics says of an example what its line does not.
func tapDiagnostics(out *bufio.Writer, e *hub.Example, res *hub.Result, timed bool, kind text.Kind) error {
	var b tapBlock
	switch {
	case res.Status == hub.StatusError:
		err := text.Failure(res)
		b.add("message", text.Message(err.Message))
		b.WriteString("  severity: " + map[bool]string{true: "todo", false: "fail"}[res.AllowedFailure != nil] + "\n")
		b.add("type", string(err.Type))
		b.add("at", text.Place(&err))
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

// tapOwn says of what went wrong beside the examples what its line does not.
func tapOwn(out *bufio.Writer, t text.Trouble) error {
	var b tapBlock
	b.add("message", text.Message(t.Text))
	b.WriteString("  severity: fail\n")
	b.add("type", t.Kind)
	b.add("exit", t.Exit())
	b.list("output", text.LastLines(t.Output(), text.TailLines, text.MaxTail))
	return b.write(out)
}

// tapQuote is a text as a double-quoted scalar of YAML: as JSON has it, and
// what YAML cannot hold even there becomes U+FFFD.
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
	_ = enc.Encode(clean) // a string has no error
	return strings.TrimSuffix(b.String(), "\n")
}
