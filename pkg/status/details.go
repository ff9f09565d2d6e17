package status

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// detail reads a field of the details, or skips an unknown one.
func (r *lineReader) detail(key string) (err error) {
	d := cmp.Or(r.details, &r.scratch)
	switch key {
	case "startTime":
		d.StartTime, err = r.time()
	case "exitCode":
		d.ExitCode, err = r.int()
	case "output":
		d.Output, err = r.bounded()
	case "cpuSeconds":
		var n float64
		n, err = r.number()
		d.CPUSeconds = seconds(n)
		r.changed = r.changed || d.CPUSeconds != n
	case "peakMemory":
		var n int64
		n, err = r.integer()
		d.PeakMemory = max(0, n)
		r.changed = r.changed || n < 0
	case "dependsOn":
		d.DependsOn, err = r.texts(maxParts)
	case "errors":
		d.Errors, err = r.failures()
	case "history":
		d.History, err = r.history()
	case "clearedRuns":
		d.ClearedRuns, err = r.texts(maxCleared)
	default:
		r.raw()
	}
	return err
}

// bounded reads a text that is limited like an output. Without details it only
// checks it.
func (r *lineReader) bounded() (string, error) {
	if r.null() {
		return "", nil
	}
	raw := r.raw()
	if !strings.HasPrefix(raw, `"`) {
		return "", &typeError{"a string", raw}
	}
	if r.details == nil && mostBytes(raw) <= maxOutput {
		return "", nil // invalid UTF-8, which becomes longer, is found elsewhere
	}
	text := unquote(raw)
	r.changed = r.changed || len(text) > maxOutput
	return bound(text), nil
}

// texts reads a list of texts, of which the last most are kept.
func (r *lineReader) texts(most int) ([]string, error) {
	var list []string
	n := 0
	err := r.elements(func() error {
		n++
		if r.details == nil {
			raw := r.raw()
			if !strings.HasPrefix(raw, `"`) && raw != "null" {
				return &typeError{"a string", raw}
			}
			return nil
		}
		text, err := r.string()
		list = append(list, text)
		return err
	})
	r.changed = r.changed || n > most
	return list[max(0, len(list)-most):], err
}

// failures reads the errors of the entry.
func (r *lineReader) failures() ([]Failure, error) {
	list := []Failure{}
	n := 0
	err := r.elements(func() error {
		n++
		f, err := r.failure()
		if r.details != nil {
			list = append(list, f)
		}
		return err
	})
	r.changed = r.changed || n > maxErrors
	return list[max(0, len(list)-maxErrors):], err
}

func (r *lineReader) failure() (f Failure, err error) {
	err = r.fields(func(key string) (err error) {
		switch key {
		case "timestamp":
			f.Timestamp, err = r.time()
		case "type":
			var s string
			s, err = r.string()
			f.Type = hub.ErrorType(s)
		case "message":
			f.Message, err = r.bounded()
		case "output":
			f.Output, err = r.bounded()
		case "exitCode":
			f.ExitCode, err = r.int()
		case "file":
			f.File, err = r.string()
		case "line":
			f.Line, err = r.int()
		case "runId":
			f.RunID, err = r.string()
		case "sequence":
			f.Sequence, err = r.sequence()
		case "attempt":
			f.Attempt, err = r.int()
		default:
			r.raw()
		}
		return err
	})
	f.RunID = cmp.Or(f.RunID, r.names[f.Sequence].id)
	return f, err
}

// history reads the past results of the entry.
func (r *lineReader) history() ([]Past, error) {
	var list []Past
	if r.details != nil {
		if list = r.details.History[:0]; list == nil {
			list = []Past{}
		}
	}
	n := 0
	err := r.elements(func() error {
		var p Past
		var err error
		if r.kind() != '"' {
			p, err = r.past()
			n, r.last = n+1, p.Sequence
			if r.details != nil {
				list = append(list, p)
			}
			return err
		}
		text, err := r.string()
		if r.details != nil {
			list = slices.Grow(list, compacts(text))
		}
		if err == nil && !eachCompact(text, func(c compact) {
			n++
			r.last = r.count(c.count)
			if r.details != nil {
				list = append(list, r.names.past(c))
			}
		}) {
			err = &typeError{"a history", text}
		}
		return err
	})
	r.changed = r.changed || n > maxHistory
	return list[max(0, len(list)-maxHistory):], err
}

func (r *lineReader) past() (p Past, err error) {
	err = r.fields(func(key string) (err error) {
		switch key {
		case "runId":
			p.RunID, err = r.string()
		case "sequence":
			p.Sequence, err = r.sequence()
		case "time":
			p.Time, err = r.time()
		case "status":
			var s string
			s, err = r.string()
			p.Status = hub.Status(s)
		case "seconds":
			p.Seconds, err = r.number()
		case "flaky":
			p.Flaky, err = r.boolean()
		default:
			r.raw()
		}
		return err
	})
	if p.Sequence > 0 { // as new ones are recorded
		p.Time = inSeconds(p.Time.Time)
	}
	p.Seconds = seconds(p.Seconds)
	return p, err
}
