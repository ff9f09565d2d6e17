package status

import (
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Statistics sums the entries up. All but the times of the last runs follows
// from them.
type Statistics struct {
	// TotalExecuted counts the examples that were ever executed.
	TotalExecuted int `json:"totalExecuted"`
	// Completed to Interrupted count the examples of that status.
	Completed   int `json:"completed"`
	Errors      int `json:"errors"`
	Skipped     int `json:"skipped"`
	Interrupted int `json:"interrupted"`
	// AverageExecutionTime is over the completed ones, in seconds.
	AverageExecutionTime float64 `json:"averageExecutionTime"`
	// TotalExecutionTime is the last execution of every example together, in seconds.
	TotalExecutionTime float64 `json:"totalExecutionTime"`
	// LastFullRun is when a run over the whole catalog last came to its own
	// end, LastPartialRun when any other run last ended; null when none did.
	LastFullRun    Time `json:"lastFullRun"`
	LastPartialRun Time `json:"lastPartialRun"`
	// SlowestExample and FastestExample are among the completed ones; of equal
	// ones the first by ID. Null when none completed.
	SlowestExample *Extreme `json:"slowestExample"`
	FastestExample *Extreme `json:"fastestExample"`
}

// Extreme names the slowest or fastest completed example.
type Extreme struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Time float64 `json:"time"`
}

// refresh makes metadata and statistics those of the entries.
func (f *File) refresh() {
	m := &f.Metadata
	m.TotalExamples = len(f.Examples)
	m.Oldest, m.Completed = Time{}, 0
	m.Paths = make([]string, 0, len(f.Examples))
	s := Statistics{LastFullRun: f.Statistics.LastFullRun, LastPartialRun: f.Statistics.LastPartialRun}
	completed := 0.0
	for _, id := range f.IDs() {
		e := f.Examples[id]
		m.Paths = append(m.Paths, id+"\t"+e.RelativePath)
		if !e.Updated.IsZero() && (m.Oldest.IsZero() || e.Updated.Before(m.Oldest.Time)) {
			m.Oldest = e.Updated
		}
		if !e.LastExecuted.IsZero() {
			s.TotalExecuted++
			s.TotalExecutionTime += e.ExecutionTime
		}
		switch e.Status {
		case hub.StatusCompleted:
			s.Completed++
			completed += e.ExecutionTime
			if s.SlowestExample == nil || e.ExecutionTime > s.SlowestExample.Time {
				s.SlowestExample = &Extreme{ID: id, Name: e.Name, Time: e.ExecutionTime}
			}
			if s.FastestExample == nil || e.ExecutionTime < s.FastestExample.Time {
				s.FastestExample = &Extreme{ID: id, Name: e.Name, Time: e.ExecutionTime}
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

// Stale says why the entry's pass no longer counts; "" when it does, and for
// an entry that is not completed. fingerprint is today's, "" when it cannot be
// taken; maxAge is that of the configuration, 0 for any age.
func Stale(e Entry, fingerprint string, maxAge time.Duration, now time.Time) string {
	switch {
	case e.Status != hub.StatusCompleted:
		return ""
	case fingerprint == "": // nothing shows that it is what it was
		return "what it depends on cannot be read"
	case e.Fingerprint == "":
		return "what the result depended on was not recorded"
	case scheme(e.Fingerprint) != scheme(fingerprint):
		return "recorded by a version of hub that took fingerprints in another way"
	case e.Fingerprint != fingerprint:
		return "what it depends on has changed since"
	case maxAge > 0 && now.Sub(e.LastExecuted.Time) > maxAge:
		return "older than " + age(maxAge)
	}
	return ""
}

// scheme is the version before a fingerprint's colon.
func scheme(fingerprint string) string {
	version, _, _ := strings.Cut(fingerprint, ":")
	return version
}

// age writes a duration the way people configure it.
func age(d time.Duration) string {
	const day = 24 * time.Hour
	if d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return d.String()
}
