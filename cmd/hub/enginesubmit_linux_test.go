package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// submission is a hub submit that runs.
type submission struct {
	f       *farm
	cmd     *exec.Cmd
	printed bytes.Buffer
	report  string
	over    chan struct{} // closed when it has ended
	err     error         // that of its end
}

// submit starts hub submit with a slot for each of the three parts.
func (f *farm) submit(engine string, args ...string) *submission {
	f.t.Helper()
	return f.begin(append([]string{engine}, args...)...)
}

// begin starts hub submit with the arguments.
func (f *farm) begin(args ...string) *submission {
	f.t.Helper()
	s := &submission{f: f, report: filepath.Join(f.t.TempDir(), "submitted.json"), over: make(chan struct{})}
	s.cmd = f.command(append([]string{"submit", "--report=json:" + s.report}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = &s.printed, &s.printed
	require.NoError(f.t, s.cmd.Start())
	go func() {
		s.err = s.cmd.Wait()
		close(s.over)
	}()
	f.t.Cleanup(s.kill)
	return s
}

// kill kills it, if it still runs.
func (s *submission) kill() {
	_ = s.cmd.Process.Kill()
	<-s.over
}

// ended reports whether it has.
func (s *submission) ended() bool {
	select {
	case <-s.over:
		return true
	default:
		return false
	}
}

// wait returns the exit code, what was printed, and the numbers if there is a report.
func (s *submission) wait() (int, string, hub.Counts) {
	s.f.t.Helper()
	<-s.over
	exit := code(s.f.t, s.err)
	if _, err := os.Stat(s.report); err != nil {
		return exit, s.printed.String(), hub.Counts{}
	}
	return exit, s.printed.String(), s.f.counts(s.report)
}

// same waits, and checks that the submitted run is what one machine finds. It returns what
// was printed.
func (s *submission) same() string {
	s.f.t.Helper()
	exit, out, counts := s.wait()
	report := filepath.Join(s.f.t.TempDir(), "plain.json")
	want, plain := s.f.hub("ci", "-q", "--state="+s.f.t.TempDir(), "--report=json:"+report)
	require.Equal(s.f.t, want, exit, "%s\nplain:\n%s", out, plain)
	assert.Equal(s.f.t, s.f.counts(report), counts, out)
	return out
}

// submitFarm is a farm without a plan, with a cluster of two nodes.
func submitFarm(t *testing.T) (*farm, *enginetest.SlurmCluster) {
	t.Helper()
	c := enginetest.Slurm(t, 2)
	return newFarm(t, c.Env), c
}

// started checks how often each example was started so far; more says which more often
// than once.
func (f *farm) started(more map[string]int) {
	f.t.Helper()
	for i := range farmExamples {
		name := fmt.Sprintf("e%d", i+1)
		want, ok := more[name]
		if !ok {
			want = 1
		}
		assert.Equal(f.t, want, f.runs(name), name)
	}
}

// One command plans, hands in, follows and merges; a task that its engine loses in
// between is handed in again, and nothing else is.
func TestSlurmSubmit(t *testing.T) {
	t.Parallel()
	f, c := submitFarm(t)
	f.set("hold/e1", true)
	f.set("fail/e9", true)
	s := f.submit("slurm", "--slots=3")
	f.running("e1")
	job := strings.Fields(c.Run("squeue", "-h", "-o", "%F"))
	require.NotEmpty(t, job)
	task := c.Run("squeue", "-h", "-r", "-o", "%i")
	enginetest.Await(t, "the other tasks", func() bool {
		task = c.Run("squeue", "-h", "-r", "-o", "%i")
		return len(strings.Fields(task)) == 1
	})
	c.Run("scancel", task)
	enginetest.Await(t, "the second start", func() bool { return f.runs("e1") == 2 })
	f.set("hold/e1", false)
	exit, out, counts := s.wait()
	require.Equal(t, exitFailed, exit, out)
	assert.Equal(t, []int{farmExamples, farmExamples - 1, 1}, []int{counts.Total, counts.Completed, counts.Errors}, out)
	f.started(map[string]int{"e1": 2})
}

func TestSlurmSubmitIsWhatOneMachineFinds(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, _ := submitFarm(t)
	f.submit("slurm", "--slots=3").same()
	f.set("fail/e4", true)
	f.submit("slurm", "--slots=2", "--parts-per-slot=3").same()
}

// A node is killed: Slurm starts the tasks again itself, or says that they failed and
// submit hands them in again.
func TestSlurmSubmitLosesANode(t *testing.T) {
	fullLength(t)
	for _, mode := range []string{"--requeue", "--no-requeue"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f, c := submitFarm(t)
			f.set("hold/e1", true)
			config, err := os.ReadFile(filepath.Join(f.root, "hub.yaml"))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(f.root, "hub.yaml"), bytes.Replace(config, []byte("slurm: {"), []byte("slurm: {args: ["+mode+"], "), 1), 0o644))
			f.commit("with arguments")
			s := f.submit("slurm", "--slots=3")
			f.running("e1")
			node := c.Run("squeue", "-h", "-r", "-t", "R", "-o", "%N")
			enginetest.Await(t, "the other tasks", func() bool {
				node = c.Run("squeue", "-h", "-r", "-o", "%N")
				return len(strings.Fields(node)) == 1
			})
			c.KillNode(node)
			f.set("hold/e1", false)
			c.StartNode(node)
			c.Hurry()
			s.same()
		})
	}
}

// submit is killed, and taken up again: nothing is handed in twice.
func TestSlurmSubmitIsKilledAndResumed(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, _ := submitFarm(t)
	f.set("hold/e1", true)
	s := f.submit("slurm", "--slots=3")
	f.running("e1")
	s.kill()
	plans, err := filepath.Glob(filepath.Join(f.root, ".hub", "parts", "*"))
	require.NoError(t, err)
	require.Len(t, plans, 1)
	id := filepath.Base(plans[0])
	again := f.submitResumed(id)
	// A second one may not follow the same submission.
	exit, out := f.hub("submit", "--resume="+id)
	assert.NotZero(t, exit, out)
	f.set("hold/e1", false)
	exit, out, counts := again.wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed)
	f.started(nil)
}

func (f *farm) submitResumed(plan string) *submission {
	f.t.Helper()
	return f.begin("--resume=" + plan)
}

func TestSlurmTwoSubmitsAtOnce(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, _ := submitFarm(t)
	one, two := f.submit("slurm", "--slots=3"), f.submit("slurm", "--slots=2")
	for _, s := range []*submission{one, two} {
		exit, out, counts := s.wait()
		require.Zero(t, exit, out)
		assert.Equal(t, farmExamples, counts.Completed, out)
	}
}

// Ctrl-C cancels the jobs, and the plan can be taken up again.
func TestSlurmSubmitIsInterrupted(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := submitFarm(t)
	f.set("hold/e1", true)
	s := f.submit("slurm", "--slots=3")
	f.running("e1")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGINT))
	exit, out, _ := s.wait()
	assert.Equal(t, 130, exit, out)
	c.Idle()
	f.set("hold/e1", false)
	_, id, _ := strings.Cut(out, "--resume=")
	require.NotEmpty(t, id, out)
	id = strings.Fields(id)[0]
	exit, out, counts := f.submitResumed(id).wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed)
}

// An example that kills its hub is lost with its part, twice, then alone: it is an error,
// and the only one.
func TestSlurmSubmitLosesAnExample(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, _ := submitFarm(t)
	f.set("kill/e5", true)
	exit, out, counts := f.submit("slurm", "--slots=3").wait()
	assert.Equal(t, exitFailed, exit, out)
	assert.Equal(t, []int{farmExamples, farmExamples - 1, 1}, []int{counts.Total, counts.Completed, counts.Errors}, out)
	assert.Contains(t, out, "lost")
}

func TestSlurmSubmitPastItsDeadline(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := submitFarm(t)
	f.set("hold/e1", true)
	exit, out, counts := f.submit("slurm", "--slots=3", "--deadline=8s").wait()
	assert.NotZero(t, exit, out)
	assert.Zero(t, counts.Errors, out)
	c.Idle()
	f.set("hold/e1", false)
}

func TestGridEngineSubmit(t *testing.T) {
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.set("fail/e9", true)
	out := f.submit("sge", "--slots=3").same()
	assert.Contains(t, out, "e9")
}

func TestGridEngineSubmitLosesATask(t *testing.T) {
	fullLength(t)
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.set("hold/e1", true)
	s := f.submit("sge", "--slots=3")
	f.running("e1")
	enginetest.Await(t, "the other tasks", func() bool { return strings.Count(c.Run("qstat"), "all.q@") == 1 })
	line := strings.Split(c.Run("qstat"), "\n")
	fields := strings.Fields(line[len(line)-1])
	c.Run("qdel", fields[0]+"."+fields[len(fields)-1])
	enginetest.Await(t, "the second start", func() bool { return f.runs("e1") == 2 })
	f.set("hold/e1", false)
	exit, out, counts := s.wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
	f.started(map[string]int{"e1": 2})
}

// The host is lost and comes back: Grid Engine starts the tasks again, or submit does.
func TestGridEngineSubmitLosesTheHost(t *testing.T) {
	fullLength(t)
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.set("hold/e1", true)
	s := f.submit("sge", "--slots=3")
	f.running("e1")
	enginetest.Await(t, "the other tasks", func() bool { return strings.Count(c.Run("qstat"), "all.q@") == 1 })
	c.KillNode()
	f.set("hold/e1", false)
	c.StartNode()
	exit, out, counts := s.wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
}

// A plan of another commit is not submitted, and parts that find another commit when they
// start are not run; back at the commit they are.
func TestSlurmSubmitOfAnotherCommit(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := submitFarm(t)
	f.plan()
	f.commit("two")
	exit, out := f.hub("submit", "slurm", "--plan=plan.ndjson", "--slots=3")
	assert.Equal(t, exitUsage, exit, out)
	assert.Contains(t, out, "commit")
	assert.Empty(t, c.Run("squeue", "-h"), "nothing is handed in")

	f.set("hold/e1", true)
	s := f.submit("slurm", "--slots=1", "--parts-per-slot=3")
	f.running("e1")
	f.commit("three")
	f.set("hold/e1", false)
	exit, out, counts := s.wait()
	assert.Equal(t, exitUsage, exit, out)
	assert.Contains(t, out, "the commit: the plan is of", "why the parts did not run")
	assert.Less(t, counts.Completed, farmExamples, out)
	f.git("reset", "-q", "--hard", "HEAD~1")
	_, id, _ := strings.Cut(out, "--resume=")
	require.NotEmpty(t, id, out)
	exit, out, counts = f.submitResumed(strings.Fields(id)[0]).wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
}

// The disk that holds the logs, the journal and the scripts gets full while tasks run.
func TestSlurmSubmitOnAFullDisk(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := submitFarm(t)
	disk := filepath.Join(f.root, ".hub")
	require.NoError(t, os.Mkdir(disk, 0o755))
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(disk, syscall.MNT_DETACH)) })
	f.set("hold/e1", true)
	s := f.submit("slurm", "--slots=1", "--parts-per-slot=3")
	f.running("e1")
	filler := filepath.Join(disk, "filler")
	_ = exec.Command("dd", "if=/dev/zero", "of="+filler, "bs=4096").Run()
	f.set("hold/e1", false)
	exit, out, _ := s.wait()
	assert.NotZero(t, exit, out)
	c.Idle()
	require.NoError(t, os.Remove(filler))
	exit, out, counts := f.submitResumed(f.planID()).wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
}
