package merge

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// asTree replaces the logs of the parts from, to to by the log of their merge.
func (p *parted) asTree(from, to int) {
	s := p.survey()
	m, err := s.Compose(from, to, "devel")
	require.NoError(p.t, err)
	var log bytes.Buffer
	require.NoError(p.t, m.Write(&log, func(int32, *hub.Result) error { return nil }))
	for _, l := range s.logs {
		if l.part.Index >= from && l.part.Index <= to {
			require.NoError(p.t, os.Remove(l.path))
		}
	}
	p.put(&m.Header, log.Bytes())
}

// A failure makes a later pass flaky, whether a merge of some parts had a result of the
// example, had none, or had a pass that a later attempt takes the place of.
func TestNoFailureIsForgottenInATree(t *testing.T) {
	kill := func(p *parted, results ...*hub.Result) {
		h := p.header(1, 0)
		nth(1)(h)
		p.put(h, []byte(killed(string(p.log(h, hub.EndFinished, results...)))))
	}
	for name, first := range map[string]func(p *parted){
		"a killed part with a failure": func(p *parted) { kill(p, result("examples/e1.sh", hub.StatusError, at(1))) },
		"a killed part with a failed attempt": func(p *parted) {
			h := p.header(1, 0)
			nth(1)(h)
			lines := bytes.SplitAfter(p.log(h, hub.EndFinished, result("examples/e1.sh", hub.StatusError, at(1))), []byte("\n"))
			text := bytes.Join(lines[:2], nil) // the header, and the start
			text = append(text, []byte(`{"type":"attempt-finished","time":"2026-01-01T00:00:00Z","id":"examples/e1.sh","attempt":{"number":1,"exitCode":1,"started":"2026-01-01T00:00:00Z","seconds":1,"error":{"type":"unknown","message":"exit code 1"}}}`+"\n")...)
			p.put(h, text)
		},
		"a failed attempt, and a second one that passed": func(p *parted) {
			p.whole(1, hub.StatusError, nth(1))
			p.whole(1, hub.StatusCompleted, nth(2))
		},
	} {
		for _, tree := range []int{0, 1, 2} { // merges of merges
			for _, then := range []hub.Status{hub.StatusCompleted, hub.StatusSkipped} {
				p := newParted(t, 1, 1)
				first(p)
				for range tree {
					p.asTree(1, 1)
				}
				p.whole(1, then, nth(3))
				p.whole(2, hub.StatusCompleted, nil)
				run := p.merged(p.survey())
				if then == hub.StatusSkipped {
					assert.Equal(t, hub.VerdictFailed, run.Verdict(), "%s, %d merges: a skip takes no failure back", name, tree)
					continue
				}
				assert.Equal(t, hub.VerdictGood, run.Verdict(), "%s, %d merges: %v", name, tree, run.Problems)
				assert.True(t, run.Results[0].Flaky, "%s, %d merges", name, tree)
			}
		}
	}
}

// worker returns the log of a queue's worker with these results, and its receipts.
func (p *parted) worker(results ...*hub.Result) (h *hub.RunHeader, text []byte, receipts []hub.Event) {
	h = p.header(1, 0)
	h.Part, h.Plan = &hub.Part{Plan: h.Part.Plan, Total: h.Part.Total}, nil
	text = p.log(h, hub.EndFinished)
	lines := bytes.SplitAfter(text, []byte("\n"))
	text = lines[0]
	for _, r := range results {
		for i := range p.parts[0] {
			if ex := &p.parts[0][i]; ex.ID == r.ID {
				text = append(text, p.line(hub.Event{Type: hub.EventExampleTaken, Time: h.Started, ID: ex.ID, Example: ex})...)
			}
		}
		line := p.line(hub.Event{Type: hub.EventExampleFinished, Time: r.Started, ID: r.ID, Result: r})
		text = append(text, line...)
		receipts = append(receipts, hub.Event{Type: hub.EventResultAcknowledged, Time: h.Started, ID: r.ID, Receipt: &hub.Receipt{Hash: hub.LineHash(line), Run: h.ID}})
	}
	return h, text, receipts
}

// line returns the line of an event that has no seal.
func (p *parted) line(e hub.Event) []byte {
	var out bytes.Buffer
	require.NoError(p.t, runlog.NewEncoder(&out).Encode(e))
	return out.Bytes()
}

// witness puts the sealed log of a worker that ran nothing and has the receipts.
func (p *parted) witness(receipts []hub.Event) {
	h, text, _ := p.worker()
	events := []hub.Event{{Type: hub.EventRunStarted, Time: h.Started, Run: h}}
	events = append(events, receipts...)
	events = append(events, hub.Event{Type: hub.EventRunFinished, Time: h.Started, End: &hub.RunEnd{Reason: hub.EndFinished, Finished: h.Started.Add(time.Second), Part: h.Part}})
	var out bytes.Buffer
	require.NoError(p.t, runlog.NewEncoder(&out).Encode(events...))
	require.True(p.t, strings.HasPrefix(out.String(), string(text)))
	p.put(h, out.Bytes())
}

// A receipt proves that a worker wrote a line, not that a result which contradicts itself
// is a pass, nor that the example was that of the plan.
func TestAReceiptIsNoPass(t *testing.T) {
	for name, c := range map[string]struct {
		change func(res *hub.Result)
		taken  func(ex *hub.Example)
		want   hub.Verdict
	}{
		"sound":                      {want: hub.VerdictGood},
		"a pass with exit code 1":    {change: func(r *hub.Result) { r.Attempts[0].ExitCode = 1 }, want: hub.VerdictTrouble},
		"a pass without an attempt":  {change: func(r *hub.Result) { r.Attempts = nil }, want: hub.VerdictTrouble},
		"a pass with an error":       {change: func(r *hub.Result) { r.Error = &hub.Error{Type: hub.ErrUnknown} }, want: hub.VerdictTrouble},
		"another command":            {taken: func(ex *hub.Example) { ex.Argv = []string{"true"} }, want: hub.VerdictTrouble},
		"another command for a skip": {change: func(r *hub.Result) { r.Status, r.Attempts = hub.StatusSkipped, nil }, taken: func(ex *hub.Example) { ex.Argv = []string{"true"} }, want: hub.VerdictTrouble},
	} {
		p := newParted(t, 2)
		if c.taken != nil {
			c.taken(&p.parts[0][0])
		}
		one, two := result("examples/e1.sh", hub.StatusCompleted, at(1)), result("examples/e2.sh", hub.StatusCompleted, at(1))
		if c.change != nil {
			c.change(one)
		}
		h, text, receipts := p.worker(one, two)
		p.put(h, text)
		p.witness(receipts)
		run := p.merged(p.survey())
		assert.Equal(t, c.want, run.Verdict(), "%s: %v", name, run.Problems)
	}
}

// An example that a worker took twice does not stand for another that is not the plan's.
func TestOneExampleTwiceIsNotTwo(t *testing.T) {
	p := newParted(t, 2)
	p.parts[0][0].Argv = []string{"true"}
	h, text, receipts := p.worker(result("examples/e2.sh", hub.StatusCompleted, at(1)), result("examples/e1.sh", hub.StatusCompleted, at(1)))
	again := p.line(hub.Event{Type: hub.EventExampleTaken, Time: h.Started, ID: "examples/e2.sh", Example: &p.parts[0][1]})
	p.put(h, append(text, again...))
	p.witness(receipts)
	run := p.merged(p.survey())
	assert.Equal(t, hub.VerdictTrouble, run.Verdict(), "%v", run.Problems)
}

// What a queue counts does not excuse a failure in a sealed log of the same part: nothing
// orders the two, so the worse one counts.
func TestAQueueExcusesNoPart(t *testing.T) {
	p := newParted(t, 1)
	h, text, receipts := p.worker(result("examples/e1.sh", hub.StatusCompleted, at(1)))
	p.put(h, text)
	p.witness(receipts)
	assert.Equal(t, hub.VerdictGood, p.merged(p.survey()).Verdict())
	p.whole(1, hub.StatusError, nil)
	assert.Equal(t, hub.VerdictFailed, p.merged(p.survey()).Verdict())
}

// A part that ended early is named with what runs it again, as a missing one is.
func TestAPartThatEndedEarlyIsNamed(t *testing.T) {
	p := newParted(t, 1, 1)
	p.whole(1, hub.StatusCompleted, nil)
	h := p.header(2, 0)
	p.put(h, p.log(h, hub.EndInterrupted))
	m, err := p.survey().Compose(0, 0, "devel")
	require.NoError(t, err)
	assert.Empty(t, m.Problems)
	assert.Equal(t, hub.EndInterrupted, m.End.Reason)
	assert.Contains(t, strings.Join(m.Account(), "\n"), "run it again: hub ci --plan=plan.ndjson --part=2")
}

// Where workers of a queue ran, nobody looks for the log of a part.
func TestWhatNoWorkerProves(t *testing.T) {
	p := newParted(t, 1)
	h, text, _ := p.worker(result("examples/e1.sh", hub.StatusCompleted, at(1)))
	p.put(h, text) // killed before its receipts
	st := p.survey().Part(1)
	assert.Equal(t, Absent, st.Why)
	assert.Contains(t, st.Text, "no log of a queue's worker proves them; run it again: hub ci --plan=plan.ndjson --part=1")
}
