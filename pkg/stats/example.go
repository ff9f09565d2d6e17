package stats

import (
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// What makes an example slower than it was: its last pass took more than
// SlowFactor times the median of its passes before, of which there are at least
// SlowSamples, and at least SlowMargin longer, below which it is noise.
const (
	SlowFactor  = 2.0
	SlowSamples = 5
	SlowMargin  = 100 * time.Millisecond
)

// Trend says how an example's last outcome differs from those before. The
// values are part of the answers of hub stats: they are never renamed.
type Trend string

const (
	// TrendNewlyFailing: it fails, and passed the time before.
	TrendNewlyFailing Trend = "newly-failing"
	// TrendFixed: it passes, and failed the time before.
	TrendFixed Trend = "fixed"
	// TrendSlower: it passes as the time before, and takes longer than it did.
	TrendSlower Trend = "slower"
)

// Example is what the kept results of one example come to.
type Example struct {
	// Results counts its outcomes, Errors and Flaky those of them that are
	// failures, and passes after a failed attempt.
	Results, Errors, Flaky int
	// InARow counts the failures up to now without a pass between.
	InARow int
	// Passed: the last outcome is a pass, which took Seconds.
	Passed  bool
	Seconds float64
	// Median is that of the seconds of all passes; 0 without any.
	Median float64
	// Slower is by what factor the last pass took longer than the median of those
	// before, when that is slower; else 0.
	Slower float64
	Trend  Trend
	// Last is when the last outcome was.
	Last time.Time
}

// ErrorRate is the share of failures among the outcomes, from 0 to 1.
func (x *Example) ErrorRate() float64 { return rate(x.Errors, x.Results) }

// FlakyRate is the share of flaky passes among the outcomes, from 0 to 1.
func (x *Example) FlakyRate() float64 { return rate(x.Flaky, x.Results) }

func rate(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Of sums up the results of an entry that ended at since or later; the zero time
// is before all of them. The trend compares the last of them with what was
// before it, also when that is older.
func Of(e *status.Entry, since time.Time) Example {
	var x Example
	outcomes := outcomes(e)
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
	slices.Sort(passes)
	x.Median = median(passes)
	last := outcomes[len(outcomes)-1]
	if x.Passed = last.Status == hub.StatusCompleted; x.Passed {
		x.Seconds = last.Seconds
	}
	x.Trend, x.Slower = trend(outcomes)
	return x
}

// outcomes are the passes and failures among the kept results, oldest first. Of
// an entry that an older tool wrote only the last result is known.
func outcomes(e *status.Entry) []status.Past {
	if len(e.History) == 0 && !e.LastExecuted.IsZero() && (e.Status == hub.StatusCompleted || e.Status == hub.StatusError) {
		return []status.Past{{RunID: e.RunID, Time: e.LastExecuted, Status: e.Status, Seconds: e.ExecutionTime, Flaky: e.Flaky}}
	}
	out := make([]status.Past, 0, len(e.History))
	for _, p := range e.History {
		if p.Status == hub.StatusCompleted || p.Status == hub.StatusError {
			out = append(out, p)
		}
	}
	return out
}

// trend compares the last outcome with those before.
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
