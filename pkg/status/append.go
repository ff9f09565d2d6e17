package status

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// encoder appends JSON without white space.
type encoder struct{ b []byte }

// key begins a field.
func (w *encoder) key(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *encoder) quote(s string) {
	w.b, _ = jsontext.AppendQuote(w.b, s) // the error is that of invalid UTF-8, which is replaced
}

func (w *encoder) text(name, s string) {
	w.key(name)
	w.quote(s)
}

func (w *encoder) integer(name string, n int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

func (w *encoder) number(name string, f float64) {
	w.key(name)
	w.b = strconv.AppendFloat(w.b, f, 'f', -1, 64)
}

// time appends a time like [Time.MarshalJSON].
func (w *encoder) time(name string, t Time) {
	w.key(name)
	w.b = t.append(w.b)
}

func (w *encoder) texts(name string, list []string) {
	w.key(name)
	w.b = append(w.b, '[')
	for i, s := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.quote(s)
	}
	w.b = append(w.b, ']')
}

// Optional fields are omitted if they are zero.

func (w *encoder) optText(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

func (w *encoder) optInteger(name string, n int64) {
	if n != 0 {
		w.integer(name, n)
	}
}

func (w *encoder) optTrue(name string, is bool) {
	if is {
		w.key(name)
		w.b = append(w.b, "true"...)
	}
}

func (w *encoder) optTexts(name string, list []string) {
	if len(list) > 0 {
		w.texts(name, list)
	}
}

// appendEntry appends an entry with its details. It omits what [Entry.derive] and
// [Entry.name] set.
func appendEntry(b []byte, e *Entry, d *Details, names runNames) ([]byte, error) {
	w := encoder{append(b, '{')}
	w.integer("index", int64(e.Index))
	w.optText("docname", e.DocName)
	w.text("name", e.Name)
	if e.Title != e.Name {
		w.optText("title", e.Title)
	}
	w.text("group", e.Group)
	w.text("relativePath", e.RelativePath)
	w.text("absolutePath", e.AbsolutePath)
	w.text("status", string(e.Status))
	w.optText("reason", e.Reason)
	w.time("startTime", d.StartTime)
	w.time("lastExecuted", e.LastExecuted)
	w.number("executionTime", e.ExecutionTime)
	w.integer("attempts", int64(e.Attempts))
	w.integer("exitCode", int64(d.ExitCode))
	w.text("output", d.Output)
	w.optText("fingerprint", shortPrint(e.Fingerprint))
	w.optTexts("dependsOn", d.DependsOn)
	if d.CPUSeconds != 0 {
		w.number("cpuSeconds", d.CPUSeconds)
	}
	w.optInteger("peakMemory", d.PeakMemory)
	w.optTrue("flaky", e.Flaky)
	w.optTexts("leaked", e.Leaked)
	w.optText("doubtful", e.Doubtful)
	if e.AllowedFailure != nil {
		text, err := json.Marshal(e.AllowedFailure)
		if err != nil {
			return b, err
		}
		w.key("allowedFailure")
		w.b = append(w.b, text...)
	}
	w.optText("baseline", string(e.Baseline))
	w.failures(d.Errors, names)
	if len(d.History) > 0 {
		w.key("history")
		w.b = appendHistory(w.b, d.History, names)
	}
	w.moments(e, d.History, names)
	w.optInteger("clearedSequence", e.ClearedSequence)
	w.optTexts("clearedRuns", d.ClearedRuns)
	w.optText("legacy", e.Legacy)
	return append(w.b, '}'), nil
}

// moments appends when and in which runs the entry was recorded, as far as it
// does not follow from the rest.
func (w *encoder) moments(e *Entry, history []Past, names runNames) {
	last := int64(0)
	if len(history) > 0 && !e.LastExecuted.IsZero() {
		last = history[len(history)-1].Sequence
	}
	if e.RunSequence != last {
		w.optInteger("runSequence", e.RunSequence)
	}
	if e.RunSequence == 0 || e.RunID != names[e.RunSequence].id {
		w.optText("runId", e.RunID)
	}
	if !e.Updated.Equal(e.LastExecuted.Time) {
		w.time("updated", e.Updated)
	}
	if e.UpdatedSequence != e.RunSequence {
		w.optInteger("updatedSequence", e.UpdatedSequence)
	}
	switch {
	case e.UpdatedSequence == e.RunSequence && e.UpdatedRunID == e.RunID:
	case e.UpdatedSequence != e.RunSequence && e.UpdatedRunID == names[e.UpdatedSequence].id:
	default:
		w.optText("updatedRunId", e.UpdatedRunID)
	}
	completed := e.Status == hub.StatusCompleted
	if !e.LastCompleted.IsZero() && !(completed && e.LastCompleted.Equal(e.LastExecuted.Time)) {
		w.time("lastCompleted", e.LastCompleted)
	}
	if !completed || e.CompletedSequence != e.RunSequence {
		w.optInteger("completedSequence", e.CompletedSequence)
	}
}

func (w *encoder) failures(list []Failure, names runNames) {
	w.key("errors")
	w.b = append(w.b, '[')
	for i := range list {
		f := &list[i]
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = append(w.b, '{')
		w.time("timestamp", f.Timestamp)
		w.text("type", string(f.Type))
		w.text("message", f.Message)
		w.text("output", f.Output)
		w.integer("exitCode", int64(f.ExitCode))
		w.optText("file", f.File)
		w.optInteger("line", int64(f.Line))
		if f.RunID != names[f.Sequence].id {
			w.optText("runId", f.RunID)
		}
		w.optInteger("sequence", f.Sequence)
		w.optInteger("attempt", int64(f.Attempt))
		w.b = append(w.b, '}')
	}
	w.b = append(w.b, ']')
}

// appendPast appends a result of a history as an object.
func appendPast(b []byte, p *Past) []byte {
	w := encoder{append(b, '{')}
	w.text("runId", p.RunID)
	w.optInteger("sequence", p.Sequence)
	w.time("time", p.Time)
	w.text("status", string(p.Status))
	w.number("seconds", p.Seconds)
	w.optTrue("flaky", p.Flaky)
	return append(w.b, '}')
}

// inSeconds returns the time as a history has it.
func inSeconds(t time.Time) Time { return valid(t.Round(0).Truncate(time.Second)) }

// inMillis returns the time as an entry has it.
func inMillis(t time.Time) Time { return valid(t.Round(0).Truncate(time.Millisecond)) }
