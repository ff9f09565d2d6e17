package runner

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// scripted makes attempts that end as the example's title says: one word an
// attempt, pass, skip or the type of an error; the last one holds for the rest.
func scripted(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
	words := strings.Fields(e.Title)
	a := takes(ctx, time.Second, n)
	switch word := words[min(n, len(words))-1]; {
	case a.Canceled, word == "pass":
	case word == "skip":
		a.Skip = "not today"
	default:
		a.ExitCode, a.Error = 1, &hub.Error{Type: hub.ErrorType(word), Message: "no"}
	}
	return a
}

// told is a scripted plan on one worker: what became of each example.
func told(t *testing.T, set func(*play), titles ...string) (run hub.Run, words string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(len(titles), 1, scripted)
		for i, title := range titles {
			p.plan[i].Title = title
		}
		set(p)
		run = p.run(t.Context())
	})
	var out []string
	for _, r := range run.Results {
		word := string(r.Status)
		if r.Error != nil {
			word = string(r.Error.Type)
		}
		out = append(out, word)
	}
	return run, strings.Join(out, " ")
}

func TestFlakyMayFail(t *testing.T) {
	set := func(p *play) {
		p.FlakyFails = true
		for i := range p.plan {
			p.plan[i].Settings.Retries = hub.Retries{Max: 1}
		}
	}
	run, words := told(t, set, "network pass", "pass", "network skip", "network")
	assert.Equal(t, "flaky completed network network", words)
	flaky := run.Results[0]
	assert.False(t, flaky.Flaky)
	assert.Equal(t, "passed on attempt 2 (attempt 1: network: no)", flaky.Error.Message)
	assert.Len(t, flaky.Attempts, 2)
	assert.Equal(t, hub.VerdictFailed, run.Verdict())

	run, _ = told(t, func(p *play) {
		set(p)
		p.plan[0].Settings.AllowFailure.Allowed = true
	}, "network pass")
	assert.Equal(t, hub.VerdictGood, run.Verdict(), "it is a failure like another")
}

func TestRetriesOfTheWholeRun(t *testing.T) {
	run, words := told(t, func(p *play) {
		p.MaxRetries = 3
		for i := range p.plan {
			p.plan[i].Settings.Retries = hub.Retries{Max: 2}
		}
	}, "timeout", "network network pass", "pass", "network pass")
	assert.Equal(t, "timeout network completed network", words)
	assert.Equal(t, 2, run.End.RetriesRefused, "of the second one, and of the last")
	attempts := 0
	for _, r := range run.Results {
		attempts += len(r.Attempts)
	}
	assert.Equal(t, 4+3, attempts)
	assert.Equal(t, "no (not tried again: the 3 retries of the whole run are used up)", run.Results[3].Error.Message)
	assert.Equal(t, "no", run.Results[3].Attempts[0].Error.Message)

	run, _ = told(t, func(p *play) { p.plan[0].Settings.Retries = hub.Retries{Max: 2} }, "network network pass")
	assert.Equal(t, hub.VerdictGood, run.Verdict())
	assert.Zero(t, run.End.RetriesRefused)
}

func TestJitter(t *testing.T) {
	r := hub.Retries{Max: 9, Delay: time.Minute, Backoff: hub.BackoffConstant, Jitter: 0.5}
	seen := map[time.Duration]bool{}
	var sum time.Duration
	for i := range 200 {
		a := failed(1+i%9, hub.ErrNetwork)
		id := fmt.Sprint("example-", i)
		d, ok := retryDelay(r, id, &a)
		require.True(t, ok)
		again, _ := retryDelay(r, id, &a)
		require.Equal(t, d, again, "the same in every run")
		require.LessOrEqual(t, d, time.Minute)
		require.Greater(t, d, 30*time.Second)
		seen[d] = true
		sum += d
	}
	assert.Greater(t, len(seen), 190, "spread")
	assert.InDelta(t, 45, (sum / 200).Seconds(), 2)
	r.Jitter = 1
	a := failed(1, hub.ErrNetwork)
	d, _ := retryDelay(r, "a", &a)
	assert.Positive(t, d)
}

func TestRequiredExamples(t *testing.T) {
	set := func(q ...hub.Requirement) func(*play) {
		return func(p *play) {
			p.Require = q
			p.plan[0].Skip, p.plan[0].SkipKinds = "needs file f, command c", []hub.SkipKind{hub.SkipFiles, hub.SkipCommands}
			p.plan[1].Skip = "marked"
			p.plan[2].Settings.AllowFailure.Allowed = true
			p.plan[2].Settings.Retries.Max = 3
		}
	}
	for q, want := range map[hub.Requirement]string{
		"all":             "required_skip required_skip required_skip completed",
		"skip":            "skipped required_skip skipped completed",
		"commands":        "required_skip skipped skipped completed",
		"files:command c": "required_skip skipped skipped completed",
		"files:other":     "skipped skipped skipped completed",
		"self":            "skipped skipped required_skip completed",
		"env":             "skipped skipped skipped completed",
	} {
		run, words := told(t, set(q), "pass", "pass", "skip", "pass")
		assert.Equal(t, want, words, q)
		assert.Len(t, run.Results[2].Attempts, 1, "there is nothing to try again")
		wantVerdict := hub.VerdictFailed
		if !strings.Contains(want, "required") {
			wantVerdict = hub.VerdictGood
		}
		assert.Equal(t, wantVerdict, run.Verdict(), q)
	}
	run, _ := told(t, set("env", "self"), "pass", "pass", "skip", "pass")
	r := run.Results[2]
	assert.Equal(t, `skipped (not today), which "self" does not accept`, r.Error.Message)
	assert.Empty(t, r.Reason)
	assert.Nil(t, r.AllowedFailure, "an allowance is for failures")
}

func TestBreaker(t *testing.T) {
	for name, c := range map[string]struct {
		titles  []string
		allowed string // positions, from 0
		retries int
		want    string
		broken  int // examples not started; -1: it never broke off
		verdict hub.Verdict
	}{
		"the rest is skipped":       {titles: []string{"auth", "network", "pass", "pass"}, want: "auth network skipped skipped", broken: 2},
		"a pass closes it":          {titles: []string{"auth", "pass", "auth", "pass"}, want: "auth completed auth completed", broken: -1},
		"another failure closes it": {titles: []string{"auth", "assertion", "auth", "pass"}, want: "auth assertion auth completed", broken: -1},
		"a flaky pass closes it":    {titles: []string{"auth auth", "auth pass", "auth auth", "pass"}, retries: 1, want: "auth completed auth completed", broken: -1},
		"no end of its own says nothing": {titles: []string{"auth", "timeout", "skip", "signal", "rate_limit", "pass"},
			want: "auth timeout skipped signal rate_limit skipped", broken: 1},
		"results count, not attempts": {titles: []string{"auth auth pass", "pass", "pass"}, retries: 2, want: "completed completed completed", broken: -1},
		"what is not allowed to fail is not skipped for what is": {titles: []string{"auth", "auth", "pass", "pass"}, allowed: "01",
			want: "auth auth completed completed", broken: -2, verdict: hub.VerdictGood},
		"what is allowed to fail is": {titles: []string{"auth", "auth", "pass", "pass"}, allowed: "012",
			want: "auth auth skipped completed", broken: 1, verdict: hub.VerdictGood},
		"the first that gates makes it hold for all": {titles: []string{"auth", "auth", "auth", "pass"}, allowed: "01",
			want: "auth auth auth skipped", broken: 1},
		"one that gates is enough": {titles: []string{"auth", "auth", "pass", "pass"}, allowed: "0", want: "auth auth skipped skipped", broken: 2},
	} {
		t.Run(name, func(t *testing.T) {
			run, words := told(t, func(p *play) {
				p.Limits = map[string]config.Limit{"l": {BreakAfter: 2}}
				for i := range p.plan {
					p.plan[i].Settings.Limit = "l"
					p.plan[i].Settings.Retries.Max = c.retries
					p.plan[i].Settings.AllowFailure.Allowed = strings.Contains(c.allowed, fmt.Sprint(i))
				}
			}, c.titles...)
			assert.Equal(t, c.want, words)
			switch c.broken {
			case -1:
				assert.Empty(t, run.End.Broken)
			case -2:
				assert.Equal(t, []hub.BrokenLimit{{Limit: "l", Errors: 2}}, run.End.Broken)
			default:
				assert.Equal(t, []hub.BrokenLimit{{Limit: "l", Errors: 2, Skipped: c.broken}}, run.End.Broken)
			}
			want := c.verdict
			if want == "" && strings.Contains(c.want, "auth") {
				want = hub.VerdictFailed
			}
			if want != "" {
				assert.Equal(t, want, run.Verdict())
			}
		})
	}
}

// What failed and waits for another attempt has failed when the limit breaks off.
func TestBreakerMakesFailuresFinal(t *testing.T) {
	run, words := told(t, func(p *play) {
		p.Limits = map[string]config.Limit{"l": {BreakAfter: 2}}
		for i := range p.plan {
			p.plan[i].Settings.Limit = "l"
		}
		p.plan[0].Settings.Retries = hub.Retries{Max: 1, Delay: time.Hour}
		p.plan[1].Settings.Retries = hub.Retries{Max: 1}
	}, "network pass", "network", "network", "pass")
	assert.Equal(t, "network network network skipped", words)
	assert.Len(t, run.Results[0].Attempts, 1)
	assert.Equal(t, "no (not tried again: limit l broke off after 2 errors in a row)", run.Results[0].Error.Message)
	assert.Less(t, run.Seconds(), time.Hour.Seconds(), "nobody waits for it")
	assert.Contains(t, run.Results[3].Reason, "the last of them network: no")
}

func TestBreakerAndOtherEnds(t *testing.T) {
	run, words := told(t, func(p *play) {
		p.Limits = map[string]config.Limit{"l": {BreakAfter: 1}, "m": {BreakAfter: 1}}
		p.Require = []hub.Requirement{"breaker"}
		p.MaxFailures = 2
		for i := range p.plan {
			p.plan[i].Settings.Limit = "l"
		}
		p.plan[4].Settings.Limit = "m"
	}, "network", "pass", "pass", "pass", "pass")
	assert.Equal(t, "network required_skip pending pending pending", words)
	assert.Equal(t, hub.EndMaxFailures, run.End.Reason)
}

func TestDeadlineIsToldAsType(t *testing.T) {
	run, words := told(t, func(p *play) {
		p.Workers = 2
		p.Deadline = 1500 * time.Millisecond
		p.plan[0].Settings.Retries = hub.Retries{Max: 1, Delay: time.Minute}
	}, "network", "pass", "pass", "pass", "pass")
	assert.Equal(t, "deadline completed deadline deadline pending", words)
	assert.Equal(t, hub.StatusInterrupted, run.Results[0].Status)
	assert.Equal(t, "stopped before its next attempt: the deadline of the run had passed", run.Results[0].Reason)
	assert.Equal(t, "stopped while running: the deadline of the run had passed", run.Results[2].Error.Message)
	assert.Equal(t, hub.VerdictFailed, run.Verdict())
}

// An example whose identity is at fault runs, and is never good.
func TestFaultOfIdentity(t *testing.T) {
	fault := &hub.Error{Type: hub.ErrInvalidMeta, Message: "the id \"a\" is that of two", File: "e.sh", Line: 2}
	run, words := told(t, func(p *play) {
		p.FlakyFails = true
		for i := range p.plan {
			p.plan[i].Fault = fault
			p.plan[i].Settings.AllowFailure.Allowed = true
			p.plan[i].Settings.Retries.Max = 1
		}
		p.plan[2].Skip = "costs money"
		p.plan[5].Invalid = &hub.Error{Type: hub.ErrUnreadable, Message: "no file"}
		p.plan[6].Fault = nil
	}, "pass", "assertion", "pass", "skip", "network pass", "pass", "assertion")
	assert.Equal(t, "invalid_metadata assertion invalid_metadata invalid_metadata flaky unreadable assertion", words)
	assert.Equal(t, hub.VerdictFailed, run.Verdict())
	for i, r := range run.Results {
		assert.Equal(t, i != 6, r.Gates(), "an allowance covers failures and not ignorance")
		if i < 6 {
			assert.Contains(t, r.Error.Message, fault.Message)
		}
		assert.Empty(t, r.Reason)
	}
	assert.Equal(t, fault, run.Results[0].Error)
	assert.Len(t, run.Results[0].Attempts, 1)
	assert.Equal(t, `no (the id "a" is that of two)`, run.Results[1].Error.Message)
	assert.Len(t, run.Results[3].Attempts, 1)
	assert.Empty(t, run.Results[2].Attempts)
}
