//go:build unix

package main

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// again is a later run of the same shard, by the clock and by its ID.
func again(h *hub.RunHeader, events []hub.Event) []hub.Event {
	h.Started = h.Started.Add(time.Hour)
	h.ID = runlog.NewID(h.Started)
	return events
}

// redden makes the first result a failure.
func redden(_ *hub.RunHeader, events []hub.Event) []hub.Event {
	done := 0
	for i := range events {
		failed := &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
		switch e := &events[i]; {
		case done == 0 && e.Attempt != nil:
			e.Attempt.ExitCode, e.Attempt.Error = 1, failed
		case done == 0 && e.Result != nil:
			done++
			e.Result.Status, e.Result.Error, e.Result.Doubtful = hub.StatusError, failed, ""
			e.Result.Attempts[0].ExitCode, e.Result.Attempts[0].Error = 1, failed
		}
	}
	return events
}

// resigned computes the digest of what the header records.
func resigned(h *hub.RunHeader) { h.PlanDigest = hub.PlanDigest(h.Policies, h.PlanItems) }

// first is the index of the first event of a type.
func first(events []hub.Event, kind hub.EventType) int {
	return slices.IndexFunc(events, func(e hub.Event) bool { return e.Type == kind })
}

// endedBy gives the run another end.
func endedBy(reason hub.EndReason, signal string) func(*hub.RunHeader, []hub.Event) []hub.Event {
	return func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
		last := &events[len(events)-1]
		last.End.Reason, last.End.Signal = reason, signal
		return events
	}
}

// attempts puts a second log of shard 2 beside the first: a red one and then what
// the change makes of a green one.
func (a *attack) attempts(red, green func(*hub.RunHeader, []hub.Event) []hub.Event) {
	was := a.logs[2]
	a.logs[2] = sealedAnew(a.t, sealedAnew(a.t, was, redden), red)
	a.more["second.ndjson"] = sealedAnew(a.t, sealedAnew(a.t, was, again), green)
}

func attempt(n int64, job string) func(*hub.RunHeader, []hub.Event) []hub.Event {
	return func(h *hub.RunHeader, events []hub.Event) []hub.Event {
		h.Attempt, h.Job = n, job
		return events
	}
}

// unchanged leaves a log as it is.
func unchanged(_ *hub.RunHeader, events []hub.Event) []hub.Event { return events }

// killedBefore is the log without its end.
func killedBefore(text string) string {
	return text[:strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1]
}

// swapLines exchanges two lines.
func swapLines(text string, i, k int) string {
	lines := strings.SplitAfter(text, "\n")
	lines[i], lines[k] = lines[k], lines[i]
	return strings.Join(lines, "")
}

// unsealed takes the seal out of a log's end.
func unsealed(text string) string {
	return regexp.MustCompile(`,"seal":"[0-9a-f]+","events":\d+,"results":\{[^}]*\}`).ReplaceAllString(text, "")
}
