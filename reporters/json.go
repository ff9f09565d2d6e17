package reporters

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// report is report.json: everything in a run, and what follows from it, so that readers
// need not know the rules. Plan and results come last, one line per item, for line tools
// and so that a large run is never encoded in one piece.
type report struct {
	SchemaVersion int         `json:"schemaVersion"`
	Verdict       hub.Verdict `json:"verdict"`
	Counts        hub.Counts  `json:"counts"`
	// Seconds is the duration of the run, from its first event to its last.
	Seconds float64 `json:"seconds"`
	// FailedSteps lists the failures outside the examples, one line each: steps of setups
	// and teardowns, and problems. With any of them the verdict is trouble, unless the run
	// was interrupted. Reports of older hubs call it upset.
	FailedSteps []string `json:"failedSteps,omitempty"`
	hub.RunHeader
	End hub.RunEnd `json:"end"`
	// Plan shadows the header's plan and is always nil: the plan is written separately.
	Plan *struct{} `json:"plan,omitempty"`
}

// writeJSON writes the whole run without loss: [ReadJSON] returns an equal run of the
// current schemaVersion.
func writeJSON(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var failed []string
	for _, t := range text.Problems(run) {
		failed = append(failed, t.Text)
	}
	head, err := json.Marshal(report{
		SchemaVersion: hub.SchemaVersion, Verdict: run.Verdict(), Counts: text.Paired(run).Counts(),
		Seconds: run.Seconds(), FailedSteps: failed, RunHeader: run.RunHeader, End: run.End,
	})
	if err != nil {
		return fmt.Errorf("encoding the run: %w", err)
	}
	// bufio.Writer keeps its first error; Flush returns it.
	_, _ = out.Write(head[:len(head)-1])
	if err := writeList(out, "plan", run.Plan, jsonline.HTML.Example); err != nil {
		return err
	}
	if err := writeList(out, "results", run.Results, jsonline.HTML.Result); err != nil {
		return err
	}
	if causes := text.Causes(text.Paired(run), func(r *hub.Result) bool { return r.Status == hub.StatusError }); len(causes) > 0 {
		if err := writeList(out, "causes", causes, appendJSON); err != nil {
			return err
		}
	}
	if len(run.Steps) > 0 {
		if err := writeList(out, "steps", run.Steps, appendJSON); err != nil {
			return err
		}
	}
	if len(run.Spans) > 0 {
		if err := writeList(out, "spans", run.Spans, appendJSON); err != nil {
			return err
		}
	}
	if len(run.Problems) > 0 {
		if err := writeList(out, "problems", run.Problems, appendJSON); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("}\n")
	return out.Flush()
}

// writeList writes another member of an object, one item per line as add appends it; null
// for a nil list, so that reading returns nil again.
func writeList[T any](out *bufio.Writer, name string, items []T, add func([]byte, *T) ([]byte, error)) error {
	fmt.Fprintf(out, ",\n%q:", name)
	if items == nil {
		_, _ = out.WriteString("null")
		return nil
	}
	_ = out.WriteByte('[')
	var line []byte
	for i := range items {
		if line = line[:0]; i > 0 {
			line = append(line, ',')
		}
		var err error
		if line, err = add(append(line, '\n'), &items[i]); err != nil {
			return fmt.Errorf("encoding %s %d: %w", name, i+1, err)
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	_ = out.WriteByte(']')
	return nil
}

// appendJSON appends an item of which there are few.
func appendJSON[T any](b []byte, item *T) ([]byte, error) {
	text, err := json.Marshal(item)
	return append(b, text...), err
}

// ReadJSON reads a report of the json reporter. A newer schemaVersion is an error, as is
// anything that is not exactly one report. It skips a byte order mark, and ignores
// derived fields: causes and failedSteps, or upset in reports of older hubs.
func ReadJSON(r io.Reader) (*hub.Run, error) {
	in := bufio.NewReader(r)
	const bom = "\ufeff"
	if head, _ := in.Peek(len(bom)); string(head) == bom {
		_, _ = in.Discard(len(bom)) // does not fail: it was peeked
	}
	dec := json.NewDecoder(in)
	var probe struct {
		SchemaVersion *int `json:"schemaVersion"`
		hub.Run
	}
	if err := dec.Decode(&probe); err != nil {
		return nil, fmt.Errorf("reading a JSON report: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("reading a JSON report: unexpected data after the report")
	}
	switch v := probe.SchemaVersion; {
	case v == nil:
		return nil, fmt.Errorf("reading a JSON report: no schemaVersion, so not a report of hub")
	case *v > hub.SchemaVersion:
		return nil, fmt.Errorf("reading a JSON report: schemaVersion %d is newer than %d, the newest that this hub reads; use a newer hub", *v, hub.SchemaVersion)
	}
	probe.Run.SchemaVersion = *probe.SchemaVersion
	return &probe.Run, nil
}
