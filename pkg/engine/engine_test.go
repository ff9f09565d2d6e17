package engine

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

func TestEveryEngineIsComplete(t *testing.T) {
	seen := map[string]bool{Command: true}
	for _, e := range Engines() {
		v := reflect.ValueOf(e)
		for i := range v.NumField() {
			assert.False(t, v.Field(i).IsZero(), "%s: %s", e.Name, v.Type().Field(i).Name)
		}
		assert.False(t, seen[e.Name], e.Name)
		seen[e.Name] = true
		found, ok := Named(e.Name)
		assert.True(t, ok)
		assert.Equal(t, e.Title, found.Title)
	}
	assert.Len(t, Names(), len(seen))
}

func TestTask(t *testing.T) {
	for text, want := range map[string]Task{"7": {7, 0}, "12:3": {12, 3}} {
		var got Task
		require.NoError(t, got.UnmarshalText([]byte(text)))
		assert.Equal(t, want, got)
		assert.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "0", "-1", "1:0", "1:-2", "01", "1:02", "1:", ":1", "1:2:3", "a", "99999999999999999999"} {
		var got Task
		assert.Error(t, got.UnmarshalText([]byte(text)), text)
	}
}

func FuzzTask(f *testing.F) {
	f.Add("7")
	f.Add("7:3")
	f.Fuzz(func(t *testing.T, text string) {
		var task Task
		if task.UnmarshalText([]byte(text)) == nil {
			assert.Equal(t, text, task.String())
		}
	})
}

// batchFor is a batch whose hub writes its arguments to a file of its state folder.
func batchFor(t *testing.T, tasks ...Task) *Batch {
	dir := t.TempDir()
	fake := filepath.Join(dir, "a hub's $HOME")
	programtest.Write(t, fake, "#!/bin/sh\nfor a; do case $a in --state=*) d=${a#--state=};; esac; done\nmkdir -p \"$d\"\nprintf '%s\\n' \"$PWD\" \"$@\" > \"$d/said\"\n")
	return &Batch{
		Name: "hub-0123456789abcdef-1-1", Tasks: tasks, Slots: 2, Root: dir, Hub: fake, Args: []string{"ci", "--plan=a 'plan'"},
		State: ".hub/the parts", Output: ".hub/output",
	}
}

// said returns what the hub of each state folder was given.
func said(t *testing.T, b *Batch) map[string][]string {
	found, err := filepath.Glob(filepath.Join(b.Root, b.State, "*", "said"))
	require.NoError(t, err)
	out := map[string][]string{}
	for _, path := range found {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		name, _, _ := strings.Cut(filepath.Base(filepath.Dir(path)), "-")
		out[name] = strings.Split(strings.TrimSpace(string(text)), "\n")
	}
	return out
}

// Each engine's job script starts hub for the task of its index, whatever is in the paths.
func TestScriptsStartTheirTask(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("sh is not installed")
	}
	for name, variables := range map[string][]string{
		"slurm":      {"SLURM_ARRAY_TASK_ID=2", "SLURM_JOB_ID=9"},
		"sge":        {"SGE_TASK_ID=2", "JOB_ID=9"},
		"kubernetes": {"JOB_COMPLETION_INDEX=1", "HOSTNAME=pod-9"},
	} {
		t.Run(name, func(t *testing.T) {
			e, _ := Named(name)
			b := batchFor(t, Task{1, 0}, Task{12, 3}, Task{3, 0})
			b.Options.Pod.Image = "image"
			_, text, err := e.File(b)
			require.NoError(t, err)
			if name == "kubernetes" {
				var job struct {
					Spec struct {
						Template struct {
							Spec struct{ Containers []struct{ Command []string } }
						}
					}
				}
				require.NoError(t, json.Unmarshal([]byte(text), &job))
				command := job.Spec.Template.Spec.Containers[0].Command
				require.Equal(t, []string{"/bin/sh", "-c"}, command[:2])
				text = command[2]
			}
			cmd := exec.Command("sh", "-c", text)
			cmd.Env = append(os.Environ(), variables...)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			got := said(t, b)
			require.Len(t, got, 1)
			line := got["00012.3"]
			require.Len(t, line, 5, "%v", got)
			root, err := filepath.EvalSymlinks(b.Root)
			require.NoError(t, err)
			assert.Equal(t, []string{root, "ci", "--plan=a 'plan'", "--part=12:3"}, line[:4])
			assert.True(t, strings.HasPrefix(line[4], "--state=.hub/the parts/00012.3-"), line[4])

			cmd = exec.Command("sh", "-c", text) // not started as a task of an array
			cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
			assert.Error(t, cmd.Run())
			assert.Len(t, said(t, b), 1)
		})
	}
}

// answers is an [Exec] with an answer for each program.
func answers(by map[string]string) Exec {
	return func(_ context.Context, argv []string) ([]byte, error) {
		text, ok := by[argv[0]]
		if !ok {
			return nil, errors.New("not there")
		}
		if said, failed := strings.CutPrefix(text, "! "); failed {
			return nil, &Failure{argv, errors.New("exit status 1"), said}
		}
		return []byte(text), nil
	}
}

func tasks(n int) *Batch { return &Batch{Name: "hub-1-1-1", Tasks: make([]Task, n)} }

func TestSlurmStates(t *testing.T) {
	e := slurm()
	ctx := context.Background()
	states, err := e.States(ctx, answers(map[string]string{"squeue": "12_1|COMPLETED|n1|None\n12_2|RUNNING|n2|None\n12_3|PENDING||Resources\n12_4|NODE_FAIL|n4|None\n12_5|COMPLETING|n5|None\n12_6|SPECIAL_EXIT||Job \x1b[31mheld\n12_7|TIMEOUT|None assigned|TimeLimit\n12_8|PENDING||a|b\n12_9|PENDING||None\n"}), tasks(9), "12")
	require.NoError(t, err)
	assert.Equal(t, map[int]State{
		1: {Ended, "COMPLETED on n1"}, 2: {Phase: Running}, 3: {Waiting, "Resources"}, 4: {Ended, "NODE_FAIL on n4"},
		5: {Phase: Running}, 6: {Waiting, "SPECIAL_EXIT Job held"}, 7: {Ended, "TIMEOUT"}, 8: {Waiting, "a|b"}, 9: {Phase: Waiting},
	}, states)

	states, err = e.States(ctx, answers(map[string]string{"squeue": "! slurm_load_jobs error: Invalid job id specified"}), tasks(1), "12")
	require.NoError(t, err, "a job that the controller has forgotten has ended")
	assert.Empty(t, states)

	for _, printed := range []string{"! slurm_load_jobs error: Unable to contact slurm controller (connect failure)", "12_1\n", "12_10|RUNNING|n|x\n", "12_0|RUNNING|n|x\n", "12_[1-3]|PENDING||x\n"} {
		_, err := e.States(ctx, answers(map[string]string{"squeue": printed}), tasks(9), "12")
		assert.Error(t, err, "%q", printed)
	}
}

func TestSlurmJobs(t *testing.T) {
	e := slurm()
	ctx := context.Background()
	for printed, want := range map[string]string{"123\n": "123", "123;west\n": "123;west", "": "", "Submitted batch job 123\n": "", "123; rm -rf\n": ""} {
		job, err := e.Job(tasks(1), []byte(printed))
		assert.Equal(t, want == "", err != nil, "%q", printed)
		assert.Equal(t, want, job)
	}
	assert.Equal(t, []string{"scancel", "-M", "west", "123"}, e.Cancel(tasks(1), "123;west"))
	for printed, want := range map[string]int{"MaxArraySize            = 1001\n": 1000, "x=1\nMaxArraySize = 4000001\ny=2\n": most, "MaxArraySize = 0\n": 0, "": 0} {
		n, err := e.Most(ctx, answers(map[string]string{"scontrol": printed}))
		assert.Equal(t, want == 0, err != nil)
		assert.Equal(t, want, n)
	}
	for want, by := range map[string]map[string]string{
		"7": {"squeue": "7\n7\n"}, "8": {"squeue": "", "sacct": "8_1\n8_2\n"}, "": {"squeue": "", "sacct": "! Slurm accounting storage is disabled"},
	} {
		job, err := e.Find(ctx, answers(by), tasks(1))
		require.NoError(t, err)
		assert.Equal(t, want, job)
	}
	_, err := e.Find(ctx, answers(map[string]string{"squeue": "! no controller"}), tasks(1))
	assert.Error(t, err, "who cannot be asked has not said no")
	assert.Equal(t, "OUT_OF_MEMORY on n1", e.Why(ctx, answers(map[string]string{"sacct": "OUT_OF_MEMORY|n1\n"}), tasks(1), "7", 1))
	b := tasks(3)
	b.Root, b.Slots, b.Output, b.Options.Args = "/a b", 2, "out%", []string{"--time=1"}
	assert.Equal(t, []string{"sbatch", "--time=1", "--parsable", "--job-name=hub-1-1-1", "--array=1-3%2", "--chdir=/a b", "--input=/dev/null", "--output=out%%/hub-1-1-1.%a.out", "--open-mode=append", "x.sh"}, e.HandIn(b, "x.sh"))
}

const qstat = `<?xml version='1.0'?>
<job_info  xmlns:xsd="http://arc.liv.ac.uk/repos/darcs/sge/source/dist/util/resources/schemas/qstat/qstat.xsd">
  <queue_info>
    <job_list state="running">
      <JB_job_number>12</JB_job_number><JAT_prio>0.55500</JAT_prio><JB_name>hub-1-1-1</JB_name><JB_owner>me</JB_owner>
      <state>r</state><JAT_start_time>2024-01-01T00:00:00</JAT_start_time><queue_name>all.q@n1</queue_name><slots>1</slots><tasks>1</tasks>
    </job_list>
    <job_list state="running"><JB_job_number>13</JB_job_number><JB_name>other</JB_name><state>r</state><tasks>9</tasks></job_list>
  </queue_info>
  <job_info>
    <job_list state="pending"><JB_job_number>12</JB_job_number><JB_name>hub-1-1-1</JB_name><state>Eqw</state><tasks>2</tasks></job_list>
    <job_list state="pending"><JB_job_number>12</JB_job_number><JB_name>hub-1-1-1</JB_name><state>qw</state><tasks>3-5:2,7</tasks></job_list>
  </job_info>
</job_info>`

func TestGridEngine(t *testing.T) {
	e := sge()
	ctx := context.Background()
	states, err := e.States(ctx, answers(map[string]string{"qstat": qstat}), tasks(7), "12")
	require.NoError(t, err)
	assert.Equal(t, map[int]State{1: {Phase: Running}, 2: {Waiting, "Eqw"}, 3: {}, 5: {}, 7: {}}, states)
	for _, printed := range []string{"", "hello", strings.Replace(qstat, "3-5:2", "3-9:2", 1), strings.Replace(qstat, "3-5:2", "x", 1), strings.Replace(qstat, "3-5:2", "3-5:0", 1), "! error: commlib error"} {
		_, err := e.States(ctx, answers(map[string]string{"qstat": printed}), tasks(7), "12")
		assert.Error(t, err, "%q", printed)
	}
	for printed, want := range map[string]string{"12.1-7:1\n": "12", "Your job-array 12.1-7:1 has been submitted\n": ""} {
		job, err := e.Job(tasks(1), []byte(printed))
		assert.Equal(t, want == "", err != nil)
		if err == nil {
			assert.Equal(t, want, job)
		}
	}
	for want, by := range map[string]map[string]string{
		"12": {"qstat": qstat}, "14": {"qstat": "<job_info/>", "qacct": "=====\nqname all.q\njobnumber    14\n"}, "": {"qstat": "<job_info/>", "qacct": "! error: job name not found"},
	} {
		job, err := e.Find(ctx, answers(by), tasks(1))
		require.NoError(t, err)
		assert.Equal(t, want, job)
	}
	for want, printed := range map[string]string{
		"failed 37 : qmaster enforced h_rt on n1": "hostname     n1\nfailed       37  : qmaster enforced h_rt\nexit_status  137\n", "exit status 1 on n1": "hostname n1\nfailed       0\nexit_status  1\n",
	} {
		assert.Equal(t, want, e.Why(ctx, answers(map[string]string{"qacct": printed}), tasks(1), "12", 1))
	}
	for printed, want := range map[string]int{"max_aj_tasks                 75000\n": most, "max_aj_tasks 20\n": 20, "max_aj_tasks 0\n": most, "": most} {
		n, err := e.Most(ctx, answers(map[string]string{"qconf": printed}))
		require.NoError(t, err)
		assert.Equal(t, want, n)
	}
}

func TestKubernetesStates(t *testing.T) {
	states, err := kubernetesJob([]byte(`{"kind":"Job","status":{"active":2,"completedIndexes":"0,2-3","failedIndexes":"5","conditions":[]}}`), 8)
	require.NoError(t, err)
	require.NoError(t, pods([]byte("0\tSucceeded\t\t\tCompleted\n1\tRunning\t\t\t\n4\tPending\t\tErrImagePull\t\n5\tFailed\t\t\tOOMKilled\n\t\t\t\t\n99\tRunning\t\t\t\n"), states))
	assert.Equal(t, map[int]State{
		1: {Ended, "succeeded, Completed"}, 2: {Phase: Running}, 3: {Ended, "succeeded"}, 4: {Ended, "succeeded"}, 5: {Waiting, "ErrImagePull"},
		6: {Ended, "failed, OOMKilled"}, 7: {}, 8: {},
	}, states)
	states, err = kubernetesJob([]byte(`{"kind":"Job","status":{"conditions":[{"type":"Failed","status":"True","reason":"DeadlineExceeded","message":"too long"}]}}`), 1)
	require.NoError(t, err)
	assert.Equal(t, map[int]State{1: {Ended, "the Job ended: DeadlineExceeded too long"}}, states)
	for _, text := range []string{"", "{}", `{"kind":"Pod"}`, `{"kind":"Job","status":{"completedIndexes":"1"}}`, `{"kind":"Job","status":{"failedIndexes":"0-x"}}`} {
		_, err := kubernetesJob([]byte(text), 1)
		assert.Error(t, err, text)
	}
	assert.Error(t, pods([]byte("1 Running\n"), states))
}

func TestManifest(t *testing.T) {
	b := tasks(3)
	b.Slots, b.Root, b.State, b.Args, b.Hub = 2, "/root", ".hub/parts", []string{"ci", "--plan=.hub/plan"}, "hub"
	b.Options.Pod = Pod{Image: "image:1", Claim: "shared", Mount: "/shared", Workdir: "/shared/book"}
	text, err := b.manifest()
	require.NoError(t, err)
	for _, part := range []string{`"completions": 3`, `"parallelism": 2`, `"completionMode": "Indexed"`, `"backoffLimitPerIndex": 0`, `"claimName": "shared"`, `"mountPath": "/shared"`, `cd /shared/book || exit 3`, `"name": "hub-1-1-1"`} {
		assert.Contains(t, text, part)
	}
	b.Options.Pod.Template = []byte("kind: Job\nmetadata: {labels: {a: b}, generateName: x}\nspec:\n  backoffLimit: 3\n  template:\n    spec:\n      containers:\n      - {name: one, image: two, args: [x], env: [{name: A, value: b}]}\n      - {name: side}\n")
	text, err = b.manifest()
	require.NoError(t, err)
	for _, part := range []string{`"a": "b"`, `"name": "one"`, `"value": "b"`, `"name": "side"`} {
		assert.Contains(t, text, part)
	}
	for _, part := range []string{"generateName", `"args"`, `"backoffLimit":`, "claimName"} {
		assert.NotContains(t, text, part)
	}
	for _, bad := range []string{"", "[]", "kind: Pod", "kind: Job", "kind: Job\nspec: {template: {spec: {containers: [x]}}}", ": :"} {
		b.Options.Pod.Template = []byte(bad)
		_, err := b.manifest()
		assert.Error(t, err, "%q", bad)
	}
	b.Options.Pod.Template, b.Args = nil, []string{"ci", "--plan=/elsewhere/plan"}
	_, err = b.manifest()
	assert.ErrorContains(t, err, "/elsewhere/plan is outside")
}

func TestExpand(t *testing.T) {
	values := map[string]string{"{task}": "'a b' c", "{part}": "7", "{state}": "s", "{slot}": "2"}
	argv, err := expand([]string{"ssh", "node{slot}", "exec {task}"}, nil, values)
	require.NoError(t, err)
	assert.Equal(t, []string{"ssh", "node2", "exec 'a b' c"}, argv)
	argv, err = expand([]string{"nice", "{task}", "{part}"}, []string{"a b", "c"}, values)
	require.NoError(t, err)
	assert.Equal(t, []string{"nice", "a b", "c", "7"}, argv)
	_, err = expand([]string{"true", "{slot}"}, nil, values)
	assert.Error(t, err)
}

func FuzzStates(f *testing.F) {
	f.Add("12_1|RUNNING|n|x\n")
	f.Add(qstat)
	f.Add(`{"kind":"Job","status":{"completedIndexes":"0,2-3"}}`)
	f.Fuzz(func(t *testing.T, printed string) {
		for _, e := range Engines() {
			states, err := e.States(context.Background(), func(context.Context, []string) ([]byte, error) { return []byte(printed), nil }, tasks(5), "12")
			if err != nil {
				continue
			}
			for i, s := range states {
				assert.True(t, i >= 1 && i <= 5, "%s: %d", e.Name, i)
				assert.NotContains(t, s.Why, "\n")
				assert.NotContains(t, s.Why, "\x1b")
			}
		}
	})
}
