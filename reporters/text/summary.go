package text

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// End says why a run ended early; empty if it did not.
func End(end hub.RunEnd) string {
	switch end.Reason {
	case hub.EndFinished, hub.EndEmpty:
		return ""
	case hub.EndStopOnError:
		return "stopped at the first failure"
	case hub.EndMaxFailures:
		return "stopped at the maximum number of failures"
	case hub.EndDeadline:
		return "stopped: the time for the whole run was over"
	case hub.EndWant:
		return "not every example could be started: hub ran out of descriptors, processes, memory or disk space"
	case hub.EndInterrupted:
		if end.Signal != "" {
			return "interrupted by " + Type(hub.ErrorType(end.Signal))
		}
		return "interrupted"
	case hub.EndKilled:
		return "cut off: hub was killed or the machine stopped"
	case hub.EndIncomplete:
		return "a shard or part was killed or is missing"
	}
	return "ended for an unknown reason: " + Type(hub.ErrorType(end.Reason))
}

// Empty says why a run had nothing to run.
func Empty(run *hub.Run) string {
	if run.Catalog == 0 {
		return "no examples were found"
	}
	if run.Part.Queued() {
		return "nothing to run: other workers have all examples of the queue, or their results count"
	}
	if run.Part != nil && run.Part.To == 0 {
		return fmt.Sprintf("nothing to run: the plan has no example for part %d", run.Part.Index)
	}
	return fmt.Sprintf("nothing to run: none of %s was selected", Plural(run.Catalog, "example"))
}

// Counts returns the numbers of results of a run that is [Paired], failures first. Kinds
// without results are omitted, except passes.
func Counts(run *hub.Run) string {
	c, known := run.Counts(), run.Counts().Baseline
	fresh, fixed, stillListed := known.New, known.Fixed, 0
	switch {
	case run.Baseline == nil:
		fresh, fixed = changes(run)
	case run.Baseline.Strict: // they are failures
		fixed, stillListed = 0, fixed
	}
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(some(c.Errors, "failed", some(c.AllowedFailure-known.Known, "allowed"), some(known.Known, "known"), some(known.Expired, "expired"),
		some(fresh, "new"), some(known.Changed, "changed"), some(stillListed, "fixed")))
	add(cmp.Or(some(c.Completed, "passed", some(c.Flaky, "flaky"), some(c.Doubtful, "doubtful")), "0 passed"))
	add(some(c.Interrupted, "interrupted"))
	add(some(c.Skipped, "skipped"))
	add(some(c.Pending, "not run"))
	add(some(fixed, "fixed"))
	text := strings.Join(parts, ", ")
	if c.Leaked > 0 {
		text += "; " + strconv.Itoa(c.Leaked) + " left processes behind"
	}
	return text
}

// some returns a number of results and, in parentheses, how many of them have a mark;
// empty if there are none.
func some(n int, word string, marks ...string) string {
	if n == 0 {
		return ""
	}
	text := strconv.Itoa(n) + " " + word
	if marks = slices.DeleteFunc(marks, func(m string) bool { return m == "" }); len(marks) > 0 {
		text += " (" + strings.Join(marks, ", ") + ")"
	}
	return text
}

// changes counts the new and the fixed failures since the previous results.
func changes(run *hub.Run) (fresh, fixed int) {
	for i := range run.Results {
		switch res := &run.Results[i]; {
		case run.NewlyFailing(res):
			fresh++
		case run.Fixed(res):
			fixed++
		}
	}
	return fresh, fixed
}

// scopeText returns the share of the catalog that was planned; empty if it is all of it.
func scopeText(run *hub.Run) string {
	switch {
	case run.Share() != "":
		return " · " + run.Share()
	case len(run.Results) < run.Catalog:
		return fmt.Sprintf(" · %d of %s", len(run.Results), Plural(run.Catalog, "example"))
	}
	return ""
}

// Plural formats a number of things; the plural of word ends in s.
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// Summary summarises a run in one line: the outcomes of its examples, the duration, the
// share of the catalog if it is not all of it, and why the run ended early if it did. New
// and fixed failures are counted against the baseline, or without one against the previous
// results.
func Summary(run *hub.Run) string {
	paired := Paired(run)
	text := Empty(run)
	if len(paired.Results) > 0 {
		text = Counts(paired) + " · " + Seconds(run.Seconds()) + scopeText(paired)
	}
	for _, why := range append([]string{End(run.End), problemsText(run)}, cutTexts(run.End)...) {
		if why != "" {
			text += "; " + why
		}
	}
	return text
}

// cutTexts says which retries and starts the run's own limits prevented.
func cutTexts(end hub.RunEnd) []string {
	var out []string
	if n := end.RetriesRefused; n > 0 {
		out = append(out, "the retries of the whole run were used up: "+Plural(n, "failure")+" not retried")
	}
	for _, b := range end.Broken {
		out = append(out, fmt.Sprintf("limit %s broke off after %s in a row: %s not started",
			sanitize.Line(b.Limit), Plural(b.Errors, "error"), Plural(b.Skipped, "example")))
	}
	return out
}
