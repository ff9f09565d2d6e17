package merge

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// parted is a plan file in a folder, with the logs of its parts beside it.
type parted struct {
	t     testing.TB
	dir   string
	file  *planfile.File
	parts [][]hub.Example
	logs  int
}

// newParted writes a plan with parts of so many examples.
func newParted(t testing.TB, sizes ...int) *parted {
	p := &parted{t: t, dir: t.TempDir()}
	parts := make([]planfile.Part, len(sizes))
	n := 0
	for i, size := range sizes {
		var examples []hub.Example
		for range size {
			n++
			id := fmt.Sprintf("examples/e%d.sh", n)
			examples = append(examples, hub.Example{Index: n, ID: id, Name: fmt.Sprintf("e%d", n), Path: id, Argv: []string{"sh", id}})
			parts[i].Examples = append(parts[i].Examples, planfile.Example{Index: n, Path: id, Item: examples[len(examples)-1].Item()})
		}
		p.parts = append(p.parts, examples)
	}
	path := filepath.Join(p.dir, "plan.ndjson")
	out, err := os.Create(path)
	require.NoError(t, err)
	_, err = planfile.Write(out, planfile.Header{ID: "00c0ffee00c0ffee", Created: at(0), Policies: []string{"flaky pass"}, Catalog: n}, parts)
	require.NoError(t, err)
	require.NoError(t, out.Close())
	p.file, err = planfile.Open(path, "plan.ndjson")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.file.Close()) })
	return p
}

// header opens the log of a part, from 1; example 0 is all of it.
func (p *parted) header(part, example int) *hub.RunHeader {
	p.logs++
	plan := p.parts[part-1]
	if example > 0 {
		plan = plan[example-1 : example]
	}
	return &hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, ID: runlog.IDAt(at(p.logs), fmt.Sprintf("%04x", p.logs)), Command: "ci", Started: at(p.logs), Workers: 2, Catalog: p.file.Header.Catalog,
		PlanDigest: p.file.Header.Digest, Policies: p.file.Header.Policies, Sealed: true, Plan: plan,
		Part: &hub.Part{Plan: p.file.Header.ID, Index: part, Total: len(p.parts), Example: example, Hash: p.file.Index.Parts[part-1].Hash},
	}
}

// result returns a result of that status, or an attempt that was interrupted.
func result(id string, status hub.Status, at time.Time) *hub.Result {
	a := hub.Attempt{Number: 1, Started: at, Output: "of " + id}
	res := &hub.Result{ID: id, Status: status, Started: at, Seconds: 1}
	switch status {
	case hub.StatusError:
		a.ExitCode, a.Error = 1, &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
		res.Error = a.Error
	case hub.StatusInterrupted:
		a.ExitCode, a.Canceled = -1, true
	case hub.StatusSkipped:
		res.Reason = "no key"
		return res
	}
	res.Attempts = []hub.Attempt{a}
	return res
}

// log returns the text of a log with these results.
func (p *parted) log(h *hub.RunHeader, reason hub.EndReason, results ...*hub.Result) []byte {
	events := []hub.Event{{Type: hub.EventRunStarted, Time: h.Started, Run: h}}
	for _, r := range results {
		events = append(events, hub.Event{Type: hub.EventExampleStarted, Time: r.Started, ID: r.ID}, hub.Event{Type: hub.EventExampleFinished, Time: r.Started, ID: r.ID, Result: r})
	}
	events = append(events, hub.Event{Type: hub.EventRunFinished, Time: h.Started, End: &hub.RunEnd{Reason: reason, Finished: h.Started.Add(time.Second), Part: h.Part}})
	var out bytes.Buffer
	require.NoError(p.t, runlog.NewEncoder(&out).Encode(events...))
	return out.Bytes()
}

// put writes a log below the folder of logs.
func (p *parted) put(h *hub.RunHeader, text []byte) string {
	dir := filepath.Join(p.dir, "logs", h.ID, "runs")
	require.NoError(p.t, os.MkdirAll(dir, 0o755))
	path := runlog.Path(dir, h.ID)
	require.NoError(p.t, os.WriteFile(path, text, 0o644))
	return path
}

// whole puts the log of a part in which all examples have the status.
func (p *parted) whole(part int, status hub.Status, change func(*hub.RunHeader)) string {
	h := p.header(part, 0)
	if change != nil {
		change(h)
	}
	var results []*hub.Result
	for _, ex := range h.Plan {
		results = append(results, result(ex.ID, status, h.Started))
	}
	return p.put(h, p.log(h, hub.EndFinished, results...))
}

func nth(n int64) func(*hub.RunHeader) {
	return func(h *hub.RunHeader) { h.Attempt, h.Job = n, "--attempt" }
}

func (p *parted) survey() *Survey {
	s, err := NewSurvey(p.file, "plan.ndjson")
	require.NoError(p.t, err)
	p.look(s)
	return s
}

func (p *parted) look(s *Survey) {
	_, err := s.Look(context.Background(), []string{"logs"}, p.dir, func(path string) string { return path })
	require.NoError(p.t, err)
}

// merged merges all parts, and checks that the log of the merged run says the same.
func (p *parted) merged(s *Survey) *hub.Run {
	m, err := s.Compose(0, 0, "devel")
	require.NoError(p.t, err)
	run, err := m.Run()
	require.NoError(p.t, err)
	again, err := s.Compose(0, 0, "devel")
	require.NoError(p.t, err)
	var out bytes.Buffer
	require.NoError(p.t, again.Write(&out, func(int32, *hub.Result) error { return nil }))
	log, err := runlog.Decode(&out)
	require.NoError(p.t, err)
	require.Empty(p.t, log.Unproven())
	require.Equal(p.t, encoded(run), encoded(&log.Run), "the log has what the run has")
	return run
}

// damages are what can happen to a log that is on disk.
func damages() map[string]func(random *rand.Rand, text []byte) []byte {
	return map[string]func(*rand.Rand, []byte) []byte{
		"cut": func(random *rand.Rand, text []byte) []byte { return text[:random.IntN(len(text))] },
		"bit": func(random *rand.Rand, text []byte) []byte {
			text[random.IntN(len(text)-1)] ^= 1 << random.IntN(7)
			return text
		},
		"no end": func(_ *rand.Rand, text []byte) []byte { return []byte(killed(string(text))) },
		"pass": func(_ *rand.Rand, text []byte) []byte {
			return bytes.ReplaceAll(text, []byte(`"status":"error"`), []byte(`"status":"completed"`))
		},
		"line": func(random *rand.Rand, text []byte) []byte {
			lines := bytes.SplitAfter(text, []byte("\n"))
			i := random.IntN(len(lines) - 1)
			return bytes.Join(slices.Delete(lines, i, i+1), nil)
		},
	}
}

func killed(text string) string {
	return text[:strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1]
}

// evidence is one result in a log that proves it.
type evidence struct {
	attempt int64
	status  hub.Status
}

// The merged run of random logs is good if and only if every example of the plan has a
// result in a sealed log, and none that counts is a failure.
func TestGoodIsWhatTheDefinitionSays(t *testing.T) {
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, hub.StatusSkipped, hub.StatusError, hub.StatusInterrupted}
	kinds := sortedKeys(damages())
	verdicts := map[bool]int{}
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 1))
		sizes := make([]int, 1+random.IntN(3))
		for i := range sizes {
			sizes[i] = random.IntN(3)
		}
		p := newParted(t, sizes...)
		proof, seen := map[string][]evidence{}, map[string]bool{} // seen: a failure, anywhere
		for range 1 + random.IntN(3*len(sizes)) {
			part := 1 + random.IntN(len(sizes))
			example := 0
			if n := sizes[part-1]; n > 0 && random.IntN(4) == 0 {
				example = 1 + random.IntN(n)
			}
			h := p.header(part, example)
			if random.IntN(2) == 0 {
				nth(int64(1 + random.IntN(3)))(h)
			}
			foreign := random.IntN(12) == 0
			if foreign {
				*h.Part = hub.Part{Plan: h.Part.Plan, Index: part, Total: len(sizes), Example: example, Hash: strings.Repeat("0", 64)}
			}
			reason := hub.EndFinished
			var results []*hub.Result
			for _, ex := range h.Plan {
				if random.IntN(12) == 0 {
					reason = hub.EndInterrupted
					continue
				}
				results = append(results, result(ex.ID, statuses[random.IntN(len(statuses))], h.Started))
			}
			text := p.log(h, reason, results...)
			sound := string(text)
			if random.IntN(3) == 0 {
				text = damages()[kinds[random.IntN(len(kinds))]](random, slices.Clone(text))
			}
			p.put(h, text)
			if foreign {
				continue
			}
			for _, r := range results {
				if string(text) == sound && r.Status != hub.StatusInterrupted {
					proof[r.ID] = append(proof[r.ID], evidence{h.Attempt, r.Status})
				}
				seen[r.ID] = seen[r.ID] || r.Status == hub.StatusError
			}
		}
		good := true
		for _, part := range p.parts {
			for _, ex := range part {
				good = good && passes(proof[ex.ID], seen[ex.ID])
			}
		}
		run := p.merged(p.survey())
		if len(run.Plan) == 0 {
			continue
		}
		verdicts[good]++
		// A log that was cut or changed may have lost the failure that forbids a skip.
		if run.Passed() != good && !(run.Passed() && slices.ContainsFunc(run.Results, func(r hub.Result) bool { return r.Status == hub.StatusSkipped && seen[r.ID] })) {
			t.Fatalf("seed %d: %s, but by the definition good is %t: %v", seed, run.Verdict(), good, run.Problems)
		}
	}
	assert.Greater(t, min(verdicts[true], verdicts[false]), 30, "both happen")
}

// passes is the definition for one example.
func passes(proof []evidence, failed bool) bool {
	counts := 0
	for _, e := range proof {
		if e.attempt > 0 && slices.ContainsFunc(proof, func(o evidence) bool { return o.attempt > e.attempt }) {
			continue
		}
		counts++
		if e.status == hub.StatusError {
			return false
		}
		// The worst counts, and a skip takes no failure back.
		if e.status == hub.StatusSkipped && failed {
			return false
		}
	}
	return counts > 0
}
