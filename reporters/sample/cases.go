package sample

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Case is a small run of one kind. Its folder in testdata/cases has its run log and its
// report in every format.
type Case struct {
	Name string
	Run  *hub.Run
}

// Cases returns the cases: [EveryKind] in parts, and runs without any result.
func Cases() []Case {
	of := func(name string, ids ...string) Case { return Case{name, part(ids...)} }
	interrupted := of("interrupted", "odd/stopped", "odd/later")
	interrupted.Run.End = EveryKind().End
	long := of("long-output", "basics/long")
	attempt := long.Run.Results[0].Last()
	attempt.Output = "start of a long output\n" + strings.Repeat("0123456789abcdef\n", 60) + "end of a long output\n"
	history := of("history", "basics/hello", "basics/wrong", "llm/leaky")
	history.Run.History, history.Run.Previous = EveryKind().History, EveryKind().Previous
	history.Run.Origin = hub.Origin{
		Project: "cookbook/examples", Commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", Branch: "main", Page: "https://ci.example/cookbook/7", System: "linux/amd64",
	}
	history.Run.Results[1].Attempts[0].Excerpt = &hub.Excerpt{Line: 10, Text: "def two():\n    return 3\nassert two() == 2, \"expected <2>\""}
	history.Run.Results[1].Past = &hub.Past{Outcomes: "c3eC2c", PassedRun: "20260313T092653-0000", PassedCommit: "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432"}
	history.Run.Results[2].Past = &hub.Past{Outcomes: "c10e2"}
	choice := of("left-out", "basics/hello")
	choice.Run.LeftOut, choice.Run.Catalog = EveryKind().LeftOut, 9
	problems := of("failed-steps", "basics/hello")
	problems.Run.Steps = FailedSteps()
	for i := range problems.Run.Steps {
		problems.Run.Steps[i].Output = "stopping\nthe disk is full\n"
	}
	problems.Run.Problems = []hub.Problem{{Kind: hub.ProblemReport, Message: "report.html: no space left on device"}}
	empty := of("empty")
	empty.Run.End.Reason, empty.Run.Results = hub.EndEmpty, []hub.Result{}
	passed := of("passed", "basics/hello", "3f2a")
	passed.Run.Spans = []hub.Span{
		{Name: "start-up", Started: Epoch.Add(-time.Second), Seconds: 0.25},
		{Name: "catalog", Started: Epoch.Add(-750 * time.Millisecond), Seconds: 0.5},
		{Name: "log", Started: Epoch.Add(100 * time.Millisecond), Seconds: 0.1},
	}
	merged := of("merged", "basics/hello", "basics/flaky", "basics/wrong", "3f2a")
	merged.Run.Command, merged.Run.Workers = "merge", 3
	for i, p := range []hub.PartRun{{Run: "20260314T092653-0001", Workers: 1, Examples: 2}, {Run: "20260314T092653-0002", Workers: 1, Examples: 1}, {Run: "20260314T092657-0003", Workers: 1, Examples: 1}} {
		p.Index, p.Started, p.Finished = i+1, Epoch.Add(time.Duration(4*(i/2))*time.Second), Epoch.Add(time.Duration(4+4*i)*time.Second)
		merged.Run.Parts, merged.Run.Joined = append(merged.Run.Parts, p), append(merged.Run.Joined, p.Run)
	}
	for i, part := range []int{0, 0, 1, 2} {
		res := &merged.Run.Results[i]
		res.RunID, res.Worker = merged.Run.Joined[part], 1
		res.Started = merged.Run.Parts[part].Started.Add(time.Second)
		res.Attempts = slices.Clone(res.Attempts)
		for n := range res.Attempts {
			res.Attempts[n].Started = res.Started.Add(time.Duration(n) * 2 * time.Second)
		}
	}
	return []Case{
		passed, merged,
		of("failed", "basics/wrong"),
		of("failed-elsewhere", "basics/rerun"),
		of("flaky", "basics/flaky"),
		of("killed", "v1.2/api/timeout", "v1.2/api/segfault"),
		of("never-started", "v1.2/api/norunner", "v1.2/api/badmeta", "v1.2/api/lost"),
		of("allowed-failure", "llm/allowed"),
		of("skipped", "llm/nokey", "llm/nokey2", "llm/self"),
		of("doubtful", "llm/hollow"),
		of("leaked", "llm/leaky"),
		of("hostile", "odd/hostile"),
		of("odd-names", "odd/"+strings.Repeat("ä", 300), "odd/pipe|`tick` <b>&"),
		known(),
		interrupted, long, history, choice, problems, empty,
		{"one-cause", OneCause(22)},
	}
}

// part returns the run of these examples of EveryKind alone.
func part(ids ...string) *hub.Run {
	all := EveryKind()
	run := *all
	run.Plan, run.Results = nil, nil
	run.LeftOut, run.History, run.Previous = nil, nil, nil
	for i := range all.Plan {
		if e := all.Plan[i]; slices.Contains(ids, e.ID) {
			e.Index = len(run.Plan) + 1
			run.Plan, run.Results = append(run.Plan, e), append(run.Results, all.Results[i])
		}
	}
	if len(run.Plan) != len(ids) {
		panic("a case names an example that EveryKind does not have")
	}
	run.Catalog = len(run.Plan)
	run.End = hub.RunEnd{Reason: hub.EndFinished, Finished: Epoch.Add(12 * time.Second)}
	return &run
}
