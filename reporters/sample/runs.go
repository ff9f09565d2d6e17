// Package sample provides runs for the tests of reporters, and compares reports with golden
// files.
package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Epoch is the start of the runs.
var Epoch = time.Date(2026, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

// Hostile is an output with the syntax of every format and CI system.
const Hostile = "plain \x1b[31mred\x1b[0m \x1b]0;title\atail\r\n" +
	"]]> </script><script>alert(1)</script> <b>&amp;</b>\n" +
	"``` ```` `tick` | pipe | **bold** <!-- x -->\n" +
	"::error file=a,line=1::boo\n  ::set-output name=x::y\n" +
	"##[error]azure ##vso[task.complete result=Failed] ##teamcity[testFailed name='x']\n" +
	"--- group\n+++ group\n" +
	"[[ATTACHMENT|/etc/passwd]]\n" +
	"nul \x00 bell \a bad \xff\xfe utf-8, bidi \u202eevil\u202c, bom \ufffe, emoji 👩‍👩‍👧 ☃ 漢字\n" +
	"progress 1%\rprogress 2%\rdone\n" +
	"cut \x1b[3"

// EveryKind returns a run with every kind of result.
func EveryKind() *hub.Run {
	run := &hub.Run{
		RunHeader: hub.RunHeader{
			SchemaVersion: hub.SchemaVersion, ID: "20260314T092653-4f2a", Hub: "1.2.3", Command: "ci",
			Started: Epoch, Workers: 4, Catalog: 30, PlanDigest: "sha256:abc",
			LeftOut: []hub.LeftOut{{Reason: "tag 'slow' not chosen", Count: 5}, {Reason: "completed and not stale", Count: 3}},
		},
		End: hub.RunEnd{Reason: hub.EndInterrupted, Signal: "SIGINT", Finished: Epoch.Add(83*time.Second + 250*time.Millisecond)},
	}
	add := func(group, name string, res hub.Result) *hub.Result {
		i := len(run.Plan)
		id := group + "/" + name
		run.Plan = append(run.Plan, hub.Example{
			Index: i + 1, ID: id, PathID: "examples/" + id, Name: name, Title: "The " + name + " example", Group: group,
			GroupTitle: strings.ToUpper(group), Path: "examples/" + id + "/run.py", Tags: []string{"t"},
			Runner: "python", Argv: []string{"python3", "examples/" + id + "/run.py"},
		})
		res.ID = id
		if res.Status != hub.StatusPending {
			res.Started = Epoch.Add(time.Duration(i) * time.Second)
		}
		for n := range res.Attempts {
			res.Attempts[n].Number = n + 1
			res.Attempts[n].Started = res.Started.Add(time.Duration(n) * time.Second)
			res.Seconds += res.Attempts[n].Seconds
			res.Worker = i%4 + 1
		}
		run.Results = append(run.Results, res)
		return &run.Results[i]
	}
	passed := func(output string) hub.Attempt { return hub.Attempt{Seconds: 0.125, Output: output} }
	failed := func(typ hub.ErrorType, message, output string) hub.Attempt {
		return hub.Attempt{Seconds: 1.5, ExitCode: 1, Output: output, Error: &hub.Error{Type: typ, Message: message}}
	}
	errored := func(a ...hub.Attempt) hub.Result {
		last := a[len(a)-1]
		return hub.Result{Status: hub.StatusError, Attempts: a, Error: last.Error}
	}

	add("basics", "hello", hub.Result{Status: hub.StatusCompleted, Attempts: []hub.Attempt{passed("hello\n")}, Fingerprint: "v1:00"})
	add("basics", "flaky", hub.Result{Status: hub.StatusCompleted, Flaky: true, Attempts: []hub.Attempt{
		failed(hub.ErrNetwork, "connection reset by peer", "dialing\nreset\n"), passed("ok\n")}})
	wrong := failed(hub.ErrAssertion, "expected <2>, got \"3\" & more", "Traceback (most recent call last):\n  File \"run.py\", line 12\nAssertionError\n")
	wrong.Error.File, wrong.Error.Line = "examples/basics/wrong/run.py", 12
	add("basics", "wrong", errored(wrong))
	elsewhere := failed(hub.ErrException, "boom", "boom\n")
	elsewhere.Error.File, elsewhere.Error.Line = "lib/helper.py", 7
	add("basics", "rerun", errored(failed(hub.ErrRateLimit, "429", "slow down\n"), failed(hub.ErrRateLimit, "429 again", "slow down!\n"), elsewhere))
	long := failed(hub.ErrUnknown, "exit code 3", "start of a long output\n"+strings.Repeat("0123456789abcdef\n", 6000)+"end of a long output\n")
	long.DroppedBytes, long.ExitCode, long.OutputFile = 123_456, 3, ".hub/runs/20260314T092653-4f2a/basics-long.1.log"
	add("basics", "long", errored(long))

	add("v1.2/api", "timeout", errored(hub.Attempt{Seconds: 30, ExitCode: -1, Signal: "SIGKILL", Output: "waiting\n",
		Error: &hub.Error{Type: hub.ErrTimeout, Message: "no end within 30s"}}))
	add("v1.2/api", "segfault", errored(hub.Attempt{Seconds: 0.01, ExitCode: -1, Signal: "SIGSEGV",
		Error: &hub.Error{Type: hub.ErrSignal, Message: "killed by SIGSEGV (core dumped)"}}))
	add("v1.2/api", "norunner", hub.Result{Status: hub.StatusError, Error: &hub.Error{Type: hub.ErrMissingRunner, Message: "python3 is not installed"}})
	add("v1.2/api", "badmeta", hub.Result{Status: hub.StatusError, Error: &hub.Error{Type: hub.ErrInvalidMeta,
		Message: "front matter: line 3: did not find expected key", File: "examples/v1.2/api/badmeta/run.py", Line: 3}})
	add("v1.2/api", "lost", hub.Result{Status: hub.StatusError, Error: &hub.Error{Type: hub.ErrNoResult, Message: "the run ended without a result for this example"}})

	allowed := add("llm", "allowed", errored(failed(hub.ErrAuth, "401 Unauthorized", "no key\n")))
	allowed.AllowedFailure = &hub.AllowFailure{Allowed: true, Until: "2027-01-31", Reason: "provider is unstable", Owner: "docs"}
	skipped := hub.Result{Status: hub.StatusSkipped, Reason: "needs OPENAI_API_KEY"}
	add("llm", "nokey", skipped)
	add("llm", "nokey2", skipped)
	add("llm", "self", hub.Result{Status: hub.StatusSkipped, Reason: "no GPU here", Attempts: []hub.Attempt{{Seconds: 0.1, ExitCode: 77, Output: "no GPU here\n", Skip: "no GPU here"}}})
	add("llm", "hollow", hub.Result{Status: hub.StatusCompleted, Doubtful: "printed nothing", Attempts: []hub.Attempt{{Seconds: 0.2, Doubtful: "printed nothing"}}})
	add("llm", "leaky", hub.Result{Status: hub.StatusCompleted, Leaked: []string{"sleep 1000 (pid 4242)"}, Attempts: []hub.Attempt{{Seconds: 0.3, Output: "started\n", Leaked: []string{"sleep 1000 (pid 4242)"}}}})

	add("odd", "hostile", errored(failed(hub.ErrFatal, "##[error] ::error:: `x` | <b> \x1b[31m]]> [[ATTACHMENT|/etc/passwd]] @all\nsecond line", strings.ToValidUTF8(Hostile, "\ufffd"))))
	add("odd", strings.Repeat("ä", 300), hub.Result{Status: hub.StatusCompleted, Attempts: []hub.Attempt{passed("long name\n")}})
	add("odd", "pipe|`tick` <b>&", hub.Result{Status: hub.StatusSkipped, Reason: "has `odd` | <i>reason</i>\n::warning::x"})
	add("odd", "stopped", hub.Result{Status: hub.StatusInterrupted, Reason: "the run ended while the example was running (interrupted)",
		Attempts: []hub.Attempt{{Seconds: 4, ExitCode: -1, Signal: "SIGTERM", Canceled: true, Output: "half way\n"}}})
	add("odd", "later", hub.Result{Status: hub.StatusPending, Reason: "not started: the run ended first (interrupted)"})
	add("", "plainid", hub.Result{Status: hub.StatusCompleted, Attempts: []hub.Attempt{passed("x\n")}})
	run.Plan[21].ID, run.Results[21].ID = "3f2a", "3f2a"

	decides := map[hub.ErrorType]bool{}
	for i := range run.Results {
		if run.Results[i].Error != nil {
			decides[run.Results[i].Error.Type] = true
		}
	}
	for _, typ := range hub.ErrorTypes() {
		if !decides[typ] {
			add("classes", string(typ), errored(failed(typ, "a message of type "+string(typ), "what the example printed\n")))
		}
	}
	run.Catalog = len(run.Plan) + 8
	for day, errors := range []int{2, 0, 11} {
		before := hub.RunSummary{
			ID: fmt.Sprintf("202603%dT092653-0000", 11+day), Started: Epoch.AddDate(0, 0, day-3), Seconds: 80 + float64(errors),
			Verdict: hub.VerdictFailed, Full: day > 0, Counts: hub.Counts{Total: 43, Completed: 43 - errors, Errors: errors},
		}
		if errors == 0 {
			before.Verdict = hub.VerdictGood
		}
		run.History = append(run.History, before)
	}
	run.SourceURL = "https://forge.example/docs/blob/0a1b2c/{path}#L{line}"
	run.Previous = map[string]hub.Status{
		"basics/hello": hub.StatusCompleted, "basics/flaky": hub.StatusError, "basics/wrong": hub.StatusCompleted,
		"basics/rerun": hub.StatusError, "llm/allowed": hub.StatusCompleted, "odd/hostile": hub.StatusCompleted,
		"llm/leaky": hub.StatusError, "odd/stopped": hub.StatusCompleted, "odd/later": hub.StatusError,
	}
	return run
}

// EndedWell returns EveryKind without interrupted and pending results.
func EndedWell() *hub.Run {
	run := EveryKind()
	run.End.Reason, run.End.Signal = hub.EndFinished, ""
	for i := range run.Results {
		switch run.Results[i].Status {
		case hub.StatusInterrupted, hub.StatusPending:
			run.Results[i] = hub.Result{ID: run.Plan[i].ID, Status: hub.StatusSkipped, Reason: "not today", Started: Epoch}
		}
	}
	return run
}

// AllGood returns a run of n passes.
func AllGood(n int) *hub.Run {
	run := &hub.Run{
		RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: "r", Hub: "dev", Command: "all", Started: Epoch, Workers: 2, Catalog: n},
		End:       hub.RunEnd{Reason: hub.EndFinished, Finished: Epoch.Add(time.Second)},
	}
	for i := range n {
		e := hub.Example{Index: i + 1, ID: fmt.Sprintf("g%d/e%d", i%10, i), Name: fmt.Sprintf("e%d", i), Title: "E", Group: fmt.Sprintf("g%d", i%10), Path: fmt.Sprintf("g%d/e%d.sh", i%10, i)}
		run.Plan = append(run.Plan, e)
		run.Results = append(run.Results, hub.Result{ID: e.ID, Status: hub.StatusCompleted, Started: Epoch, Seconds: 0.1,
			Attempts: []hub.Attempt{{Number: 1, Started: Epoch, Seconds: 0.1, Output: "ok\n"}}})
	}
	return run
}

// Mixed returns a run of n examples, a tenth of which failed, with outputs of ordinary size.
func Mixed(n int) *hub.Run {
	run := AllGood(n)
	output := strings.Repeat("\x1b[32mok\x1b[0m a line of output <with> & some markup\n", 20)
	for i := range run.Results {
		res := &run.Results[i]
		res.Attempts[0].Output = output
		if i%10 == 3 {
			res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrAssertion, Message: fmt.Sprint("expected 2, got ", i), File: run.Plan[i].Path, Line: 3}
			res.Attempts[0].Error = res.Error
		}
	}
	return run
}

// FailedSteps returns a teardown and two services that failed, and a teardown that
// succeeded.
func FailedSteps() []hub.Step {
	failed := func(phase hub.Phase, why string) hub.Step {
		return hub.Step{
			Phase: phase, Group: "web", Command: []string{"serve", "--all"}, Background: phase == hub.PhaseSetup, Started: Epoch,
			Seconds: 1.5, ExitCode: 3, Output: Hostile, Error: &hub.Error{Type: hub.ErrSetup, Message: "the " + string(phase) + " of group web failed: " + why},
		}
	}
	well := failed(hub.PhaseTeardown, "")
	well.Error, well.ExitCode = nil, 0
	first := failed(hub.PhaseTeardown, "no <disk> | ::error::")
	first.Group, first.Command = "", []string{"false"}
	return []hub.Step{first, well, failed(hub.PhaseSetup, "exited before hub stopped it"), failed(hub.PhaseSetup, "ended as well")}
}

// WithFailedSteps returns a run of two passes with [FailedSteps].
func WithFailedSteps() *hub.Run {
	run := AllGood(2)
	run.Steps = FailedSteps()
	return run
}

// Events returns the events of the run, with examples finishing in random order.
func Events(run *hub.Run, seed uint64) []hub.Event {
	rnd := rand.New(rand.NewPCG(seed, 1))
	all := []hub.Event{{Type: hub.EventRunStarted, Time: run.Started, Run: &run.RunHeader}}
	now := run.Started
	tick := func() time.Time {
		now = now.Add(time.Duration(rnd.IntN(300)) * time.Millisecond)
		return now
	}
	var running []int
	finish := func() {
		k := rnd.IntN(len(running))
		i := running[k]
		running = append(running[:k], running[k+1:]...)
		res := run.Results[i]
		for n := range res.Attempts {
			all = append(all, hub.Event{Type: hub.EventAttemptFinished, Time: tick(), ID: res.ID, Attempt: &res.Attempts[n]})
		}
		all = append(all, hub.Event{Type: hub.EventExampleFinished, Time: tick(), ID: res.ID, Result: &res})
	}
	for i := range run.Results {
		if run.Results[i].Status == hub.StatusPending {
			continue
		}
		if len(run.Results[i].Attempts) > 0 {
			all = append(all, hub.Event{Type: hub.EventExampleStarted, Time: tick(), ID: run.Results[i].ID, Worker: rnd.IntN(8) + 1})
		}
		running = append(running, i)
		for len(running) > 1+rnd.IntN(8) {
			finish()
		}
	}
	for len(running) > 0 {
		finish()
	}
	for i := range run.Spans {
		all = append(all, hub.Event{Type: hub.EventSpanFinished, Time: tick(), Span: &run.Spans[i]})
	}
	for i := range run.Steps {
		all = append(all, hub.Event{Type: hub.EventStepFinished, Time: tick(), Step: &run.Steps[i]})
	}
	for i := range run.Problems {
		all = append(all, hub.Event{Type: hub.EventProblem, Time: tick(), Problem: &run.Problems[i]})
	}
	end := run.End
	return append(all, hub.Event{Type: hub.EventRunFinished, Time: tick(), End: &end})
}
