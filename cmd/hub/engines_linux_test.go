package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// Engines are tested at full length if HUB_ENGINES is set (make engines); else one short
// scenario of each.
func fullLength(t *testing.T) {
	t.Helper()
	if os.Getenv("HUB_ENGINES") == "" {
		t.Skip("one of the long scenarios of engines: make engines")
	}
}

// farm is a cookbook on a disk that the nodes of a cluster share, and its plan in three
// parts of three examples.
//
// An example records that it runs in ran/NAME, waits while hold/NAME is there, kills the hub
// that runs it if kill/NAME is there, and fails if fail/NAME is there.
type farm struct {
	t               *testing.T
	bin, root, side string
	env             []string // by which programs find the engine
}

const farmParts, farmExamples = 3, 9

func newFarm(t *testing.T, env []string) *farm {
	t.Helper()
	needs(t, "git")
	f := &farm{t: t, bin: buildHub(t), side: t.TempDir(), env: env}
	files := map[string]string{"hub.yaml": "sources: [{path: examples}]\nrun: {workers: 1, grace: 1s}\n" +
		"submit:\n  slurm: {lag: 1s, parts-per-slot: 1}\n  sge: {lag: 1s, parts-per-slot: 1}\n"}
	for i := range farmExamples {
		name := fmt.Sprintf("e%d", i+1)
		files["examples/"+name+".sh"] = fmt.Sprintf("# %[1]s\necho x >> %[2]s/ran/%[1]s\nwhile [ -e %[2]s/hold/%[1]s ]; do sleep 0.05; done\n"+
			"if [ -e %[2]s/kill/%[1]s ]; then while read -r key value; do [ $key = PPid: ] && kill -9 $value; done </proc/$PPID/status; fi\n"+
			"if [ -e %[2]s/fail/%[1]s ]; then echo failed; exit 1; fi\necho good\n", name, f.side)
	}
	f.root = tree(t, files)
	for _, dir := range []string{"ran", "hold", "fail", "kill"} {
		require.NoError(t, os.Mkdir(filepath.Join(f.side, dir), 0o755))
	}
	f.git("init", "-q")
	f.commit("one")
	return f
}

func (f *farm) git(args ...string) {
	f.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.org", "-C", f.root}, args...)...)
	out, err := cmd.CombinedOutput()
	require.NoError(f.t, err, string(out))
}

func (f *farm) commit(message string) {
	f.t.Helper()
	f.git("add", "examples", "hub.yaml")
	f.git("commit", "-q", "--allow-empty", "-m", message)
}

// set makes or removes hold/NAME and the like.
func (f *farm) set(name string, there bool) {
	f.t.Helper()
	path := filepath.Join(f.side, name)
	if there {
		require.NoError(f.t, os.WriteFile(path, nil, 0o644))
	} else {
		require.NoError(f.t, os.Remove(path))
	}
}

// runs returns how often an example was started.
func (f *farm) runs(name string) int {
	text, _ := os.ReadFile(filepath.Join(f.side, "ran", name))
	return strings.Count(string(text), "\n")
}

func (f *farm) running(name string) {
	f.t.Helper()
	enginetest.Await(f.t, name, func() bool { return f.runs(name) > 0 })
}

// command returns hub in the cookbook, where a program finds the engine.
func (f *farm) command(args ...string) *exec.Cmd {
	cmd := exec.Command(f.bin, args...)
	cmd.Dir, cmd.Env = f.root, append(outsideCI(os.Environ()), f.env...)
	return cmd
}

// hub runs hub in the cookbook, and returns its exit code and what it prints.
func (f *farm) hub(args ...string) (int, string) {
	f.t.Helper()
	out, err := f.command(args...).CombinedOutput()
	return code(f.t, err), string(out)
}

func (f *farm) plan() {
	f.t.Helper()
	exit, out := f.hub("plan", fmt.Sprintf("--parts=%d", farmParts), "-o", "plan.ndjson")
	require.Zero(f.t, exit, out)
}

// script writes a job script that runs a part, and returns its path.
func (f *farm) script(args ...string) string {
	path := filepath.Join(f.side, "job-"+strings.NewReplacer("=", "-", "-", "").Replace(strings.Join(args, ""))+".sh")
	text := fmt.Sprintf("#!/bin/sh\ncd %s || exit 9\n%s ci --plan=plan.ndjson %s\ncode=$?\necho \"exit $code\"\nexit $code\n", f.root, f.bin, strings.Join(args, " "))
	programtest.Write(f.t, path, text)
	return path
}

// counts reads the numbers of a JSON report.
func (f *farm) counts(path string) hub.Counts {
	f.t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(f.t, err)
	var run hub.Run
	require.NoError(f.t, json.Unmarshal(text, &run))
	return run.Counts()
}

// merge merges, and returns the exit code, what is printed, and the numbers if there is a
// report.
func (f *farm) merge() (int, string, hub.Counts) {
	f.t.Helper()
	report := filepath.Join(f.side, "merged.json")
	_ = os.Remove(report)
	exit, out := f.hub("merge", "--plan=plan.ndjson", "--report=json:"+report)
	if _, err := os.Stat(report); err != nil {
		return exit, out, hub.Counts{}
	}
	return exit, out, f.counts(report)
}

// same checks that the merged run is what one machine finds: exit code and numbers.
func (f *farm) same() {
	f.t.Helper()
	report := filepath.Join(f.side, "plain.json")
	want, plain := f.hub("ci", "-q", "--state="+f.t.TempDir(), "--report=json:"+report)
	exit, out, counts := f.merge()
	require.Equal(f.t, want, exit, "%s\nplain:\n%s", out, plain)
	assert.Equal(f.t, f.counts(report), counts, out)
}

// lacks checks that the merged run is not good, and says which part is missing.
func (f *farm) lacks(part int) {
	f.t.Helper()
	exit, out, _ := f.merge()
	require.NotZero(f.t, exit, out)
	assert.Contains(f.t, out, fmt.Sprintf("hub ci --plan=plan.ndjson --part=%d", part), "the command that runs it again")
}

// slurmFarm is a farm with a cluster of two nodes.
func slurmFarm(t *testing.T) (*farm, *enginetest.SlurmCluster) {
	t.Helper()
	c := enginetest.Slurm(t, 2)
	f := newFarm(t, c.Env)
	f.plan()
	return f, c
}

// printed returns what a task of the job has printed.
func (f *farm) printed(task any) string {
	f.t.Helper()
	text, err := os.ReadFile(filepath.Join(f.side, fmt.Sprint("out.", task)))
	require.NoError(f.t, err)
	return string(text)
}

func (f *farm) out(pattern string) string { return filepath.Join(f.side, "out."+pattern) }

// In an array whose node is killed in between, nothing is lost, and nothing is run twice
// but what the node had; a failure is one, and the merged run is what one machine finds.
func TestSlurmArrayRunsAPlan(t *testing.T) {
	t.Parallel()
	f, c := slurmFarm(t)
	f.set("hold/e1", true)
	f.set("fail/e9", true)
	first := c.Submit("-o", f.out("%a"), "--requeue", "--array=1-3", f.script("--part=auto"))
	f.running("e1")
	f.lacks(1)
	node := c.Job(first + "_1")["NodeList"]
	c.KillNode(node)
	f.set("hold/e1", false)
	c.Hurry()
	c.Idle() // before the node is back: Slurm ends there what it did not start again itself
	f.same()
	assert.Equal(t, 3, f.runs("e1"), "once on the node that was killed, once on the other, and once here")
}

func TestSlurmTasksAreCancelled(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	script := f.script("--part=auto")
	// Before: the second task never starts.
	id := c.Submit("-o", f.out("%a"), "--hold", "--array=1-3", script)
	c.Run("scancel", id+"_2")
	c.Run("scontrol", "release", id)
	c.Idle()
	f.lacks(2)
	// During: the task that runs it again is cancelled, too.
	held := ""
	for i := range farmExamples {
		if name := fmt.Sprintf("e%d", i+1); f.runs(name) == 0 {
			held = name
			break
		}
	}
	require.NotEmpty(t, held)
	f.set("hold/"+held, true)
	id = c.Submit("-o", f.out("again"), f.script("--part=2"))
	f.running(held)
	c.Run("scancel", id)
	c.Idle()
	assert.Equal(t, "CANCELLED", c.Job(id)["JobState"])
	exit, out, _ := f.merge()
	require.NotZero(t, exit, out)
	f.set("hold/"+held, false)
	c.Submit("-o", f.out("third"), f.script("--part=2"))
	c.Idle()
	f.same()
}

// A task that is killed at once leaves a log without a seal: its part is missing.
func TestSlurmTaskIsKilledAtOnce(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	f.set("hold/e1", true)
	id := c.Submit("-o", f.out("%a"), "--array=1-3", f.script("--part=auto"))
	f.running("e1")
	c.Kill("SLURM_ARRAY_JOB_ID="+id, "SLURM_ARRAY_TASK_ID=1")
	c.Idle()
	assert.Equal(t, "FAILED", c.Job(id + "_1")["JobState"])
	f.lacks(1)
	f.set("hold/e1", false)
	c.Submit("-o", f.out("again"), f.script("--part=1"))
	c.Idle()
	f.same()
}

// Slurm ends a task at its time limit; it looks every half minute.
func TestSlurmTimeLimit(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	f.set("hold/e1", true)
	id := c.Submit("-o", f.out("%a"), "--time=1", "--array=1-3", f.script("--part=auto"))
	f.running("e1")
	enginetest.Await(t, "the time limit", func() bool { return c.Job(id + "_1")["JobState"] == "TIMEOUT" })
	c.Idle()
	exit, out, _ := f.merge()
	require.NotZero(t, exit, out)
	f.set("hold/e1", false)
	c.Submit("-o", f.out("again"), f.script("--part=1"))
	c.Idle()
	f.same()
}

// A task that is run twice at once, each result of which would do.
func TestSlurmTaskRunsTwice(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	f.set("hold/e1", true)
	c.Submit("-o", f.out("%a"), "--array=1-3", f.script("--part=auto"))
	c.Submit("-o", f.out("twin"), f.script("--part=1"))
	enginetest.Await(t, "both", func() bool { return f.runs("e1") == 2 })
	f.set("hold/e1", false)
	c.Idle()
	f.same()
	// A third one is red, and is no later attempt of the same job: it counts.
	f.set("fail/e1", true)
	c.Submit("-o", f.out("red"), f.script("--part=1"))
	c.Idle()
	exit, out, counts := f.merge()
	assert.Equal(t, exitFailed, exit, out)
	assert.Equal(t, 1, counts.Errors, out)
	f.set("fail/e1", false)
}

// A requeued task that is green after it was red passes, as flaky: Slurm counts its starts.
func TestSlurmTaskIsQueuedAgain(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	f.set("fail/e1", true)
	f.set("hold/e2", true) // of another part, or of the same one after e1
	id := c.Submit("-o", f.out("%a"), "--requeue", "--array=1-3", f.script("--part=auto"))
	f.running("e1")
	f.running("e2")
	c.Run("scontrol", "requeue", id+"_1")
	f.set("fail/e1", false)
	f.set("hold/e2", false)
	enginetest.Await(t, "the queue", func() bool { return c.Job(id + "_1")["JobState"] == "PENDING" })
	c.Hurry()
	c.Idle()
	exit, out, counts := f.merge()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
	assert.Equal(t, 1, counts.Flaky, out)
}

func TestSlurmArrayThatDoesNotFit(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	for name, args := range map[string][]string{
		"more tasks than parts":   {"--array=1-4"},
		"starts at 2":             {"--array=2-4"},
		"a task of its own":       {"--array=2"},
		"no array, several tasks": {"-n3"},
	} {
		out := f.out(strings.ReplaceAll(name, " ", "-") + ".%a")
		id := c.Submit(append(args, "-o", out, f.script("--part=auto"))...)
		c.Idle()
		assert.Equal(t, "FAILED", c.Job(id)["JobState"], name)
		paths, err := filepath.Glob(strings.ReplaceAll(out, "%a", "*"))
		require.NoError(t, err)
		require.NotEmpty(t, paths)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Contains(t, string(text), "exit 2", name)
		}
	}
	for i := range farmExamples {
		assert.Zero(t, f.runs(fmt.Sprintf("e%d", i+1)), "nothing was run")
	}
	exit, out, _ := f.merge()
	assert.Equal(t, exitTrouble, exit, out)
}

func TestSlurmStepRunsAPlan(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	c.Run("srun", "-n3", f.script("--part=auto"))
	f.same()
}

// Parts on a disk that gets full are red or missing, and good again where there is room.
func TestSlurmDiskIsFull(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	// As the limit of a file's size, which every user may set.
	small := filepath.Join(f.side, "small.sh")
	programtest.Write(t, small, "#!/bin/sh\nulimit -f 4\nexec sh "+f.script("--part=2")+" 2>/dev/null >/dev/null\n")
	c.Submit("-o", f.out("%a"), "--array=1,3", "--wrap", "cd "+f.root+" && "+f.bin+" ci --plan=plan.ndjson --part=$SLURM_ARRAY_TASK_ID")
	id := c.Submit("-o", f.out("small"), small)
	c.Idle()
	assert.Equal(t, "FAILED", c.Job(id)["JobState"])
	assert.Contains(t, c.Job(id)["ExitCode"], "3:0")
	exit, out, _ := f.merge()
	require.NotZero(t, exit, out)
	c.Submit("-o", f.out("again"), f.script("--part=2"))
	c.Idle()
	f.same()
}

// A part of a checkout at another commit refuses to run.
func TestSlurmPartOfAnotherCommit(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	script := f.script("--part=auto")
	f.commit("two")
	c.Submit("-o", f.out("%a"), "--array=1-3", script)
	c.Idle()
	for i := range farmParts {
		assert.Contains(t, f.printed(i+1), "exit 2")
		assert.Contains(t, f.printed(i+1), "commit")
	}
	f.git("reset", "-q", "--hard", "HEAD~1")
	f.lacks(2)
	c.Submit("-o", f.out("%a"), "--array=1-3", script)
	c.Idle()
	f.same()
}

// An array of Grid Engine whose host is killed in between.
func TestGridEngineArrayRunsAPlan(t *testing.T) {
	t.Parallel()
	c := enginetest.GridEngine(t, 2)
	f := newFarm(t, c.Env)
	f.plan()
	f.set("hold/e1", true)
	f.set("fail/e9", true)
	c.Submit("-j", "y", "-o", f.out("$TASK_ID"), "-r", "y", "-t", "1-3", f.script("--part=auto"))
	f.running("e1")
	f.lacks(1)
	c.KillNode()
	f.set("hold/e1", false)
	c.StartNode()
	c.Idle()
	f.same()
	assert.Equal(t, 3, f.runs("e1"), "once on the host that was killed, once after, and once here")
}

func TestGridEngineTaskIsDeleted(t *testing.T) {
	fullLength(t)
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.plan()
	f.set("hold/e1", true)
	id := c.Submit("-j", "y", "-o", f.out("$TASK_ID"), "-t", "1-3", f.script("--part=auto"))
	f.running("e1")
	c.Run("qdel", id+".1")
	c.Idle()
	f.lacks(1)
	f.set("hold/e1", false)
	c.Submit("-j", "y", "-o", f.out("again"), f.script("--part=1"))
	c.Idle()
	f.same()
}

// A task that runs into the time limit of its queue is killed, and its part missing.
func TestGridEngineTimeLimit(t *testing.T) {
	fullLength(t)
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.plan()
	f.set("hold/e1", true)
	c.Submit("-j", "y", "-o", f.out("$TASK_ID"), "-t", "1-3", "-l", "h_rt=3", f.script("--part=auto"))
	f.running("e1")
	c.Idle() // without an end of its own
	f.lacks(1)
	f.set("hold/e1", false)
	c.Submit("-j", "y", "-o", f.out("again"), f.script("--part=1"))
	c.Idle()
	f.same()
}

// Parts on a disk that gets full are red or missing, and good again where there is room.
func TestGridEngineDiskIsFull(t *testing.T) {
	fullLength(t)
	t.Parallel()
	c := enginetest.GridEngine(t, 3)
	f := newFarm(t, c.Env)
	f.plan()
	small := filepath.Join(f.side, "small.sh") // as the limit of a file's size, which every user may set
	programtest.Write(t, small, "#!/bin/sh\nulimit -f 4\nexec sh "+f.script("--part=2")+" 2>/dev/null >/dev/null\n")
	c.Submit("-j", "y", "-o", f.out("1"), f.script("--part=1"))
	c.Submit("-j", "y", "-o", f.out("3"), f.script("--part=3"))
	c.Submit("-j", "y", "-o", f.out("small"), small)
	c.Idle()
	exit, out, _ := f.merge()
	require.NotZero(t, exit, out)
	c.Submit("-j", "y", "-o", f.out("2"), f.script("--part=2"))
	c.Idle()
	f.same()
}

// Workers of a queue, as tasks of an array, one of which is killed: the others take over
// what it had.
func TestSlurmWorkersOfAQueue(t *testing.T) {
	fullLength(t)
	t.Parallel()
	f, c := slurmFarm(t)
	server := enginetest.Redis(t)
	f.set("hold/e1", true)
	f.set("fail/e9", true)
	id := c.Submit("-o", f.out("%a"), "--array=1-3", "--wrap", "cd "+f.root+" && exec "+f.bin+" ci --plan=plan.ndjson --queue='"+server.URL()+"?lease=2s'")
	f.running("e1")
	task := ""
	enginetest.Await(t, "the worker that has it", func() bool {
		for i := range 3 {
			task = fmt.Sprint(i + 1)
			if enginetest.Has("/e1.sh", "SLURM_ARRAY_JOB_ID="+id, "SLURM_ARRAY_TASK_ID="+task, c.Env[0]) {
				return true
			}
		}
		return false
	})
	c.Kill("SLURM_ARRAY_JOB_ID="+id, "SLURM_ARRAY_TASK_ID="+task)
	enginetest.Await(t, "another worker", func() bool { return f.runs("e1") == 2 })
	f.set("hold/e1", false)
	c.Idle()
	f.same()
}
