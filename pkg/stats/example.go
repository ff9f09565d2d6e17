package stats

import (
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// An example is slower if its last pass took more than SlowFactor times the
// median of its earlier passes, of which there must be SlowSamples, and at least
// SlowMargin longer, because smaller differences are noise.
const (
	SlowFactor  = 2.0
	SlowSamples = 5
	SlowMargin  = 100 * time.Millisecond
)

// Trend says how the last outcome of an example differs from earlier ones. The
// values are part of the answers of hub stats and are never renamed.
type Trend string

const (
	// TrendNewlyFailing: it fails, and passed the previous time.
	TrendNewlyFailing Trend = "newly-failing"
	// TrendFixed: it passes, and failed the previous time.
	TrendFixed Trend = "fixed"
	// TrendSlower: it passes like the previous time, but is slower.
	TrendSlower Trend = "slower"
)

// Example summarises the kept results of one example.
type Example struct {
	// Results is the number of outcomes, Errors the number of failures and
	// Flaky that of flaky passes among them.
	Results, Errors, Flaky int
	// InARow is the number of failures since the last pass.
	InARow int
	// Passed: the last outcome is a pass, which took Seconds.
	Passed  bool
	Seconds float64
	// CPU is the processor time in seconds of the newest result that was executed, Memory
	// its peak memory in bytes; 0 when not known.
	CPU    float64
	Memory int64
	// Median is the median of the seconds of all passes; 0 without any.
	Median float64
	// Slower is the factor by which the last pass took longer than the median
	// of the earlier ones, if that counts as slower; else 0.
	Slower float64
	Trend  Trend
	// Last is the time of the last outcome.
	Last time.Time
}

// ErrorRate returns the share of failures among the outcomes, from 0 to 1.
func (x *Example) ErrorRate() float64 { return rate(x.Errors, x.Results) }

// FlakyRate returns the share of flaky passes among the outcomes, from 0 to 1.
func (x *Example) FlakyRate() float64 { return rate(x.Flaky, x.Results) }

func rate(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Of summarises the results of an entry that ended at since or later; the zero
// time includes all. The trend compares the last of them with the previous one,
// even if that is older.
func Of(e *status.Entry, since time.Time) Example {
	var x Example
	figures := e.Figures()
	outcomes := outcomes(e, figures.History)
	var passes []float64
	for _, p := range outcomes {
		if p.Time.Before(since) {
			continue
		}
		x.Results++
		x.Last = p.Time.Time
		if p.Status == hub.StatusError {
			x.Errors++
			x.InARow++
			continue
		}
		x.InARow = 0
		passes = append(passes, p.Seconds)
		if p.Flaky {
			x.Flaky++
		}
	}
	if x.Results == 0 {
		return x
	}
	x.CPU, x.Memory = figures.CPUSeconds, figures.PeakMemory
	slices.Sort(passes)
	x.Median = median(passes)
	last := outcomes[len(outcomes)-1]
	if x.Passed = last.Status == hub.StatusCompleted; x.Passed {
		x.Seconds = last.Seconds
	}
	x.Trend, x.Slower = trend(outcomes)
	return x
}

// outcomes returns the passes and failures among the kept results, its history,
// oldest first. Of an entry from an older tool only the last result is known.
func outcomes(e *status.Entry, history []status.Past) []status.Past {
	if len(history) == 0 && !e.LastExecuted.IsZero() && (e.Status == hub.StatusCompleted || e.Status == hub.StatusError) {
		return []status.Past{{RunID: e.RunID, Time: e.LastExecuted, Status: e.Status, Seconds: e.ExecutionTime, Flaky: e.Flaky}}
	}
	out := make([]status.Past, 0, len(history))
	for i, p := range history {
		if i == len(history)-1 && p.Time.Equal(e.LastExecuted.Truncate(time.Second)) {
			p.Time = e.LastExecuted // which is more exact
		}
		if p.Status == hub.StatusCompleted || p.Status == hub.StatusError {
			out = append(out, p)
		}
	}
	return out
}

// trend compares the last outcome with the earlier ones.
func trend(outcomes []status.Past) (Trend, float64) {
	n := len(outcomes)
	if n < 2 {
		return "", 0
	}
	last, before := outcomes[n-1], outcomes[n-2]
	switch {
	case last.Status == hub.StatusError && before.Status == hub.StatusCompleted:
		return TrendNewlyFailing, 0
	case last.Status == hub.StatusError:
		return "", 0
	}
	turned := Trend("")
	if before.Status == hub.StatusError {
		turned = TrendFixed
	}
	var passes []float64
	for _, p := range outcomes[:n-1] {
		if p.Status == hub.StatusCompleted {
			passes = append(passes, p.Seconds)
		}
	}
	slices.Sort(passes)
	usual := median(passes)
	if len(passes) < SlowSamples || usual <= 0 || last.Seconds <= SlowFactor*usual || last.Seconds-usual < SlowMargin.Seconds() {
		return turned, 0
	}
	if turned == "" {
		turned = TrendSlower
	}
	return turned, last.Seconds / usual
}
