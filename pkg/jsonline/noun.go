package jsonline

import (
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Event appends an event and a line feed: one line of a run log. After an error the
// rest of the slice is undefined.
func (f Form) Event(b []byte, e *hub.Event) ([]byte, error) {
	o := object{form: f, b: b}
	o.event(e)
	return o.b, o.err
}

// WriteEvent writes what Event appends, piece by piece: the line of a run with a long plan
// is never in memory as a whole. The error is the first of w, or says what cannot be
// encoded; then a part of the line was written.
func (f Form) WriteEvent(w io.Writer, e *hub.Event) error {
	o := object{form: f, long: w}
	o.event(e)
	o.flush(0)
	return o.err
}

func (o *object) event(e *hub.Event) {
	o.b = append(o.b, '{')
	o.text("type", string(e.Type))
	o.time("time", e.Time)
	if e.Run != nil {
		o.header("run", *e.Run)
	}
	o.optional("id", e.ID)
	if e.Example != nil {
		o.key("example")
		o.example(e.Example)
	}
	o.optional("previous", string(e.Previous))
	if e.Worker != 0 {
		o.number("worker", int64(e.Worker))
	}
	if e.Attempt != nil {
		o.key("attempt")
		o.attempt(e.Attempt)
	}
	if e.Result != nil {
		o.key("result")
		o.result(e.Result)
	}
	if e.Receipt != nil {
		o.other("receipt", e.Receipt)
	}
	if e.Step != nil {
		o.other("step", e.Step)
	}
	if e.Span != nil {
		o.other("span", e.Span)
	}
	if e.Problem != nil {
		o.other("problem", e.Problem)
	}
	if e.End != nil {
		o.other("end", e.End)
	}
	o.b = append(o.b, '}', '\n')
}

// Result appends a result, likewise without a line feed.
func (f Form) Result(b []byte, r *hub.Result) ([]byte, error) {
	o := object{form: f, b: b}
	o.result(r)
	return o.b, o.err
}

// Example appends an example, likewise without a line feed.
func (f Form) Example(b []byte, e *hub.Example) ([]byte, error) {
	o := object{form: f, b: b}
	o.example(e)
	return o.b, o.err
}

// header appends a header. Its last fields have a value for each example and are the
// largest part.
func (o *object) header(name string, h hub.RunHeader) {
	previous, sealed, plan := h.Previous, h.Sealed, h.Plan
	h.Previous, h.Sealed, h.Plan = nil, false, nil
	o.other(name, &h)
	if o.err != nil {
		return
	}
	o.b = o.b[:len(o.b)-len(`,"plan":null}`)]
	written := object{form: o.form}
	var beside sync.WaitGroup
	if len(previous) >= many && o.long == nil {
		beside.Go(func() { written.plan(plan) })
	}
	if len(previous) > 0 {
		o.statuses("previous", previous)
	}
	if sealed {
		o.yes("sealed")
	}
	o.key("plan")
	if beside.Wait(); written.b != nil {
		o.b, o.err = append(o.b, written.b...), written.err
	} else {
		o.plan(plan)
	}
	o.b = append(o.b, '}')
}

// many is a number of values that take so long to write that the plan is written beside
// them: no example starts before its run is in the log.
const many = 1000

// statuses appends a map that is not empty, sorted by its keys.
func (o *object) statuses(name string, all map[string]hub.Status) {
	o.key(name)
	lead := byte('{')
	for _, id := range slices.Sorted(maps.Keys(all)) {
		o.b = append(o.form.text(append(o.b, lead), id), ':')
		o.b = o.form.text(o.b, string(all[id]))
		lead = ','
	}
	o.b = append(o.b, '}')
}

// plan appends the examples of a plan.
func (o *object) plan(plan []hub.Example) {
	if plan == nil {
		o.b = append(o.b, "null"...)
		return
	}
	const some = 16
	begin := len(o.b)
	o.b = append(o.b, '[')
	for i := range plan {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		if o.long != nil {
			o.flush(piece)
		} else if i == some { // the others take about as much, and growing step by step twice the time
			o.b = slices.Grow(o.b, (len(o.b)-begin)/some*(len(plan)-some)*9/8)
		}
		o.example(&plan[i])
	}
	o.b = append(o.b, ']')
}

// piece is the number of bytes of a long line after which they are passed on.
const piece = 64 << 10

// flush passes on what was appended if there are at least that many bytes.
func (o *object) flush(least int) {
	if o.err != nil || len(o.b) < least {
		return
	}
	_, o.err = o.long.Write(o.b)
	o.b = o.b[:0]
}

func (o *object) example(e *hub.Example) {
	o.b = append(o.b, '{')
	o.number("index", int64(e.Index))
	o.text("id", e.ID)
	o.optional("pathId", e.PathID)
	o.optional("docname", e.DocName)
	o.text("name", e.Name)
	o.text("title", e.Title)
	o.text("group", e.Group)
	o.text("groupTitle", e.GroupTitle)
	o.text("path", e.Path)
	o.texts("tags", e.Tags)
	o.optional("runner", e.Runner)
	o.texts("argv", e.Argv)
	o.optional("skip", e.Skip)
	o.optional("rules", e.Rules)
	if e.Known != nil {
		o.other("known", e.Known)
	}
	if len(e.ExitCodes) > 0 {
		o.other("exitCodes", e.ExitCodes)
	}
	o.error("invalid", e.Invalid)
	o.error("fault", e.Fault)
	o.b = append(o.b, '}')
}

// error appends an error unless it is nil.
func (o *object) error(name string, e *hub.Error) {
	if e == nil {
		return
	}
	o.key(name)
	o.b = append(o.b, '{')
	o.text("type", string(e.Type))
	o.text("message", e.Message)
	o.optional("file", e.File)
	if e.Line != 0 {
		o.number("line", int64(e.Line))
	}
	if e.Column != 0 {
		o.number("column", int64(e.Column))
	}
	o.optional("diff", e.Diff)
	o.b = append(o.b, '}')
}

func (o *object) attempt(a *hub.Attempt) {
	o.b = append(o.b, '{')
	o.number("number", int64(a.Number))
	o.time("started", a.Started)
	if a.Worker != 0 {
		o.number("worker", int64(a.Worker))
	}
	o.seconds("seconds", a.Seconds)
	if a.BuildSeconds != 0 {
		o.seconds("buildSeconds", a.BuildSeconds)
	}
	if a.CPUSeconds != 0 {
		o.seconds("cpuSeconds", a.CPUSeconds)
	}
	if a.PeakMemory != 0 {
		o.number("peakMemory", a.PeakMemory)
	}
	o.number("exitCode", int64(a.ExitCode))
	o.optional("signal", a.Signal)
	o.text("output", a.Output)
	if a.DroppedBytes != 0 {
		o.number("droppedBytes", a.DroppedBytes)
	}
	o.optional("outputFile", a.OutputFile)
	o.error("error", a.Error)
	if a.Excerpt != nil {
		o.other("excerpt", a.Excerpt)
	}
	o.texts("leaked", a.Leaked)
	o.optional("doubtful", a.Doubtful)
	o.optional("skip", a.Skip)
	if a.Canceled {
		o.yes("canceled")
	}
	o.b = append(o.b, '}')
}

func (o *object) result(r *hub.Result) {
	o.b = append(o.b, '{')
	o.text("id", r.ID)
	o.text("status", string(r.Status))
	o.optional("runId", r.RunID)
	o.optional("reason", r.Reason)
	if !r.Started.IsZero() {
		o.time("started", r.Started)
	}
	o.seconds("seconds", r.Seconds)
	if r.Worker != 0 {
		o.number("worker", int64(r.Worker))
	}
	if len(r.Attempts) > 0 {
		o.key("attempts")
		o.b = append(o.b, '[')
		for i := range r.Attempts {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.attempt(&r.Attempts[i])
		}
		o.b = append(o.b, ']')
	}
	o.error("error", r.Error)
	if r.Flaky {
		o.yes("flaky")
	}
	o.texts("leaked", r.Leaked)
	o.optional("doubtful", r.Doubtful)
	if r.AllowedFailure != nil {
		o.other("allowedFailure", r.AllowedFailure)
	}
	o.optional("baseline", string(r.Baseline))
	if r.Past != nil {
		o.other("past", r.Past)
	}
	o.optional("fingerprint", r.Fingerprint)
	o.texts("dependsOn", r.DependsOn)
	o.b = append(o.b, '}')
}
