package reporters

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// writeCTRF writes the Common Test Report Format. Outcomes are those of JUnit, see
// [junit.Write]: failed stands for <failure> and <error>, so that zero failed tests mean
// that the run passed, see [text.RunFailures]. An allowed failure is other. rawStatus is
// hub's status; what the format has no field for is under extra, with the prefix hub.
//
// A test is named by its ID, which is unique and stable. Texts are escaped for terminals
// and logs, where readers of the format print them.
func writeCTRF(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	pairs := text.Paired(run)
	summary := summarise(pairs)
	problems := text.RunFailures(run, summary.Failed)
	if n := len(problems); n > 0 {
		summary.Tests, summary.Failed, summary.Suites = summary.Tests+n, summary.Failed+n, summary.Suites+1
	}
	results := ctrfResults{Tool: ctrfTool{"hub", run.Hub}, Summary: summary, Environment: ctrfWhere(run)}
	head, err := marshal(ctrfReport{
		ReportFormat: "CTRF", SpecVersion: "0.0.0", RunID: sanitize.Line(run.ID),
		Timestamp: text.Time(run.End.Finished), GeneratedBy: strings.TrimSpace("hub " + run.Hub),
		Extra: map[string]any{"hub.verdict": run.Verdict(), "hub.end": run.End.Reason, "hub.command": run.Command},
	}, results)
	if err != nil {
		return err
	}
	_, _ = out.Write(head) // bufio.Writer keeps its first error
	share, sep := text.OutputShare(pairs), "\n"
	add := func(t ctrfTest) error {
		line, err := marshal(t)
		if err != nil {
			return err
		}
		_, _ = out.WriteString(sep)
		sep = ",\n"
		_, err = out.Write(line)
		return err
	}
	for i := range pairs.Results {
		if err := add(ctrfTestOf(pairs, i, share)); err != nil {
			return err
		}
	}
	for _, p := range problems {
		if err := add(ctrfProblem(p, share)); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("]}}\n")
	return out.Flush()
}

// marshal encodes a value. Given two, it encodes the second as the member results of the
// first, left open for the list of tests.
func marshal(values ...any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, v := range values {
		if i > 0 {
			b.Truncate(b.Len() - 1)
			b.WriteString(",\n\"results\":")
		}
		if err := enc.Encode(v); err != nil {
			return nil, fmt.Errorf("encoding a CTRF report: %w", err)
		}
		b.Truncate(b.Len() - 1) // the line feed
	}
	if len(values) > 1 {
		b.Truncate(b.Len() - 1)
		b.WriteString(",\n\"tests\":[")
	}
	return b.Bytes(), nil
}

// summarise counts the outcomes of the examples.
func summarise(run *hub.Run) ctrfSummary {
	s := ctrfSummary{
		Tests: len(run.Results), Start: millis(run.Started), Duration: ctrfMillis(run.Seconds()),
	}
	s.Stop = s.Start + s.Duration
	suites := map[string]bool{}
	for i := range run.Results {
		res := &run.Results[i]
		switch ctrfStatus(res, run.End.Reason) {
		case "passed":
			s.Passed++
		case "failed":
			s.Failed++
		case "skipped":
			s.Skipped++
		case "pending":
			s.Pending++
		default:
			s.Other++
		}
		if res.Flaky {
			s.Flaky++
		}
		suites[ctrfSuite(&run.Plan[i])] = true
	}
	s.Suites = len(suites)
	return s
}

// ctrfProblem returns the test for a problem of the run.
func ctrfProblem(p text.Problem, share int) ctrfTest {
	t := ctrfTest{
		Name: p.Name, Status: "failed", Suite: []string{"hub run"}, Message: sanitize.Head(sanitize.Line(p.Text), text.MaxMessage),
		Duration: ctrfMillis(p.Seconds()), Extra: map[string]any{"hub.errorType": text.Type(hub.ErrorType(p.Kind))},
	}
	if p.Step != nil && !p.Step.Started.IsZero() {
		start := millis(p.Step.Started)
		stop := start + t.Duration
		t.Start, t.Stop = &start, &stop
	}
	if exit := p.Exit(); exit != "" {
		t.Extra["hub.exit"] = exit
	}
	t.Trace, t.Stdout = ctrfTrace(nil, p.Output(), share), ctrfOutput(p.Output(), share)
	return t
}

// ctrfOutput returns an output in lines; nil without output.
func ctrfOutput(output string, share int) []string {
	if output = sanitize.Text(text.HeadAndTail(output, share)); output == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(output, "\n"), "\n")
}

func ctrfStatus(res *hub.Result, end hub.EndReason) string {
	switch text.KindOf(res, end) {
	case text.Passed:
		return "passed"
	case text.Skipped:
		switch res.Status {
		case hub.StatusError:
			return "other"
		case hub.StatusPending:
			return "pending"
		}
		return "skipped"
	}
	return "failed"
}

func ctrfSuite(e *hub.Example) string {
	if group := sanitize.Line(e.Group); group != "" {
		return group
	}
	return "examples"
}

func ctrfTestOf(run *hub.Run, i, share int) ctrfTest {
	e, res := &run.Plan[i], &run.Results[i]
	t := ctrfTest{
		TestID: e.ID, Name: sanitize.Line(e.ID), Status: ctrfStatus(res, run.End.Reason), Duration: ctrfMillis(res.Seconds),
		Suite: []string{ctrfSuite(e)}, Message: sanitize.Head(sanitize.Line(text.Why(res)), text.MaxMessage), RawStatus: sanitize.Line(string(res.Status)),
		FilePath: e.Path, Flaky: res.Flaky, Tags: e.Tags, Extra: ctrfExtra(e, res),
	}
	if t.Name == "" {
		t.Name = "unnamed"
	}
	if !res.Started.IsZero() {
		start := millis(res.Started)
		stop := start + t.Duration
		t.Start, t.Stop = &start, &stop
	}
	if res.Worker > 0 {
		t.ThreadID = strconv.Itoa(res.Worker)
	}
	if res.Error != nil && res.Error.Line > 0 && (res.Error.File == e.Path || res.Error.File == "") {
		t.Line = res.Error.Line
	}
	if n := len(res.Attempts); n > 1 {
		t.Retries = n - 1
		for a := range n - 1 {
			t.RetryAttempts = append(t.RetryAttempts, ctrfAttemptOf(&res.Attempts[a], a+1, share))
		}
	}
	if text.ShowsOutput(res) {
		t.Trace = ctrfTrace(res.Error, ansi.Shown(res.Output()), share)
		t.Stdout = ctrfOutput(ansi.Shown(res.Output()), share)
	}
	for _, file := range text.OutputFiles(res) {
		t.Attachments = append(t.Attachments, ctrfFile{fmt.Sprintf("output of attempt %d", file.Attempt), "text/plain", file.Path})
	}
	return t
}

// ctrfTrace returns the content of the field for stack traces: the difference from the
// expected output, if that is the error, and the end of the output.
func ctrfTrace(err *hub.Error, output string, share int) string {
	most := min(text.MaxTail, share)
	var parts []string
	if err != nil {
		parts = append(parts, sanitize.Head(text.Difference(err, text.TailLines), most))
	}
	parts = append(parts, text.LastLines(sanitize.Text(text.LastLines(output, text.TailLines, most)), text.TailLines, text.MaxTail))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n")
}

// ctrfAttemptOf returns the n-th attempt, one before the deciding one.
func ctrfAttemptOf(a *hub.Attempt, number, share int) ctrfAttempt {
	out := ctrfAttempt{Attempt: number, Status: "passed", Duration: ctrfMillis(a.Seconds)}
	switch {
	case a.Error != nil:
		err := text.Failure(&hub.Result{Error: a.Error})
		out.Status, out.Line = "failed", max(0, a.Error.Line)
		out.Message = sanitize.Head(sanitize.Line(err.Message), text.MaxMessage)
		out.Trace = ctrfTrace(a.Error, ansi.Shown(a.Output), share)
	case a.Skip != "":
		out.Status, out.Message = "skipped", sanitize.Head(sanitize.Line(a.Skip), text.MaxMessage)
	case a.Canceled:
		out.Status = "other"
	}
	if !a.Started.IsZero() {
		start := millis(a.Started)
		out.Start = &start
	}
	return out
}

// ctrfExtra returns what the format has no field for; nil if there is nothing.
func ctrfExtra(e *hub.Example, res *hub.Result) map[string]any {
	extra := map[string]any{}
	add := func(name, value string) {
		if value != "" {
			extra["hub."+name] = value
		}
	}
	if e.Title != e.Name {
		add("title", sanitize.Line(e.Title))
	}
	add("runner", sanitize.Line(e.Runner))
	if res.Status == hub.StatusError {
		err := text.Failure(res)
		add("errorType", string(err.Type))
		add("place", sanitize.Line(text.Location(&err)))
	}
	if a := res.Last(); a != nil && text.ShowsOutput(res) {
		add("exit", text.Exit(a))
	}
	add("doubtful", sanitize.Line(res.Doubtful))
	if len(res.Leaked) > 0 {
		add("leaked", sanitize.Line(strings.Join(res.Leaked, ", ")))
	}
	if res.AllowedFailure != nil {
		add("allowedFailure", sanitize.Line(text.Allowed(res.AllowedFailure)))
	}
	add("baseline", sanitize.Line(string(res.Baseline)))
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// ctrfWhere returns where the run took place; nil if nothing is known of it.
func ctrfWhere(run *hub.Run) *ctrfEnvironment {
	system, _, _ := strings.Cut(run.Origin.System, "/")
	e := ctrfEnvironment{
		BuildURL: sanitize.Line(run.Origin.Page), RepositoryName: sanitize.Line(run.Origin.Project), Commit: sanitize.Line(run.Origin.Commit),
		BranchName: sanitize.Line(run.Origin.Branch), OSPlatform: sanitize.Line(system),
	}
	if run.Shard != nil {
		e.ShardID = fmt.Sprintf("%d/%d", run.Shard.Index, run.Shard.Total)
	}
	if e == (ctrfEnvironment{}) {
		return nil
	}
	return &e
}

// millis returns a time in milliseconds since 1970; 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func ctrfMillis(s float64) int64 { return int64(math.Round(math.Min(text.Sane(s), 1e12) * 1000)) }
