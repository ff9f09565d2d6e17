package junit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// caseBuilder makes the suites and cases of one document.
type caseBuilder struct {
	run     *hub.Run
	dialect dialect
	detail
	ids   []caseID
	sizes []int32 // see [layout.known]
}

// suite returns the suite of the cases at these positions. Its totals are computed now,
// its cases while they are written.
func (b *caseBuilder) suite(positions []int) suite {
	s := suite{
		Testsuite: junit.Testsuite{Name: b.ids[positions[0]].suite, Tests: len(positions)},
		at:        func(i int) testcase { return b.testcase(positions[i]) },
		size:      func(i int) *int32 { return &b.sizes[positions[i]] },
	}
	total, started := 0.0, b.run.Started
	for n, i := range positions {
		res := &b.run.Results[i]
		total += text.Sane(res.Seconds)
		if !res.Started.IsZero() && (n == 0 || res.Started.Before(started)) {
			started = res.Started
		}
		switch text.KindOf(res, b.run.End.Reason) {
		case text.Skipped:
			s.Skipped++
		case text.Failed:
			s.Failures++
		case text.Errored:
			s.Errors++
		}
	}
	s.Time, s.Timestamp = xmlSeconds(total), text.Time(started)
	return s
}

func (b *caseBuilder) testcase(i int) testcase {
	e, res, id := &b.run.Plan[i], &b.run.Results[i], b.ids[i]
	c := testcase{Testcase: junit.Testcase{Name: id.name, Classname: id.class, Time: xmlSeconds(res.Seconds)}}
	if b.dialect.locations {
		b.setLocation(&c, e, res)
	}
	if b.dialect.properties && b.properties {
		c.properties = b.caseProperties(e, res)
	}
	switch text.KindOf(res, b.run.End.Reason) {
	case text.Skipped:
		c.Skipped = b.skipped(e, res)
	case text.Failed:
		err := text.Failure(res)
		c.Failure = result(string(err.Type), b.message(err.Message), b.body(e, res, &err))
	case text.Errored:
		err := text.Failure(res)
		switch res.Status {
		case hub.StatusError:
		case hub.StatusInterrupted:
			if err = (hub.Error{Type: "interrupted", Message: text.Reason(res)}); res.Error != nil {
				err.Type = res.Error.Type // deadline
			}
		default:
			err = hub.Error{Type: "not_run", Message: text.Reason(res)}
		}
		c.Error = result(string(err.Type), b.message(err.Message), b.body(e, res, &err))
	}
	if c.Skipped == nil {
		b.setAttempts(&c, res)
	}
	c.SystemOut = b.systemOut(res)
	c.unbounded = unbounded(&c, res)
	return c
}

// systemOut returns the output of a case that did not pass, and for each file with the full
// output of an attempt a line that attaches it, escaped; nil if there is neither. The last
// attempt comes first: GitLab attaches only one file.
func (b *caseBuilder) systemOut(res *hub.Result) *junit.Output {
	var files strings.Builder
	if b.properties {
		for _, file := range text.OutputFiles(res) {
			files.WriteString(sanitize.Attachment + file.Path + "]]\n")
		}
	}
	var output string
	if text.ShowsOutput(res) && b.output > 0 {
		limit := b.output
		if files.Len() > 0 {
			limit -= files.Len() + 1
		}
		output = text.HeadAndTail(sanitize.XML(ansi.Shown(res.Output())), limit)
	}
	if output != "" && files.Len() > 0 && !strings.HasSuffix(output, "\n") {
		output += "\n"
	}
	if output += files.String(); output == "" {
		return nil
	}
	return &junit.Output{Data: bodyEscaper.Replace(output)}
}

// setLocation sets file and line. The file is always the entry file, since readers use it
// as a key; the line is that of the failure if it is in this file.
func (b *caseBuilder) setLocation(c *testcase, e *hub.Example, res *hub.Result) {
	c.file, c.line = xmlKey(e.Path), 1
	if e.Path == "" {
		c.file = xmlKey(e.ID)
	}
	if res.Error != nil && res.Error.Line > 0 && (res.Error.File == e.Path || res.Error.File == "") {
		c.line = res.Error.Line
	}
	started := res.Started
	if started.IsZero() {
		started = b.run.Started
	}
	if b.when {
		c.timestamp = text.Time(started)
	}
}

// caseProperties returns the example's ID and the marks of the result.
func (b *caseBuilder) caseProperties(e *hub.Example, res *hub.Result) []junit.Property {
	var all []junit.Property
	bound := text.MaxMessage
	add := func(name, value string) {
		all = append(all, junit.Property{Name: name, Value: sanitize.XML(sanitize.Head(value, bound))})
	}
	add("hub.id", e.ID)
	if cpu := text.Sane(res.CPUSeconds()); cpu > 0 {
		add("hub.cpu-seconds", strconv.FormatFloat(cpu, 'f', -1, 64))
	}
	if memory := res.PeakMemory(); memory > 0 {
		add("hub.peak-memory-bytes", strconv.FormatInt(memory, 10))
	}
	bound = b.detail.message
	if res.Doubtful != "" {
		add("hub.doubtful", res.Doubtful)
	}
	if len(res.Leaked) > 0 {
		add("hub.leaked", strings.Join(res.Leaked, ", "))
	}
	if res.AllowedFailure != nil {
		add("hub.allowed-failure", text.Allowed(res.AllowedFailure))
	}
	if res.Baseline != "" {
		add("hub.baseline", text.Type(hub.ErrorType(res.Baseline)))
	}
	return all
}

func (b *caseBuilder) skipped(e *hub.Example, res *hub.Result) *junit.Result {
	if res.Status != hub.StatusError {
		text := b.message(text.Reason(res))
		return result("", text, text)
	}
	err := text.Failure(res)
	err.Message = text.AllowedMessage(res)
	return result("allowed_failure", b.message(err.Message), b.body(e, res, &err))
}

// body returns the text of an outcome: the message alone on the first line, the location,
// the exit, and the end of the output.
func (b *caseBuilder) body(e *hub.Example, res *hub.Result, err *hub.Error) string {
	body := b.message(err.Message) + text.Cut(bodyFacts(e, res, err), b.facts)
	a := res.Last()
	if a == nil {
		return body
	}
	if d := text.Difference(err, text.TailLines); d != "" {
		body += text.Cut("\n\n"+d, b.diff)
	}
	return body + b.end(ansi.Shown(a.Output))
}

// bodyFacts returns the lines below the message, each preceded by a line end.
func bodyFacts(e *hub.Example, res *hub.Result, err *hub.Error) string {
	var t strings.Builder
	if at := text.Location(err); at != "" {
		t.WriteString("\nat " + at)
	}
	if e.Path != "" {
		t.WriteString("\nexample " + e.Path)
		if e.Title != "" && e.Title != e.Name {
			t.WriteString(" (" + text.OneLine(e.Title) + ")")
		}
	}
	if res.AllowedFailure != nil {
		t.WriteString("\n" + text.Allowed(res.AllowedFailure))
	}
	if news := text.News(e, res); news != "" {
		t.WriteString("\n" + text.OneLine(news))
	}
	if a := res.Last(); a != nil {
		t.WriteString("\n" + text.Exit(a))
		if n := len(res.Attempts); n > 1 {
			t.WriteString(", " + strconv.Itoa(n) + " attempts")
		}
	}
	return t.String()
}

// end returns the end of an output for the text of a failure, after an empty line, or a
// line that says that it is omitted.
func (b *caseBuilder) end(output string) string {
	tail := text.LastLines(output, text.TailLines, max(b.tail, 1))
	switch {
	case tail == "":
		return ""
	case b.tail == 0:
		return "\n[output omitted]"
	}
	return "\n\n" + tail
}

// setAttempts adds the attempts before the deciding one, in the form of Surefire:
// <flakyFailure> if the example passed in the end, <rerunFailure> if it did not. The
// outcome itself is that of the deciding attempt, as in every other report.
func (b *caseBuilder) setAttempts(c *testcase, res *hub.Result) {
	for i := range max(0, len(res.Attempts)-1) {
		a := &res.Attempts[i]
		if a.Error == nil {
			continue
		}
		err := text.Failure(&hub.Result{Error: a.Error})
		body := b.message(err.Message)
		facts := fmt.Sprintf("\nattempt %d, %s", a.Number, text.Exit(a))
		if at := text.Location(&err); at != "" {
			facts = "\nat " + at + facts
		}
		body += text.Cut(facts, b.facts) + b.end(ansi.Shown(a.Output))
		before := attempt{Message: sanitize.XML(b.message(err.Message)), Type: text.TypeName(string(err.Type)), Data: xmlBody(body)}
		if res.Status == hub.StatusCompleted {
			c.flaky = append(c.flaky, before)
		} else {
			c.rerun = append(c.rerun, before)
		}
	}
}

func (b *caseBuilder) message(s string) string { return text.Cut(text.OneLine(s), b.detail.message) }
