package reporters

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// caseKind is which outcome a result has in JUnit's terms.
type caseKind int

const (
	casePassed caseKind = iota
	caseSkipped
	caseFailed
	caseError
)

func kindOf(res *hub.Result, end hub.EndReason) caseKind {
	switch res.Status {
	case hub.StatusCompleted:
		return casePassed
	case hub.StatusSkipped:
		return caseSkipped
	case hub.StatusError:
		switch {
		case res.AllowedFailure != nil:
			return caseSkipped
		case failure(res).Type.CouldNotRun():
			return caseError
		}
		return caseFailed
	case hub.StatusPending:
		if end == hub.EndStopOnError || end == hub.EndMaxFailures {
			return caseSkipped
		}
	}
	return caseError
}

// showsOutput reports whether a case carries its output: what did not pass.
func showsOutput(res *hub.Result) bool {
	return res.Status == hub.StatusError || res.Status == hub.StatusInterrupted
}

// caseBuilder makes the suites and cases of one document.
type caseBuilder struct {
	run     *hub.Run
	dialect dialect
	detail
	ids []caseID
}

// suite is the suite of the cases at these positions: its totals now, its
// cases when they are written.
func (b *caseBuilder) suite(cases []int) junitSuite {
	s := junitSuite{Testcases: junitCases{
		count: len(cases),
		at:    func(i int) junitCase { return b.testcase(cases[i]) },
	}}
	s.Name = b.ids[cases[0]].suite
	total, started := 0.0, b.run.Started
	for n, i := range cases {
		res := &b.run.Results[i]
		total += sane(res.Seconds)
		if !res.Started.IsZero() && (n == 0 || res.Started.Before(started)) {
			started = res.Started
		}
		var tc junit.Testcase
		switch kindOf(res, b.run.End.Reason) {
		case caseSkipped:
			tc.Skipped = &junit.Result{}
		case caseFailed:
			tc.Failure = &junit.Result{}
		case caseError:
			tc.Error = &junit.Result{}
		}
		s.AddTestcase(tc)
	}
	s.Skipped = s.Testsuite.Skipped
	s.Time, s.Timestamp = xmlSeconds(total), xmlTime(started)
	return s
}

func (b *caseBuilder) testcase(i int) junitCase {
	e, res, id := &b.run.Plan[i], &b.run.Results[i], b.ids[i]
	c := junitCase{}
	c.Name, c.Classname, c.Time = id.name, id.class, xmlSeconds(res.Seconds)
	if b.dialect.places {
		b.setPlace(&c, e, res)
	}
	if b.dialect.properties && b.properties {
		c.Properties = b.caseProperties(e, res)
	}
	switch kindOf(res, b.run.End.Reason) {
	case caseSkipped:
		c.Skipped = b.skipped(e, res)
	case caseFailed:
		err := failure(res)
		c.Failure = outcome(string(err.Type), b.message(err.Message), b.body(e, res, &err))
	case caseError:
		err := failure(res)
		switch res.Status {
		case hub.StatusError:
		case hub.StatusInterrupted:
			if err = (hub.Error{Type: "interrupted", Message: reason(res)}); res.Error != nil {
				err.Type = res.Error.Type // deadline
			}
		default:
			err = hub.Error{Type: "not_run", Message: reason(res)}
		}
		c.Error = outcome(string(err.Type), b.message(err.Message), b.body(e, res, &err))
	}
	if c.Skipped == nil {
		b.setAttempts(&c, res)
	}
	c.SystemOut = b.systemOut(res)
	return c
}

// systemOut is the output of a case that did not pass, and a line for each file
// that holds the whole output of an attempt, by which consumers attach it; nil
// when there is neither.
func (b *caseBuilder) systemOut(res *hub.Result) *junitText {
	var files strings.Builder
	if b.properties {
		for _, file := range outputFiles(res) {
			files.WriteString(attachment + file + "]]\n")
		}
	}
	var text string
	if showsOutput(res) && b.output > 0 {
		limit := b.output
		if files.Len() > 0 {
			limit -= files.Len() + 1
		}
		text = headAndTail(cleanXML(ansi.Shown(res.Output())), limit)
	}
	if text != "" && files.Len() > 0 && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	text += files.String()
	if text == "" {
		return nil
	}
	return &junitText{Body: bodyEscaper.Replace(text)}
}

// setPlace says where to look. The file is always the example's own, since
// consumers key by it; the line is the failing one when that is in this file.
func (b *caseBuilder) setPlace(c *junitCase, e *hub.Example, res *hub.Result) {
	c.File, c.Line = xmlKey(e.Path), 1
	if e.Path == "" {
		c.File = xmlKey(e.ID)
	}
	if res.Error != nil && res.Error.Line > 0 && (res.Error.File == e.Path || res.Error.File == "") {
		c.Line = res.Error.Line
	}
	started := res.Started
	if started.IsZero() {
		started = b.run.Started
	}
	if b.when {
		c.Timestamp = xmlTime(started)
	}
}

// caseProperties are the example's ID, and what an outcome alone does not say.
func (b *caseBuilder) caseProperties(e *hub.Example, res *hub.Result) *junitProperties {
	var p junitProperties
	bound := maxMessage
	add := func(name, value string) {
		p.Properties = append(p.Properties, junit.Property{Name: "hub." + name, Value: cleanXML(sanitize.Head(value, bound))})
	}
	add("id", e.ID)
	bound = b.detail.message
	if res.Doubtful != "" {
		add("doubtful", res.Doubtful)
	}
	if len(res.Leaked) > 0 {
		add("leaked", strings.Join(res.Leaked, ", "))
	}
	if res.AllowedFailure != nil {
		add("allowed-failure", allowedText(res.AllowedFailure))
	}
	return &p
}

func (b *caseBuilder) skipped(e *hub.Example, res *hub.Result) *junitResult {
	if res.Status != hub.StatusError {
		text := b.message(reason(res))
		return outcome("", text, text)
	}
	err := failure(res)
	err.Message = allowedMessage(res)
	return outcome("allowed_failure", b.message(err.Message), b.body(e, res, &err))
}

// body is the text of an outcome: the message alone on the first line, where
// it happened, how it ended, and the end of the output.
func (b *caseBuilder) body(e *hub.Example, res *hub.Result, err *hub.Error) string {
	text := b.message(err.Message) + cutText(bodyFacts(e, res, err), b.facts)
	a := res.Last()
	if a == nil {
		return text
	}
	if d := difference(err, tailLines); d != "" {
		text += cutText("\n\n"+d, b.diff)
	}
	return text + b.end(ansi.Shown(a.Output))
}

// bodyFacts are the lines below the message, each with a line end before it.
func bodyFacts(e *hub.Example, res *hub.Result, err *hub.Error) string {
	var t strings.Builder
	if at := place(err); at != "" {
		t.WriteString("\nat " + at)
	}
	if e.Path != "" {
		t.WriteString("\nexample " + e.Path)
		if e.Title != "" && e.Title != e.Name {
			t.WriteString(" (" + oneLine(e.Title) + ")")
		}
	}
	if res.AllowedFailure != nil {
		t.WriteString("\n" + allowedText(res.AllowedFailure))
	}
	if a := res.Last(); a != nil {
		t.WriteString("\n" + exitText(a))
		if n := len(res.Attempts); n > 1 {
			t.WriteString(", " + strconv.Itoa(n) + " attempts")
		}
	}
	return t.String()
}

// end is the end of an output as a failure's own text shows it, below an empty
// line; that it is left out where it is.
func (b *caseBuilder) end(output string) string {
	tail := lastLines(output, tailLines, max(b.tail, 1))
	switch {
	case tail == "":
		return ""
	case b.tail == 0:
		return "\n[output left out]"
	}
	return "\n\n" + tail
}

// setAttempts tells of the attempts before the deciding one, as Surefire does:
// <flakyFailure> where it passed in the end, <rerunFailure> where it did not.
// The outcome itself is the deciding attempt's, as in every other report.
func (b *caseBuilder) setAttempts(c *junitCase, res *hub.Result) {
	for i := range max(0, len(res.Attempts)-1) {
		a := &res.Attempts[i]
		if a.Error == nil {
			continue
		}
		err := failure(&hub.Result{Error: a.Error})
		text := b.message(err.Message)
		facts := fmt.Sprintf("\nattempt %d, %s", a.Number, exitText(a))
		if at := place(&err); at != "" {
			facts = "\nat " + at + facts
		}
		text += cutText(facts, b.facts) + b.end(ansi.Shown(a.Output))
		attempt := junitAttempt{
			Message:    cleanXML(b.message(err.Message)),
			Type:       typeName(string(err.Type)),
			StackTrace: junitText{Body: xmlBody(text)},
		}
		switch res.Status {
		case hub.StatusCompleted:
			c.Flaky = append(c.Flaky, attempt)
		default:
			c.Rerun = append(c.Rerun, attempt)
		}
	}
}

// message is an error's message as attribute and first line: one line, bounded.
func message(s string) string { return cutText(oneLine(s), maxMessage) }

func (b *caseBuilder) message(s string) string { return cutText(oneLine(s), b.detail.message) }

// cutText is s within n bytes; an ellipsis at its end says that it was longer.
func cutText(s string, n int) string {
	const mark = "…"
	switch {
	case len(s) <= n:
		return s
	case n < len(mark):
		return ""
	}
	return sanitize.Head(s, n-len(mark)) + mark
}

// oneLine joins the lines of a text. Terminal sequences go first: they end at
// a line's end at the latest, and joined they would not.
func oneLine(s string) string {
	s = ansi.Strip(s)
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}

// headAndTail keeps both ends of a text that is longer than limit bytes,
// around a line that says how much is not there.
func headAndTail(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const room = 64 // for the mark
	half := max((limit-room)/2, 0)
	head, tail := sanitize.Head(s, half), sanitize.Tail(s, half)
	return fmt.Sprintf("%s\n[… %d bytes left out of this report …]\n%s", head, len(s)-len(head)-len(tail), tail)
}
