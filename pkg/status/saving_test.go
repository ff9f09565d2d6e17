package status

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// saving returns a Saving that has written all but the new name, of a run that passed.
func saving(t *testing.T, prepare func(*Store)) (*Store, *Saving, *hub.Run) {
	s := newStore(t)
	recordAs(t, s, 1, 1, hub.StatusError)
	l := lock(t, s)
	f, _, err := l.Fold()
	require.NoError(t, err)
	log, err := runlog.Read(runlog.Path(s.RunsDir(), recordAs(t, s, 2, 2, hub.StatusCompleted)))
	require.NoError(t, err)
	prepare(s)
	out := l.Saving(f, &log.Run, nil)
	go out.Begin()
	out.Wait()
	return s, out, &log.Run
}

// saved returns the status of the example, and the verdict of the newest run, as the file
// has them.
func saved(t *testing.T, s *Store, run *hub.Run) (hub.Status, hub.Verdict) {
	f, _, err := s.Load()
	require.NoError(t, err)
	entries, err := os.ReadDir(filepath.Dir(s.File()))
	require.NoError(t, err)
	for _, e := range entries {
		assert.NotContains(t, e.Name(), ".tmp")
	}
	return statusOf(t, f, run.Results[0].ID), f.Runs[len(f.Runs)-1].Verdict
}

func TestSaving(t *testing.T) {
	s, saving, run := saving(t, func(*Store) {})
	text, err := os.ReadFile(s.File())
	require.NoError(t, err)
	assert.NotContains(t, string(text), run.ID, "the log may have no end yet")
	require.NoError(t, saving.End(run))
	status, verdict := saved(t, s, run)
	assert.Equal(t, hub.StatusCompleted, status)
	assert.Equal(t, hub.VerdictGood, verdict)

	worse := *run
	worse.Problems = append(slices.Clone(run.Problems), hub.Problemf(hub.ProblemScreen, "late"))
	require.NoError(t, saving.End(&worse), "once more")
	_, verdict = saved(t, s, run)
	assert.Equal(t, hub.VerdictTrouble, verdict)
}

// A problem that came up after the writing is in the file.
func TestSavingOfARunWithAnotherProblem(t *testing.T) {
	s, saving, run := saving(t, func(*Store) {})
	run.Problems = append(run.Problems, hub.Problemf(hub.ProblemScreen, "late"))
	require.NoError(t, saving.End(run))
	status, verdict := saved(t, s, run)
	assert.Equal(t, hub.StatusCompleted, status)
	assert.Equal(t, hub.VerdictTrouble, verdict)
}

// What could not be written at first is written at the end, if that is possible then.
func TestSavingThatFailsAtFirst(t *testing.T) {
	s, saving, run := saving(t, func(s *Store) {
		require.NoError(t, os.Remove(s.File()))
		require.NoError(t, os.Mkdir(s.File(), 0o777))
	})
	require.NoError(t, os.Remove(s.File()))
	require.NoError(t, saving.End(run))
	status, verdict := saved(t, s, run)
	assert.Equal(t, hub.StatusCompleted, status)
	assert.Equal(t, hub.VerdictGood, verdict)
}

func TestSavingThatFails(t *testing.T) {
	_, saving, run := saving(t, func(s *Store) {
		require.NoError(t, os.Remove(s.File()))
		require.NoError(t, os.Mkdir(s.File(), 0o777))
	})
	require.Error(t, saving.End(run))
	require.Error(t, saving.End(run), "once more")
}
