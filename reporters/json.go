package reporters

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// report is report.json: everything a run holds, and what follows from it, so
// that readers need not know the rules. Plan and results stand last, one line
// each, for line tools and so that a large run is never encoded in one piece.
type report struct {
	SchemaVersion int         `json:"schemaVersion"`
	Verdict       hub.Verdict `json:"verdict"`
	Counts        hub.Counts  `json:"counts"`
	// Seconds is how long the run took, from its first event to its last.
	Seconds float64 `json:"seconds"`
	// FailedSteps is everything that failed beside the examples, in one line each:
	// steps of setups and teardowns, and problems. The verdict is trouble where there
	// is any, unless the run was interrupted. Reports of older hubs call it upset.
	FailedSteps []string `json:"failedSteps,omitempty"`
	hub.RunHeader
	End hub.RunEnd `json:"end"`
	// Plan takes the place of the header's and is left out, always nil: the
	// real one is written by itself.
	Plan *struct{} `json:"plan,omitempty"`
}

// writeJSON writes the whole run, lossless: [ReadJSON] gives an equal one, of the
// present schemaVersion.
func writeJSON(w io.Writer, run *hub.Run) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var failed []string
	for _, t := range text.Besides(run) {
		failed = append(failed, t.Text)
	}
	head, err := json.Marshal(report{
		SchemaVersion: hub.SchemaVersion, Verdict: run.Verdict(), Counts: text.Paired(run).Counts(),
		Seconds: run.Seconds(), FailedSteps: failed, RunHeader: run.RunHeader, End: run.End,
	})
	if err != nil {
		return fmt.Errorf("encoding the run: %w", err)
	}
	// bufio.Writer keeps its first error, Flush returns it.
	_, _ = out.Write(head[:len(head)-1])
	if err := writeList(out, "plan", run.Plan); err != nil {
		return err
	}
	if err := writeList(out, "results", run.Results); err != nil {
		return err
	}
	if len(run.Steps) > 0 {
		if err := writeList(out, "steps", run.Steps); err != nil {
			return err
		}
	}
	if len(run.Problems) > 0 {
		if err := writeList(out, "problems", run.Problems); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("}\n")
	return out.Flush()
}

// writeList writes a further member of an object, one item a line; null for a
// nil list, so that reading it gives nil again.
func writeList[T any](out *bufio.Writer, name string, items []T) error {
	fmt.Fprintf(out, ",\n%q:", name)
	if items == nil {
		_, _ = out.WriteString("null")
		return nil
	}
	_ = out.WriteByte('[')
	for i := range items {
		line, err := json.Marshal(&items[i])
		if err != nil {
			return fmt.Errorf("encoding %s %d: %w", name, i+1, err)
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_ = out.WriteByte('\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	_ = out.WriteByte(']')
	return nil
}

// ReadJSON reads what the json reporter wrote. A report of a newer
// schemaVersion than this program knows is an error, as is anything that is
// not one report. A byte order mark before it is passed over, and so is what
// follows from the rest, whatever its name: failedSteps, or upset as older hubs
// wrote it.
func ReadJSON(r io.Reader) (*hub.Run, error) {
	in := bufio.NewReader(r)
	const bom = "\ufeff"
	if head, _ := in.Peek(len(bom)); string(head) == bom {
		_, _ = in.Discard(len(bom)) // it is there
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
