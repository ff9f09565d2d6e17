//go:build unix

package session_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// now is the clock of records, as these read it back.
func now() time.Time { return time.Now().UTC().Round(0) }

// open returns a project with the files, and the world of a run of it. Warnings and
// the console go to the builder.
func open(t *testing.T, files map[string]string) (*project.Project, session.World, *strings.Builder) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	environ := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	cfg, err := config.Load(dir, "", func(name string) (string, bool) { return hub.LookupVariable(environ, name) })
	require.NoError(t, err)
	p, err := project.Open(cfg, "", now)
	require.NoError(t, err)
	_, err = p.Discover(environ)
	require.NoError(t, err)
	var text strings.Builder
	writer := delivery.Writer{Guard: p.Guard, Stdout: &text, Safely: func(do func()) func() { return do }}
	return p, session.World{
		Delivery: writer, Console: console.Options{Out: &text}, Fence: func() (string, string) { return "", "" },
		Environ: environ, Dir: dir, Temp: t.TempDir(), Now: now, Version: "test",
		Warn:       func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) },
		Notes:      func([]status.Note) {},
		Supervisor: sync.OnceValues(proc.NewSupervisor),
		Running:    func(func(), func(func()), bool) func() { return func() {} },
	}, &text
}

func TestARunIsRecordedDeliveredAndRemembered(t *testing.T) {
	p, world, text := open(t, map[string]string{
		"hub.yaml":         "sources: [{path: examples}]\nrun: {setup: [{command: [touch, up]}], teardown: [{command: [rm, up]}]}\n",
		"examples/good.sh": "test -e up && echo good\n",
		"examples/bad.sh":  "echo bad >&2; exit 3\n",
	})
	reports, err := delivery.Choose(p, []string{"json"}, world.Dir, false)
	require.NoError(t, err)
	got, err := session.Run(t.Context(), p, world, session.Options{Command: "all", Request: plan.Request{Workers: 2}, Reports: reports})
	require.NoError(t, err)
	assert.Empty(t, got.Late)
	assert.Equal(t, hub.VerdictFailed, got.Run.Verdict())
	assert.NoFileExists(t, filepath.Join(world.Dir, "up"), "the teardown")

	// The log, the status, the report and the screen say the same.
	log, err := p.Store.Log(t.Context(), got.Run.ID)
	require.NoError(t, err)
	assert.Equal(t, got.Run.Results, log.Run.Results)
	known, _, err := p.Store.Load()
	require.NoError(t, err)
	for id, want := range map[string]hub.Status{"examples/good.sh": hub.StatusCompleted, "examples/bad.sh": hub.StatusError} {
		entry, ok := known.Get(id)
		require.True(t, ok, id)
		assert.Equal(t, want, entry.Status, id)
	}
	run, _, err := delivery.Kept(t.Context(), p, reports[0].Path, world.Dir)
	require.NoError(t, err)
	assert.Equal(t, got.Run.Counts(), run.Counts())
	assert.Contains(t, text.String(), "FAILED")
}

func TestASignalEndsARunInOrder(t *testing.T) {
	for _, crash := range []bool{false, true} {
		p, world, _ := open(t, map[string]string{"examples/waits.sh": "echo >started; sleep 60\n"})
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			defer cancel(runner.ErrSignal{Name: "SIGTERM", Crash: crash})
			for ctx.Err() == nil {
				if _, err := os.Stat(filepath.Join(world.Dir, "started")); err == nil {
					return
				}
				time.Sleep(time.Millisecond) // between two looks at what another process does
			}
		}()
		got, err := session.Run(ctx, p, world, session.Options{Command: "all", Request: plan.Request{Workers: 1}})
		require.NoError(t, err)
		require.Len(t, got.Run.Results, 1)
		assert.Equal(t, hub.StatusInterrupted, got.Run.Results[0].Status)
		if crash {
			assert.Equal(t, hub.VerdictTrouble, got.Run.Verdict())
			assert.Equal(t, hub.ProblemCrash, got.Run.Problems[0].Kind)
		} else {
			assert.Equal(t, hub.VerdictInterrupted, got.Run.Verdict())
		}
	}
}

// A signal while another hub holds the state ends the wait, and nothing is run.
func TestASignalEndsTheWaitForTheState(t *testing.T) {
	p, world, _ := open(t, map[string]string{"examples/a.sh": "echo a\n"})
	lock, err := p.Store.Lock(t.Context(), 0)
	require.NoError(t, err)
	ctx, cancel := context.WithCancelCause(t.Context())
	world.Warn = func(string, ...any) { cancel(runner.ErrSignal{Name: "SIGINT"}) } // it waits
	_, err = session.Run(ctx, p, world, session.Options{Command: "all", Request: plan.Request{Workers: 1}})
	var interrupted *runner.InterruptedError
	require.ErrorAs(t, err, &interrupted)
	assert.Equal(t, "SIGINT", interrupted.Signal.Name)
	require.NoError(t, lock.Unlock())
	ids, err := p.Store.Runs()
	require.NoError(t, err)
	assert.Empty(t, ids)
}

// So does one while the logs of earlier runs are read.
func TestASignalEndsTheReadingOfLogs(t *testing.T) {
	p, world, _ := open(t, map[string]string{"examples/a.sh": "echo a\n"})
	options := session.Options{Command: "all", Request: plan.Request{Workers: 1}}
	_, err := session.Run(t.Context(), p, world, options)
	require.NoError(t, err)
	require.NoError(t, os.Remove(p.Store.File())) // the next run has to read the log
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(runner.ErrSignal{Name: "SIGINT"})
	_, err = session.Run(ctx, p, world, options)
	var interrupted *runner.InterruptedError
	require.ErrorAs(t, err, &interrupted)
	assert.Equal(t, "SIGINT", interrupted.Signal.Name)
	ids, err := p.Store.Runs()
	require.NoError(t, err)
	assert.Len(t, ids, 1)
}

func TestARunOfNothing(t *testing.T) {
	for _, fails := range []bool{false, true} {
		p, world, _ := open(t, map[string]string{"hub.yaml": "sources: [{path: examples}]\n", "examples/readme.txt": ""})
		got, err := session.Run(t.Context(), p, world, session.Options{Command: "ci", Request: plan.Request{Workers: 1, EmptyFails: fails}})
		require.NoError(t, err)
		assert.Equal(t, hub.VerdictEmpty, got.Run.Verdict())
		assert.Equal(t, !fails, got.Run.Passed())
		ids, err := p.Store.Runs()
		require.NoError(t, err)
		assert.Empty(t, ids, "it has no log")
	}
}

// A run of nothing keeps what it learned: which example a record belongs to.
func TestARunOfNothingSavesRecordsUnderNewIDs(t *testing.T) {
	p, world, _ := open(t, map[string]string{"examples/a.sh": "echo a\n"})
	options := session.Options{Command: "all", Request: plan.Request{Workers: 1}}
	_, err := session.Run(t.Context(), p, world, options)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(world.Dir, "examples", "a.sh"), []byte("# ---\n# id: renamed\n# ---\necho a\n"), 0o644))
	_, err = p.Discover(world.Environ)
	require.NoError(t, err)
	options.Select.Filters = []string{"errors"}
	got, err := session.Run(t.Context(), p, world, options)
	require.NoError(t, err)
	assert.Empty(t, got.Run.Plan)
	known, _, err := p.Store.Load()
	require.NoError(t, err)
	entry, ok := known.Get("renamed")
	require.True(t, ok)
	assert.Equal(t, hub.StatusCompleted, entry.Status)
}
