package status

import "github.com/seed-00a9b34c/hub/pkg/hub"

// Statistics summarizes the entries. All fields but the times of the last runs
// are computed from them.
type Statistics struct {
	// TotalExecuted is the number of examples that ever ran.
	TotalExecuted int `json:"totalExecuted"`
	// Completed to Interrupted are the numbers of examples by status.
	Completed   int `json:"completed"`
	Errors      int `json:"errors"`
	Skipped     int `json:"skipped"`
	Interrupted int `json:"interrupted"`
	// AverageExecutionTime is the average over the completed ones, in seconds.
	AverageExecutionTime float64 `json:"averageExecutionTime"`
	// TotalExecutionTime is the sum of the last execution times of all
	// examples, in seconds.
	TotalExecutionTime float64 `json:"totalExecutionTime"`
	// LastFullRun is when a run over the whole catalog last reached its end,
	// LastPartialRun when any other run last ended; null when there is none.
	// Their sequences decide which run is the last.
	LastFullRun    Time `json:"lastFullRun"`
	LastPartialRun Time `json:"lastPartialRun"`
	// LastFullSequence and LastPartialSequence are the sequences of the two
	// runs.
	LastFullSequence    int64 `json:"lastFullSequence,omitempty"`
	LastPartialSequence int64 `json:"lastPartialSequence,omitempty"`
	// SlowestExample and FastestExample are the extremes of the completed ones;
	// of equal ones the first by ID. Null when none completed.
	SlowestExample *Extreme `json:"slowestExample"`
	FastestExample *Extreme `json:"fastestExample"`
}

// Extreme names the slowest or fastest completed example.
type Extreme struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Time float64 `json:"time"`
}

// ended records the end of a run.
func (s *Statistics) ended(run *hub.Run) {
	at, n := &s.LastPartialRun, &s.LastPartialSequence
	if run.Full() && run.End.Reason == hub.EndFinished {
		at, n = &s.LastFullRun, &s.LastFullSequence
	}
	now := moment{run.Sequence, run.End.Finished.Round(0), ""}
	if now.after(moment{*n, at.Time, ""}) {
		*at, *n = Time{now.clock}, now.sequence
	}
}

// refresh recomputes metadata and statistics from the entries.
func (f *File) refresh() {
	m := &f.Metadata
	ids := f.written()
	m.TotalExamples = len(ids)
	m.Oldest, m.Completed = Time{}, 0
	s := Statistics{
		LastFullRun: f.Statistics.LastFullRun, LastPartialRun: f.Statistics.LastPartialRun,
		LastFullSequence: f.Statistics.LastFullSequence, LastPartialSequence: f.Statistics.LastPartialSequence,
	}
	completed := 0.0
	for _, id := range ids {
		e := f.fact(id)
		if !e.updated.IsZero() && (m.Oldest.IsZero() || e.updated.Before(m.Oldest.Time)) {
			m.Oldest = e.updated
		}
		if e.executed {
			s.TotalExecuted++
			s.TotalExecutionTime += e.took
		}
		switch e.status {
		case hub.StatusCompleted:
			s.Completed++
			completed += e.took
			if s.SlowestExample == nil || e.took > s.SlowestExample.Time {
				s.SlowestExample = &Extreme{ID: id, Name: e.name, Time: e.took}
			}
			if s.FastestExample == nil || e.took < s.FastestExample.Time {
				s.FastestExample = &Extreme{ID: id, Name: e.name, Time: e.took}
			}
		case hub.StatusError:
			s.Errors++
		case hub.StatusSkipped:
			s.Skipped++
		case hub.StatusInterrupted:
			s.Interrupted++
		}
	}
	if s.Completed > 0 {
		s.AverageExecutionTime = completed / float64(s.Completed)
	}
	m.Completed = s.Completed
	f.Statistics = s
}
