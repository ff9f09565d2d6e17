package glance

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func run(v hub.Verdict, full bool) *hub.RunSummary {
	return &hub.RunSummary{Started: now.Add(-3 * time.Minute), Seconds: 60, Verdict: v, Full: full}
}

func TestLines(t *testing.T) {
	for name, c := range map[string]struct {
		r    Repository
		want string
	}{
		"fresh": {Repository{Groups: 2, Summary: query.Summary{TotalExamples: 3, Pending: 3}},
			"3 examples in 2 groups, found without a hub.yaml ('hub init' writes one)\nNothing is recorded: no example has been run\nNext: hub all  run all examples"},
		"all marked skip": {Repository{Groups: 1, Summary: query.Summary{TotalExamples: 1, Skipped: 1}},
			"1 example in 1 group, found without a hub.yaml ('hub init' writes one)\nNothing is recorded: no example has been run\nNext: hub all  run all examples"},
		"failed": {Repository{Groups: 1, Config: "hub.yaml", Newest: run(hub.VerdictFailed, true), Summary: query.Summary{TotalExamples: 9, Errors: 2, Allowed: 1, Completed: 4, Flaky: 1, Stale: 1, Pending: 1, Skipped: 1}},
			"9 examples in 1 group, as hub.yaml says\nLast run: FAILED, 2 min ago. Newest results: 2 failed (1 allowed), 4 passed (1 flaky), 1 stale, 1 skipped, 1 not run\nNext: hub errors  list what failed, and why"},
		"allowed failures, and a part": {Repository{Groups: 1, Config: "hub.yaml", Warnings: 2, Newest: run(hub.VerdictGood, false), Summary: query.Summary{TotalExamples: 4, Errors: 1, Allowed: 1, Completed: 1, Interrupted: 1, Running: 1}},
			"4 examples in 1 group, as hub.yaml says; 2 warnings, see 'hub status'\nLast run (of a part): GOOD, 2 min ago. Newest results: 1 failed (1 allowed), 1 interrupted, 1 passed, 1 running\nNext: hub all --filter=pending,interrupted  run what has no result"},
		"stale": {Repository{Groups: 1, Config: "hub.yaml", Newest: run(hub.VerdictGood, true), Summary: query.Summary{TotalExamples: 2, Completed: 1, Stale: 1}},
			"2 examples in 1 group, as hub.yaml says\nLast run: GOOD, 2 min ago. Newest results: 1 passed, 1 stale\nNext: hub stale --run  run what has changed since it passed"},
		"doubtful": {Repository{Groups: 1, Config: "hub.yaml", Newest: run(hub.VerdictGood, true), Summary: query.Summary{TotalExamples: 2, Completed: 2, Doubtful: 1}},
			"2 examples in 1 group, as hub.yaml says\nLast run: GOOD, 2 min ago. Newest results: 2 passed\nNext: hub list --filter=doubtful  list the passes that look hollow"},
		"results without their run": {Repository{Groups: 1, Config: "hub.yaml", Summary: query.Summary{TotalExamples: 2, Completed: 2}},
			"2 examples in 1 group, as hub.yaml says\nNewest results: 2 passed\nNext: hub all  run everything again"},
	} {
		c.r.Now, c.r.Command = now, &hint.Command{}
		assert.Equal(t, c.want, strings.Join(c.r.Lines(), "\n"), name)
	}
}

func TestTheNextCommandIsAboutTheSameProject(t *testing.T) {
	r := Repository{Summary: query.Summary{TotalExamples: 1, Pending: 1}, Command: &hint.Command{Chdir: "a b", Config: "x.yaml"}}
	assert.Equal(t, "Next: hub -C 'a b' -c x.yaml all  run all examples", r.Lines()[2])
	assert.Contains(t, None(r.Command, "no examples", false)[1], "hub -C 'a b' -c x.yaml init")
	assert.Contains(t, None(r.Command, "no examples", true)[1], "hub -C 'a b' -c x.yaml config print")
}

func TestTroubleIsOneLine(t *testing.T) {
	assert.Equal(t, []string{"reading x: no"}, Trouble("reading x: no\n"))
	assert.Equal(t, []string{"a (and 2 more: 'hub config check' lists them)"}, Trouble("a\nb\n\x1b[2Jc"))
	assert.NotContains(t, Trouble("\x1b[2Ja")[0], "\x1b")
}
