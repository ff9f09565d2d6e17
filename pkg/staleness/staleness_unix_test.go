//go:build unix

package staleness

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// project is a folder with one example and its recorded status.
type project struct {
	*testing.T
	root     string
	example  hub.Example
	recorded *status.File
	warnings []string
	options  Options
}

func newProject(t *testing.T) *project {
	p := &project{T: t, root: t.TempDir(), recorded: &status.File{Examples: map[string]*status.Entry{}}}
	p.example = hub.Example{Settings: &hub.Settings{}, ID: "a", Path: "examples/a/run.sh", Runner: "sh", Argv: []string{"sh", "run.sh"}}
	p.example.Dir = filepath.Join(p.root, "examples", "a")
	p.example.File = filepath.Join(p.example.Dir, "run.sh")
	require.NoError(t, os.MkdirAll(p.example.Dir, 0o777))
	p.write("run.sh", "echo hello\n")
	p.options = Options{
		Root: p.root, Environ: []string{"PATH=" + os.Getenv("PATH")}, Secrets: mask.Compile([]string{"hunter2-hunter2"}),
		CacheDir: filepath.Join(p.root, "cache"),
		Cache: func() (*os.Root, error) {
			if err := os.MkdirAll(filepath.Join(p.root, "cache"), 0o777); err != nil {
				return nil, err
			}
			return os.OpenRoot(filepath.Join(p.root, "cache"))
		},
		Warn: func(format string, _ ...any) { p.warnings = append(p.warnings, format) },
	}
	return p
}

func (p *project) write(name, text string) {
	require.NoError(p, os.WriteFile(filepath.Join(p.example.Dir, name), []byte(text), 0o666))
}

// versioned gives the example's runner a version command that prints text.
func (p *project) versioned(text string) {
	p.options.Runners = map[string]config.Runner{"sh": {Command: []string{"sh", "{file}"}, Version: []string{"./tool"}}}
	programtest.Write(p, filepath.Join(p.root, "tool"), "#!/bin/sh\necho '"+text+"'\necho more\n")
}

// runs allows version commands to be started.
func (p *project) runs() {
	supervisor, err := proc.NewSupervisor()
	require.NoError(p, err)
	p.Cleanup(func() { assert.Empty(p, supervisor.Close()) })
	p.options.Supervisor = func() (*proc.Supervisor, error) { return supervisor, nil }
}

// pass records a pass of the example in its current state.
func (p *project) pass() {
	prints := New(context.Background(), p.options)
	print, parts, err := prints.Take(context.Background(), &p.example)
	require.NoError(p, err)
	require.NotEmpty(p, print)
	require.NoError(p, prints.Save())
	p.recorded.Examples["a"] = status.Entry{
		Status: hub.StatusCompleted, Fingerprint: print, LastExecuted: status.Time{Time: day},
	}.With(status.Details{DependsOn: parts})
}

// why returns why the example is stale a minute after the pass, for a command that
// runs nothing.
func (p *project) why(maxAge time.Duration) Why {
	o := p.options
	o.Supervisor = nil
	prints := New(context.Background(), o)
	why := prints.Stale(p.recorded, maxAge, day.Add(time.Minute))
	out := why(p.example)
	require.NoError(p, prints.Err())
	assert.Equal(p, out.Reason, why.Reason(p.example), "the second call returns the same")
	return out
}

func TestPassCountsUntilSomethingChanges(t *testing.T) {
	p := newProject(t)
	assert.Zero(t, p.why(0), "never run")
	p.pass()
	assert.Zero(t, p.why(0))
	assert.Equal(t, CauseMaxAge, p.why(time.Second).Cause)

	p.write("more.txt", "x\n")
	p.write("run.sh", "echo other\n")
	why := p.why(0)
	assert.Equal(t, CauseChanged, why.Cause)
	assert.Equal(t, []fingerprint.Change{
		{What: "file", Name: "examples/a/more.txt", How: "added"}, {What: "file", Name: "examples/a/run.sh", How: "changed"},
	}, why.Changes, "by their paths from the root")
	assert.Equal(t, "examples/a/more.txt was added, examples/a/run.sh changed", why.Reason)
}

func TestFailureIsNotStale(t *testing.T) {
	p := newProject(t)
	p.pass()
	p.recorded.Examples["a"].Status = hub.StatusError
	p.write("run.sh", "echo other\n")
	assert.Zero(t, p.why(0))
}

func TestManyChangesAreCounted(t *testing.T) {
	p := newProject(t)
	p.pass()
	for _, name := range []string{"b", "c", "d", "e"} {
		p.write(name, name)
	}
	assert.Equal(t, "examples/a/b was added, examples/a/c was added, examples/a/d was added, and 1 more", p.why(0).Reason)
}

func TestUnreadableExampleSaysWhy(t *testing.T) {
	p := newProject(t)
	p.pass()
	require.NoError(t, os.RemoveAll(p.example.Dir))
	why := p.why(0)
	assert.Equal(t, CauseUnreadable, why.Cause)
	assert.Contains(t, why.Reason, "its dependencies cannot be read: ")
	print, parts, lack := New(context.Background(), p.options).Take(context.Background(), &p.example)
	assert.Empty(t, print)
	assert.Empty(t, parts)
	assert.NoError(t, lack)
}

func TestVersionsAreCachedForCommandsThatRunNothing(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1 hunter2-hunter2")
	p.runs()
	p.pass()
	assert.Zero(t, p.why(0))
	assert.Empty(t, p.warnings)

	p.versioned("tool 22") // another file, not yet queried
	assert.Zero(t, p.why(0), "everything but the version is compared")
	assert.Len(t, p.warnings, 1)
	p.write("run.sh", "echo other\n")
	assert.Equal(t, "examples/a/run.sh changed", p.why(0).Reason)

	p.write("run.sh", "echo hello\n")
	old := p.recorded.Examples["a"].Fingerprint
	p.pass() // queries it
	assert.NotEqual(t, old, p.recorded.Examples["a"].Fingerprint)
}

// A record without the parts says nothing of what else may have changed.
func TestUnknownVersionAndUnrecordedPartsAreNoPass(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1")
	p.runs()
	p.pass()
	e := p.recorded.Examples["a"]
	p.recorded.Examples["a"] = status.Entry{Status: e.Status, Fingerprint: e.Fingerprint, LastExecuted: e.LastExecuted}.With(status.Details{})
	assert.Zero(t, p.why(0), "the whole fingerprint is compared")
	p.versioned("tool 22") // another file, not yet queried
	p.write("run.sh", "echo other\n")
	assert.Equal(t, Why{Cause: CauseUnrecorded, Reason: "its dependencies were not recorded"}, p.why(0))
}

func TestVersionsOfAPlan(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1 hunter2-hunter2")
	p.runs()
	pinned, skipped, plain := p.example, p.example, hub.Example{Settings: &hub.Settings{}, ID: "b", Runner: "other"}
	pinned.Interpreter = "/opt/sh"
	skipped.Runner, skipped.Skip = "sh", "why"
	prints := New(context.Background(), p.options)
	out, err := prints.Versions(context.Background(), []hub.Example{skipped, plain, p.example, pinned}, &want.Waiter{})
	require.NoError(t, err)
	first := p.options.Secrets.String("tool 1 hunter2-hunter2")
	assert.Equal(t, map[string]string{"sh": first, "sh (/opt/sh)": first}, out, "the first line, masked")
	out, err = prints.Versions(context.Background(), []hub.Example{skipped, plain}, &want.Waiter{})
	require.NoError(t, err)
	assert.Nil(t, out)
}

// A version command that is stopped has given no answer: none is kept, and the next
// call queries again.
func TestStoppedQueryIsNoVersion(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1")
	p.runs()
	tool := filepath.Join(p.root, "tool")
	quick, err := os.ReadFile(tool)
	require.NoError(t, err)
	started := filepath.Join(p.root, "started")
	require.NoError(t, exec.Command("mkfifo", started).Run())
	programtest.Write(t, tool, "#!/bin/sh\n: > started\nexec sleep 60\n")
	prints := New(context.Background(), p.options)
	ctx, cancel := context.WithCancelCause(context.Background())
	called := errors.New("called off")
	go func() {
		_, _ = os.ReadFile(started) // returns when the command is running
		cancel(called)
	}()
	_, err = prints.Versions(ctx, []hub.Example{p.example}, &want.Waiter{})
	require.ErrorIs(t, err, called)
	print, _, err := prints.Take(ctx, &p.example)
	require.NoError(t, err, "it is no lack of a resource")
	assert.Empty(t, print)

	// Nor does it show that nothing has changed.
	prints.ctx = ctx
	p.recorded.Examples["a"] = &status.Entry{Status: hub.StatusCompleted, Fingerprint: "v1:x"}
	prints.Stale(p.recorded, 0, day)(p.example)
	require.ErrorIs(t, prints.Err(), called)
	assert.EqualError(t, prints.Err(), "cannot determine what is stale: querying the version of runner sh: called off")

	programtest.Write(t, tool, string(quick))
	out, err := prints.Versions(context.Background(), []hub.Example{p.example}, &want.Waiter{})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"sh": "tool 1"}, out)
}

// So has one that hub kills with everything that runs.
func TestKilledQueryIsNoVersion(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1")
	p.runs()
	started := filepath.Join(p.root, "started")
	require.NoError(t, exec.Command("mkfifo", started).Run())
	programtest.Write(t, filepath.Join(p.root, "tool"), "#!/bin/sh\n: > started\nexec sleep 60\n")
	supervisor, err := p.options.Supervisor()
	require.NoError(t, err)
	go func() {
		_, _ = os.ReadFile(started) // returns when the command is running
		supervisor.KillAll()
	}()
	_, err = New(context.Background(), p.options).Versions(context.Background(), []hub.Example{p.example}, &want.Waiter{})
	assert.ErrorIs(t, err, errStopped)
}

func TestMissingProgramHasNoVersion(t *testing.T) {
	p := newProject(t)
	p.options.Runners = map[string]config.Runner{"sh": {Version: []string{"no-such-program-anywhere", "--version"}}}
	p.pass()
	assert.Zero(t, p.why(0))
	assert.Empty(t, p.warnings)
}

func TestLargeFileIsReportedOnce(t *testing.T) {
	p := newProject(t)
	var files []string
	p.options.Sampled = func(file string, _ int64) { files = append(files, filepath.Base(file)) }
	large, err := os.Create(filepath.Join(p.example.Dir, "large"))
	require.NoError(t, err)
	require.NoError(t, large.Truncate(fingerprint.MaxWhole+1))
	require.NoError(t, large.Close())
	prints := New(context.Background(), p.options)
	for range 2 {
		_, _, err := prints.Take(context.Background(), &p.example)
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"large"}, files)
}

func TestNothingIsReadOnceTheContextIsDone(t *testing.T) {
	p := newProject(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	print, _, err := New(context.Background(), p.options).Take(ctx, &p.example)
	assert.Empty(t, print)
	assert.NoError(t, err)
}

func TestAShortageOfResourcesIsAnError(t *testing.T) {
	p := newProject(t)
	p.versioned("tool 1")
	p.options.Supervisor = func() (*proc.Supervisor, error) { return nil, want.Err }
	prints := New(context.Background(), p.options)
	_, _, err := prints.Take(context.Background(), &p.example)
	assert.ErrorIs(t, err, want.Err)
	p.recorded.Examples["a"] = &status.Entry{Status: hub.StatusCompleted, Fingerprint: "v1:x"}
	prints.Stale(p.recorded, 0, day)(p.example)
	assert.ErrorContains(t, prints.Err(), "cannot determine what is stale: querying the version of runner sh: ")
}
