package hub

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A cancelled start has no effect, however the run ends; a later start counts.
func TestDeferredStart(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	started := func(n int) Event {
		return Event{Type: EventExampleStarted, Time: at.Add(time.Duration(n)), ID: "a", Worker: n}
	}
	deferred := Event{Type: EventExampleDeferred, Time: at, ID: "a"}
	attempt := Event{Type: EventAttemptFinished, Time: at, ID: "a", Worker: 7, Attempt: &Attempt{Number: 1, Started: at}}
	passed := Event{Type: EventExampleFinished, Time: at, ID: "a", Result: &Result{ID: "a", Status: StatusCompleted, Attempts: []Attempt{*attempt.Attempt}}}
	ended := func(why EndReason) Event { return Event{Type: EventRunFinished, Time: at, End: &RunEnd{Reason: why}} }
	for name, tc := range map[string]struct {
		events []Event
		status Status
		damage int
		open   int
	}{
		"killed while it waits":                {[]Event{started(1), deferred}, StatusPending, 0, 0},
		"twice":                                {[]Event{started(1), deferred, started(2), deferred}, StatusPending, 0, 0},
		"the line is there twice":              {[]Event{started(1), deferred, deferred}, StatusPending, 0, 0},
		"killed after the next start":          {[]Event{started(1), deferred, started(2)}, StatusInterrupted, 0, 1},
		"passed then":                          {[]Event{started(1), deferred, started(2), attempt, passed, ended(EndFinished)}, StatusCompleted, 0, 0},
		"the next start is lost":               {[]Event{started(1), deferred, attempt}, StatusInterrupted, 0, 1},
		"never started in the end":             {[]Event{started(1), deferred, ended(EndWant)}, StatusPending, 0, 0},
		"interrupted while it waits":           {[]Event{started(1), deferred, ended(EndInterrupted)}, StatusPending, 0, 0},
		"a run that claims to have its result": {[]Event{started(1), deferred, ended(EndFinished)}, StatusError, 0, 0},
		"after an attempt":                     {[]Event{started(1), attempt, deferred}, StatusInterrupted, 1, 1},
		"after its result":                     {[]Event{started(1), attempt, passed, deferred, ended(EndFinished)}, StatusError, 1, 0},
		"without a start":                      {[]Event{deferred}, StatusPending, 1, 0},
		"of no example":                        {[]Event{{Type: EventExampleDeferred, ID: "b"}}, StatusPending, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var r Recorder
			r.Add(Event{Type: EventRunStarted, Time: at, Run: &RunHeader{ID: "x", Plan: []Example{{ID: "a", Index: 1}}}})
			for _, e := range tc.events {
				r.Add(e)
			}
			texts, damage := r.Damage()
			assert.Equal(t, tc.damage, damage, texts)
			assert.Len(t, r.Unfinished(), tc.open)
			run := r.Run()
			assert.Equal(t, tc.status, run.Results[0].Status)
			assert.Equal(t, name == "passed then", run.Verdict() == VerdictGood)
		})
	}
}
