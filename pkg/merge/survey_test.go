package merge

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// What a survey says of parts while their logs come in.
func TestSurveyWhileLogsComeIn(t *testing.T) {
	p := newParted(t, 2, 1, 0, 2)
	s := p.survey()
	assert.Equal(t, []int{1, 2}, s.Part(1).Missing)
	assert.Equal(t, Absent, s.Part(1).Why)
	assert.Contains(t, s.Part(1).Text, "part 1 of 4 is missing 2 of 2 examples (examples/e1.sh, examples/e2.sh): it has no log; run it again: hub ci --plan=plan.ndjson --part=1")
	st := s.Part(3)
	assert.True(t, st.Proven(), "an empty part needs no log")

	h := p.header(1, 0)
	text := p.log(h, hub.EndFinished, result("examples/e1.sh", hub.StatusCompleted, h.Started), result("examples/e2.sh", hub.StatusCompleted, h.Started))
	lines := bytes.SplitAfter(text, []byte("\n"))
	path := p.put(h, bytes.Join(lines[:4], nil)) // e2 was started
	p.look(s)
	assert.Equal(t, Killed, s.Part(1).Why)
	assert.Equal(t, []string{"examples/e2.sh"}, s.Part(1).Running)
	assert.Equal(t, "hub ci --plan=plan.ndjson --part=1", s.Part(1).Command)
	assert.Equal(t, hub.VerdictTrouble, p.merged(s).Verdict())
	require.NoError(t, os.WriteFile(path, text, 0o644))
	p.look(s)
	assert.Equal(t, Proven, s.Part(1).Why)

	p.whole(2, hub.StatusError, nil)
	p.look(s)
	assert.Equal(t, 1, s.Part(2).Red)
	h = p.header(4, 0)
	p.put(h, p.log(h, hub.EndInterrupted, result("examples/e4.sh", hub.StatusCompleted, h.Started)))
	p.look(s)
	assert.Equal(t, Incomplete, s.Part(4).Why)
	assert.Equal(t, []int{2}, s.Part(4).Missing)
	s.Declare(4, 2, "lost three times")
	s.Declare(4, 3, "there is no such example")
	st = s.Part(4)
	assert.True(t, st.Proven())
	assert.Equal(t, 1, st.Red)
	run := p.merged(s)
	assert.Equal(t, hub.VerdictFailed, run.Verdict(), "%v", run.Problems)
	assert.Equal(t, hub.ErrLost, run.Results[4].Error.Type)
	assert.Equal(t, "examples/e5.sh", run.Plan[4].Path)

	h = p.header(4, 2) // and it is found after all
	p.put(h, p.log(h, hub.EndFinished, result("examples/e5.sh", hub.StatusCompleted, h.Started)))
	require.NoError(t, os.RemoveAll(filepath.Join(p.dir, "logs", runlog.IDAt(at(2), "0002"))))
	p.look(s)
	assert.Equal(t, Absent, s.Part(2).Why, "a log that is gone is forgotten")
	p.whole(2, hub.StatusCompleted, nil)
	p.look(s)
	assert.Equal(t, hub.VerdictGood, p.merged(s).Verdict())
}

// A flaky pass stays one through a tree of merges, and numbers stay what they are.
func TestMarksSurviveATree(t *testing.T) {
	p := newParted(t, 1, 1, 1)
	p.whole(1, hub.StatusError, nth(1))
	p.whole(1, hub.StatusCompleted, nth(2))
	p.whole(2, hub.StatusError, nth(1))
	p.whole(3, hub.StatusCompleted, nil)
	s := p.survey()
	m, err := s.Compose(1, 2, "devel")
	require.NoError(t, err)
	var log bytes.Buffer
	require.NoError(t, m.Write(&log, func(int32, *hub.Result) error { return nil }))
	for _, l := range s.logs {
		if l.part.Index < 3 {
			require.NoError(t, os.Remove(l.path))
		}
	}
	p.put(&m.Header, log.Bytes())
	p.look(s)
	run := p.merged(s)
	assert.Equal(t, hub.VerdictFailed, run.Verdict(), "%v", run.Problems)
	assert.True(t, run.Results[0].Flaky)
	require.Len(t, run.Parts, 3)
	assert.Equal(t, []int{1, 2, 3}, []int{run.Parts[0].Index, run.Parts[1].Index, run.Parts[2].Index})
	assert.Equal(t, run.Parts[0].Run, run.Results[0].RunID)

	p.whole(2, hub.StatusCompleted, nth(2))
	p.look(s)
	run = p.merged(s)
	assert.Equal(t, hub.VerdictGood, run.Verdict(), "%v", run.Problems)
	assert.Equal(t, 2, run.Counts().Flaky)
}

// Where a pass after a failure is an error, it is one whichever log has the failure.
func TestFlakyIsAnErrorIfThePlanSaysSo(t *testing.T) {
	p := newParted(t, 1)
	p.file.Header.Policies = []string{flakyFails}
	h := p.header(1, 0)
	p.put(h, []byte(killed(string(p.log(h, hub.EndFinished, result("examples/e1.sh", hub.StatusError, h.Started))))))
	p.whole(1, hub.StatusCompleted, nil)
	s := p.survey()
	run := p.merged(s)
	assert.Equal(t, hub.VerdictFailed, run.Verdict())
	assert.Equal(t, hub.ErrFlaky, run.Results[0].Error.Type)
	assert.Equal(t, 1, s.Part(1).Red)
}

// A log that changes between the survey and the merge costs the merge, not the truth.
func TestALogThatChangesMeanwhile(t *testing.T) {
	p := newParted(t, 1)
	path := p.whole(1, hub.StatusError, nil)
	s := p.survey()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, bytes.ReplaceAll(text, []byte(`"error"`), []byte(`"skipped"`)), 0o644))
	m, err := s.Compose(0, 0, "devel")
	if err == nil {
		_, err = m.Run()
	}
	require.ErrorIs(t, err, errChanged)
}

// Thousands of missing parts are a bounded number of problems.
func TestManyMissingPartsAreFewProblems(t *testing.T) {
	sizes := make([]int, 3000)
	for i := range sizes {
		sizes[i] = 1
	}
	p := newParted(t, sizes...)
	p.whole(1500, hub.StatusCompleted, nil)
	m, err := p.survey().Compose(0, 0, "devel")
	require.NoError(t, err)
	assert.LessOrEqual(t, len(m.Problems), maxMissing+1)
	assert.Contains(t, m.Problems[len(m.Problems)-1].Message, "2979 parts more, 21-1499, 1501-3000, are missing 2979 examples: run each again: hub ci --plan=plan.ndjson --part=N")
	assert.LessOrEqual(t, len(m.Account()), maxAccount+3)
}

// Whatever a log contains, a merge ends, and what the log says of itself is good only if
// its bytes are those that were written.
func FuzzLogOfAPart(f *testing.F) {
	p := newParted(f, 2)
	h := p.header(1, 0)
	sound := p.log(h, hub.EndFinished, result("examples/e1.sh", hub.StatusCompleted, h.Started), result("examples/e2.sh", hub.StatusCompleted, h.Started))
	f.Add(sound)
	f.Add([]byte(killed(string(sound))))
	f.Add(bytes.ReplaceAll(sound, []byte("e2"), []byte("e1")))
	f.Add([]byte(`{"type":"run-started","run":{"part":{"plan":"00c0ffee00c0ffee","index":1,"to":9,"total":1},"plan":[null,{}],"parts":[{}]}}` + "\n"))
	f.Add([]byte(fmt.Sprintf(`{"type":"run-started","run":{"id":%q,"part":{"plan":"00c0ffee00c0ffee","index":-7,"total":1}}}`, h.ID) + "\n"))
	f.Add([]byte(fmt.Sprintf(`{"type":"run-started","run":{"id":%q,"planDigest":%q,"command":"merge","part":{"plan":"00c0ffee00c0ffee","index":1,"to":1,"total":1}}}`, h.ID, h.PlanDigest) + "\n" + `{"type":"example-finished","result":{"id":"examples/e1.sh","status":"completed"}}` + "\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(dir, "log.ndjson")
		require.NoError(t, os.WriteFile(path, text, 0o644))
		s, err := NewSurvey(p.file, "plan.ndjson")
		require.NoError(t, err)
		_, err = s.Look(context.Background(), []string{path}, dir, func(path string) string { return path })
		require.NoError(t, err)
		m, err := s.Compose(0, 0, "devel")
		require.NoError(t, err)
		run, err := m.Run()
		require.NoError(t, err)
		if run.Passed() && !strings.HasPrefix(string(text), string(sound)) {
			// Only a log with a right seal over other bytes: check that it is one.
			log, err := runlog.Decode(bytes.NewReader(text))
			require.NoError(t, err)
			require.Empty(t, log.Unproven())
		}
		m.Account()
	})
}

// The reason of a missing example is in a log that ran it, and not in that of another one.
func TestTheReasonIsOfTheExample(t *testing.T) {
	p := newParted(t, 3)
	h := p.header(1, 1)
	p.put(h, []byte(killed(string(p.log(h, hub.EndFinished, result("examples/e1.sh", hub.StatusCompleted, h.Started))))))
	for k := 2; k <= 3; k++ {
		h := p.header(1, k)
		id := fmt.Sprintf("examples/e%d.sh", k)
		h.Started = h.Started.Add(1)
		p.put(h, p.log(h, hub.EndFinished, result(id, hub.StatusCompleted, h.Started)))
	}
	st := p.survey().Part(1)
	assert.Equal(t, []int{1}, st.Missing)
	assert.Equal(t, Killed, st.Why, st.Text)

	s := p.survey()
	st = s.Example(1, 2)
	assert.True(t, st.Proven())
	st = s.Example(1, 1)
	assert.Contains(t, st.Text, "missing 1 of 1 example (examples/e1.sh)")
	assert.Equal(t, "hub ci --plan=plan.ndjson --part=1:1", st.Command)
}

// A part that stopped early is no problem of the run, and yet what to run is said.
func TestWhatAPartThatStoppedLeft(t *testing.T) {
	p := newParted(t, 1, 2)
	p.whole(1, hub.StatusCompleted, nil)
	h := p.header(2, 0)
	p.put(h, p.log(h, hub.EndStopOnError, result("examples/e2.sh", hub.StatusError, h.Started)))
	m, err := p.survey().Compose(0, 0, "devel")
	require.NoError(t, err)
	assert.Empty(t, m.Problems)
	assert.Contains(t, strings.Join(m.Account(), "\n"), "part 2 of 2 is missing 1 of 2 examples (examples/e3.sh)")
	assert.Equal(t, 1, strings.Count(strings.Join(m.Account(), "\n"), "run it again: hub ci --plan=plan.ndjson --part=2"))
}
