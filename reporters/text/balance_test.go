package text

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/balance"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

var began = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func in(seconds int) time.Time { return began.Add(time.Duration(seconds) * time.Second) }

// ranIn adds an example to the run, as a part has run it.
func ranIn(run *hub.Run, part, id string, attempts ...float64) {
	res := hub.Result{ID: id, RunID: part, Status: hub.StatusCompleted}
	for _, s := range attempts {
		res.Attempts = append(res.Attempts, hub.Attempt{Seconds: s})
	}
	run.Plan, run.Results = append(run.Plan, hub.Example{ID: id}), append(run.Results, res)
}

func TestBalance(t *testing.T) {
	run := &hub.Run{RunHeader: hub.RunHeader{Started: began, Parts: []hub.PartRun{
		{Index: 1, Run: "one", Started: in(0), Finished: in(5), Workers: 1},
		{Index: 2, Run: "two", Started: in(0), Finished: in(20), Workers: 1},
	}}}
	ranIn(run, "one", "a", 4)
	ranIn(run, "two", "b", 2, 3) // a retry is work as well
	ranIn(run, "two", "c", 9)
	ranIn(run, "two", "d")
	run.Results[3].Status = hub.StatusPending
	assert.Equal(t, []balance.Lane{
		{Part: 1, Workers: 1, End: 5, Busy: 4, Examples: 1, Longest: 4, Name: "a"},
		{Part: 2, Workers: 1, End: 20, Busy: 14, Examples: 2, Longest: 9, Name: "c"},
	}, Lanes(run))
	assert.Equal(t, []string{
		"took 20.0s; no division among 2 workers takes less than 9.0s (2.22 ×); workers idle 55%",
		"part 2 ends last, after 20.0s; plan again with these durations, with more parts than machines, or take examples from a queue",
	}, Balance(run))

	run.Parts = run.Parts[:1]
	assert.Empty(t, Balance(run), "one part is not divided")
}

// A record is a stranger's: whatever it says of parts, the text is finite and on one line.
func TestBalanceOfOddParts(t *testing.T) {
	run := &hub.Run{RunHeader: hub.RunHeader{Started: began, Parts: []hub.PartRun{
		{Index: -1, Run: "x", Started: in(-90), Finished: in(-100), Workers: -5},
		{Index: 1 << 40, Run: "y", Started: in(0), Workers: math.MaxInt},
		{Index: 2, Run: "y", Finished: in(1), Workers: 2},
	}}}
	ranIn(run, "y", "a\n\x1b[31m"+strings.Repeat("b", 5000), math.NaN(), math.Inf(1), -4, 3)
	ranIn(run, "nobody", "c", 1)
	for _, line := range Balance(run) {
		assert.NotRegexp(t, `NaN|Inf|\n|\x1b|-\d`, line)
		assert.Less(t, len(line), 500)
	}
	assert.Equal(t, 1, Lanes(run)[2].Examples)
}
