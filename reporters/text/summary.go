package text

import (
	"fmt"
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
		return "a shard was killed or is missing"
	}
	return "ended for an unknown reason: " + Type(hub.ErrorType(end.Reason))
}

// Empty says why a run had nothing to run.
func Empty(run *hub.Run) string {
	if run.Catalog == 0 {
		return "no examples were found"
	}
	return fmt.Sprintf("nothing to run: none of %s was selected", Plural(run.Catalog, "example"))
}

// countsText returns the counts of results. Kinds without results are omitted, except
// completed and errors. strict: fixed known failures are errors.
func countsText(c hub.Counts, strict bool) string {
	marked := func(n int, word string, marks ...string) string {
		text := strconv.Itoa(n) + " " + word
		var kept []string
		for _, m := range marks {
			if m != "" {
				kept = append(kept, m)
			}
		}
		if len(kept) > 0 {
			text += " (" + strings.Join(kept, ", ") + ")"
		}
		return text
	}
	some := func(n int, word string) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n) + " " + word
	}
	errors := "errors"
	if c.Errors == 1 {
		errors = "error"
	}
	known, fixed, stillListed := c.Baseline, some(c.Baseline.Fixed, "fixed"), ""
	if strict {
		fixed, stillListed = "", fixed
	}
	parts := []string{
		marked(c.Completed, "completed", some(c.Flaky, "flaky"), some(c.Doubtful, "doubtful"), fixed),
		marked(c.Errors, errors, some(c.AllowedFailure-known.Known, "allowed"), some(known.Known, "known"), some(known.Expired, "expired"),
			some(known.New, "new"), some(known.Changed, "changed"), stillListed),
	}
	for _, p := range []string{
		some(c.Interrupted, "interrupted"), some(c.Skipped, "skipped"), some(c.Pending, "not run"),
	} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	text := strings.Join(parts, ", ")
	if c.Leaked > 0 {
		text += "; " + strconv.Itoa(c.Leaked) + " left processes behind"
	}
	return text
}

// scopeText returns the number of planned examples, and their share of the catalog.
func scopeText(run *hub.Run, c hub.Counts) string {
	text := Plural(c.Total, "example")
	if run.Shard != nil {
		text += fmt.Sprintf(" (shard %d/%d)", run.Shard.Index, run.Shard.Total)
	} else if c.Total < run.Catalog {
		text += fmt.Sprintf(" of %d", run.Catalog)
	}
	return text
}

// Plural formats a number of things; the plural of word ends in s.
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// Summary summarises a run in one line: the number of examples, their outcomes, the
// duration, and why the run ended early if it did.
func Summary(run *hub.Run) string {
	c := Paired(run).Counts()
	var text string
	if c.Total == 0 {
		text = Empty(run)
	} else {
		text = scopeText(run, c) + ": " + countsText(c, run.Baseline != nil && run.Baseline.Strict) + " · " + Seconds(run.Seconds())
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
