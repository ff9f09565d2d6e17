package reporters

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// What the reports and the console say in words, so that they all say it in
// the same ones. Nothing here is made safe for any format yet.

// failure is why the result is an error; it has a type and a message even
// where the result has none.
func failure(res *hub.Result) hub.Error {
	var e hub.Error
	if res.Error != nil {
		e = *res.Error
	}
	if e.Type == "" {
		e.Type = hub.ErrUnknown
	}
	if strings.TrimSpace(ansi.Strip(e.Message)) == "" {
		e.Message = "failed without a message"
	}
	return e
}

// place is where an error happened, as file:line; empty when unknown.
func place(e *hub.Error) string {
	switch {
	case e.File == "":
		return ""
	case e.Line < 1:
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line)
}

// exitText says how the process of an attempt ended.
func exitText(a *hub.Attempt) string {
	switch {
	case a.Signal != "":
		return "killed by " + typeWord(hub.ErrorType(a.Signal))
	case a.ExitCode < 0:
		return "no exit code"
	}
	return "exit code " + strconv.Itoa(a.ExitCode)
}

// allowedText says that a failure is allowed, until when, why and by whom.
func allowedText(a *hub.AllowFailure) string {
	var b strings.Builder
	b.WriteString("allowed failure")
	if a.Until != "" {
		b.WriteString(" until " + string(a.Until))
	}
	var more []string
	if a.Reason != "" {
		more = append(more, a.Reason)
	}
	if a.Owner != "" {
		more = append(more, "owner: "+a.Owner)
	}
	if len(more) > 0 {
		b.WriteString(" (" + strings.Join(more, "; ") + ")")
	}
	return b.String()
}

// flakyText says after how many attempts it passed, and what failed first. The
// failed attempt may be in the log of an earlier attempt at a shard.
func flakyText(res *hub.Result) string {
	text := "passed on attempt " + strconv.Itoa(len(res.Attempts))
	for i := range res.Attempts {
		if e := res.Attempts[i].Error; e != nil {
			return text + ", before: " + string(e.Type) + ": " + e.Message
		}
	}
	if len(res.Attempts) < 2 {
		return "passed after a failed attempt in another run" // of a shard
	}
	return text
}

// reason is why a result is not an outcome of the example's own; never empty.
func reason(res *hub.Result) string {
	if strings.TrimSpace(ansi.Strip(res.Reason)) != "" {
		return res.Reason
	}
	switch res.Status {
	case hub.StatusSkipped:
		return "no reason given"
	case hub.StatusInterrupted:
		return "stopped while it ran"
	}
	return "not run"
}

// endText says why a run ended that did not come to its own end; empty for one
// that did.
func endText(end hub.RunEnd) string {
	switch end.Reason {
	case hub.EndFinished, hub.EndEmpty:
		return ""
	case hub.EndStopOnError:
		return "stopped at the first failure"
	case hub.EndMaxFailures:
		return "stopped at the allowed number of failures"
	case hub.EndDeadline:
		return "stopped: the time for the whole run was over"
	case hub.EndWant:
		return "not every example could be started: hub lacked descriptors, processes, memory or room on a disk"
	case hub.EndInterrupted:
		if end.Signal != "" {
			return "interrupted by " + typeWord(hub.ErrorType(end.Signal))
		}
		return "interrupted"
	case hub.EndKilled:
		return "cut off: hub was killed, or the machine stopped"
	case hub.EndIncomplete:
		return "a shard was killed or is missing"
	}
	return "ended for an unknown reason: " + typeWord(hub.ErrorType(end.Reason))
}

// emptyText says why a run had nothing to run.
func emptyText(run *hub.Run) string {
	if run.Catalog == 0 {
		return "no examples were found"
	}
	return fmt.Sprintf("nothing to run: none of %s was selected", plural(run.Catalog, "example"))
}

// countsText says what the results are, kinds without any left out, errors
// never.
func countsText(c hub.Counts) string {
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
	parts := []string{
		marked(c.Completed, "completed", some(c.Flaky, "flaky"), some(c.Doubtful, "doubtful")),
		marked(c.Errors, errors, some(c.AllowedFailure, "allowed")),
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

// scopeText says how many examples there are, and of how many.
func scopeText(run *hub.Run, c hub.Counts) string {
	text := plural(c.Total, "example")
	if run.Shard != nil {
		text += fmt.Sprintf(" (shard %d/%d)", run.Shard.Index, run.Shard.Total)
	} else if c.Total < run.Catalog {
		text += fmt.Sprintf(" of %d", run.Catalog)
	}
	return text
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// summaryText says in one line what a run came to: how many examples, what
// became of them, how long it took, and why it ended if not by itself.
func summaryText(run *hub.Run) string {
	c := paired(run).Counts()
	var text string
	if c.Total == 0 {
		text = emptyText(run)
	} else {
		text = scopeText(run, c) + ": " + countsText(c) + " · " + seconds(run.Seconds())
	}
	for _, why := range append([]string{endText(run.End), besidesText(run)}, cutTexts(run.End)...) {
		if why != "" {
			text += "; " + why
		}
	}
	return text
}

// cutTexts says what the run itself kept from being tried.
func cutTexts(end hub.RunEnd) []string {
	var out []string
	if n := end.RetriesRefused; n > 0 {
		out = append(out, "the retries of the whole run were used up, so that "+plural(n, "failure")+" could not be tried again")
	}
	for _, b := range end.Broken {
		out = append(out, fmt.Sprintf("limit %s broke off after %s in a row, %s not started",
			sanitize.Line(b.Limit), plural(b.Errors, "error"), plural(b.Skipped, "example")))
	}
	return out
}
