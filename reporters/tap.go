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
)

// writeTAP writes the Test Anything Protocol, version 14, which readers of 13
// take as well: one test point an example, in catalog order, named by its ID.
// What became of it is what JUnit says, see [writeJUnit]: "not ok" for
// <failure> and <error>, "# SKIP" with the reason for a skip, and "not ok" with
// "# TODO" for an allowed failure, which readers count as no failure.
//
// The time follows as "# time=…ms", or as duration_ms among the diagnostics
// where another directive has its place. What went wrong beside the examples
// follows as test points after theirs, and a run that did not pass for a reason
// that belongs to no result ends with "Bail out!"; see [troubles].
func writeTAP(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	pairs := paired(run)
	own := besides(run)
	fmt.Fprintf(out, "TAP version 14\n1..%d\n", len(pairs.Results)+len(own))
	if text := summaryText(run); text != "" {
		fmt.Fprintf(out, "# hub: %s: %s\n", run.Verdict(), tapText(text))
	}
	failing := 0
	for i := range pairs.Results {
		e, res := &pairs.Plan[i], &pairs.Results[i]
		kind := kindOf(res, pairs.End.Reason)
		ok, directive := "ok", ""
		switch {
		case kind == caseSkipped && res.Status == hub.StatusError:
			ok, directive = "not ok", "TODO "+tapText(sanitize.Head(allowedMessage(res), maxMessage))
		case kind == caseSkipped:
			why := tapText(sanitize.Head(reason(res), maxMessage))
			if why == "" { // nothing in it can be shown
				why = "no reason given"
			}
			directive = "SKIP " + why
		case kind != casePassed:
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
		fmt.Fprintf(out, "not ok %d - %s # time=%sms\n", len(pairs.Results)+i+1, tapText(t.name), tapMillis(t.seconds()))
		if err := tapOwn(out, t); err != nil {
			return err
		}
	}
	if text := missing(run, failing); text != "" {
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

func tapMillis(s float64) string { return strconv.FormatFloat(min(sane(s), 1e9)*1000, 'f', 3, 64) }

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
func tapDiagnostics(out *bufio.Writer, e *hub.Example, res *hub.Result, timed bool, kind caseKind) error {
	var b tapBlock
	switch {
	case res.Status == hub.StatusError:
		err := failure(res)
		b.add("message", message(err.Message))
		b.WriteString("  severity: " + map[bool]string{true: "todo", false: "fail"}[res.AllowedFailure != nil] + "\n")
		b.add("type", string(err.Type))
		b.add("at", place(&err))
		b.list("diff", difference(&err, tailLines))
	case kind == caseError:
		b.add("message", message(reason(res)))
		b.WriteString("  severity: fail\n")
		b.add("type", string(res.Status))
	}
	if b.Len() > 0 {
		b.add("file", e.Path)
		if a := res.Last(); a != nil {
			b.add("exit", exitText(a))
		}
	}
	if n := len(res.Attempts); n > 1 {
		b.WriteString("  attempts: " + strconv.Itoa(n) + "\n")
	}
	if res.Flaky {
		b.add("flaky", message(flakyText(res)))
	}
	b.add("doubtful", message(res.Doubtful))
	b.add("leaked", message(strings.Join(res.Leaked, ", ")))
	if res.AllowedFailure != nil {
		b.add("allowed", message(allowedText(res.AllowedFailure)))
	}
	if !timed && sane(res.Seconds) > 0 {
		b.WriteString("  duration_ms: " + tapMillis(res.Seconds) + "\n")
	}
	files := outputFiles(res)
	if len(files) > 0 {
		b.WriteString("  files:\n")
	}
	for _, file := range files {
		b.WriteString("    - " + tapQuote(file) + "\n")
	}
	if showsOutput(res) {
		b.list("output", lastLines(ansi.Shown(res.Output()), tailLines, maxTail))
	}
	return b.write(out)
}

// tapOwn says of what went wrong beside the examples what its line does not.
func tapOwn(out *bufio.Writer, t trouble) error {
	var b tapBlock
	b.add("message", message(t.text))
	b.WriteString("  severity: fail\n")
	b.add("type", t.kind)
	b.add("exit", t.exit())
	b.list("output", lastLines(t.output(), tailLines, maxTail))
	return b.write(out)
}

// tapQuote is a text as a double-quoted scalar of YAML: as JSON has it, and
// what YAML cannot hold even there becomes U+FFFD.
func tapQuote(s string) string {
	clean := strings.Map(func(r rune) rune {
		if !inXML(r) || r == '\ufeff' {
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
