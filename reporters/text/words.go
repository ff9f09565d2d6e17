package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Failure returns the error of a result, with a default type and message if they are
// missing.
func Failure(res *hub.Result) hub.Error {
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

// Location returns where an error happened, as file:line; empty if unknown.
func Location(e *hub.Error) string {
	switch {
	case e.File == "":
		return ""
	case e.Line < 1:
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line)
}

// Exit says how the process of an attempt ended.
func Exit(a *hub.Attempt) string {
	switch {
	case a.Signal != "":
		return "killed by " + Type(hub.ErrorType(a.Signal))
	case a.ExitCode < 0:
		return "no exit code"
	}
	return "exit code " + strconv.Itoa(a.ExitCode)
}

// Allowance is the word for an allowed failure: known, if the baseline allows it.
func Allowance(a *hub.AllowFailure) string {
	if a.Baseline {
		return "known failure"
	}
	return "allowed failure"
}

// News says how a result differs from what the baseline lists; empty if it does not, and
// for a known failure, which [Allowed] describes.
func News(e *hub.Example, res *hub.Result) string {
	switch res.Baseline {
	case hub.StandingNew:
		return "new failure: not in the baseline"
	case hub.StandingChanged:
		if e.Known == nil { // only its result is recorded
			return "changed failure"
		}
		return fmt.Sprintf("changed failure, known: %s: %s", Type(e.Known.Type), e.Known.Message)
	case hub.StandingExpired:
		return "known failure, expired"
	case hub.StandingFixed:
		return "fixed: the baseline still lists its failure"
	}
	return ""
}

// Allowed describes an allowance: until when, why and by whom.
func Allowed(a *hub.AllowFailure) string {
	var b strings.Builder
	b.WriteString(Allowance(a))
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

// Terms is what [Allowed] says besides that a failure is allowed or known; empty without an
// end, reason or owner.
func Terms(a *hub.AllowFailure) string {
	return strings.TrimSpace(strings.TrimPrefix(Allowed(a), Allowance(a)))
}

// Flaky says on which attempt a result passed, and what failed first. The failed attempt
// may be in the log of an earlier attempt at a shard, and then its error is unknown.
func Flaky(res *hub.Result) string {
	text := "passed on attempt " + strconv.Itoa(len(res.Attempts))
	for i := range res.Attempts {
		if e := res.Attempts[i].Error; e != nil {
			return fmt.Sprintf("%s (attempt %d: %s: %s)", text, i+1, e.Type, e.Message)
		}
	}
	if len(res.Attempts) < 2 {
		return "passed after a failed attempt in another run" // of a shard
	}
	return text
}

// Reason says why an example was skipped, interrupted or not run; never empty.
func Reason(res *hub.Result) string {
	if strings.TrimSpace(ansi.Strip(res.Reason)) != "" {
		return res.Reason
	}
	switch res.Status {
	case hub.StatusSkipped:
		return "no reason given"
	case hub.StatusInterrupted:
		return "stopped while running"
	}
	return "not run"
}

// Type returns an error type, restricted to characters that are not markup in any format.
func Type(t hub.ErrorType) string {
	return strings.TrimPrefix(TypeName(string(t)), "hub.")
}

// TypeName returns a type with the prefix "hub.", since some readers of JUnit interpret
// bare words.
func TypeName(t string) string {
	return "hub." + strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '-', r == '.':
			return r
		}
		return '_'
	}, sanitize.Head(t, 100))
}
