package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// Whatever happens to tasks, nodes and hub submit itself: a run that ends well is what
// one machine finds, and one that does not ends well when it is taken up again.
// HUB_ENGINES=N is the number of rounds, 3 if it is no number.
func TestSlurmSubmitUnderAttack(t *testing.T) {
	fullLength(t)
	t.Parallel()
	rounds, err := strconv.Atoi(os.Getenv("HUB_ENGINES"))
	if err != nil || rounds < 2 {
		rounds = 3
	}
	c := enginetest.Slurm(t, 2)
	for round := range rounds {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			random := rand.New(rand.NewPCG(16, uint64(round)))
			f := newFarm(t, c.Env)
			red := random.IntN(2) == 0
			if red {
				f.set("fail/e7", true)
			}
			held := fmt.Sprintf("e%d", 1+random.IntN(farmExamples))
			f.set("hold/"+held, true) // so that something always waits or runs
			s := f.submit("slurm", "--slots=3", "--parts-per-slot=2")
			var did []string
			for range 4 {
				enginetest.Await(t, "something to attack", func() bool {
					return len(f.tasks(c)) > 0 || s.ended()
				})
				tasks := f.tasks(c)
				if len(tasks) == 0 { // the attacks have cost it what is held, as often as it tried
					break
				}
				task := tasks[random.IntN(len(tasks))]
				what := []string{"cancel", "kill", "requeue", "node", "signal", "submit"}[random.IntN(6)]
				did = append(did, what+" "+task)
				switch what {
				case "cancel":
					_ = c.Command("scancel", task).Run()
				case "kill":
					job, number, _ := strings.Cut(task, "_")
					c.Kill("SLURM_ARRAY_JOB_ID="+job, "SLURM_ARRAY_TASK_ID="+number)
				case "requeue":
					_ = c.Command("scontrol", "requeue", task).Run()
				case "signal":
					_ = c.Command("scancel", "--full", "--signal=TERM", task).Run()
				case "node":
					node := c.Nodes[random.IntN(len(c.Nodes))]
					c.KillNode(node)
					c.StartNode(node)
				case "submit":
					s.kill()
					s = f.submitResumed(f.planID())
				}
				c.Hurry()
			}
			f.set("hold/"+held, false)
			stop := f.hurrying(c)
			exit, out, counts := s.wait()
			t.Logf("%q: exit %d", did, exit)
			if want := map[bool]int{false: exitGood, true: exitFailed}[red]; exit != want {
				require.NotEqual(t, exitGood, exit, out)
				exit, out, counts = f.submitResumed(f.planID()).wait()
				require.Equal(t, want, exit, "taken up again: %s", out)
			}
			stop()
			require.Equal(t, farmExamples, counts.Total, out)
			failed := map[bool]int{false: 0, true: 1}[red]
			require.Equal(t, []int{farmExamples - failed, failed}, []int{counts.Completed, counts.Errors}, out)
			for i := range farmExamples {
				require.NotZero(t, f.runs(fmt.Sprintf("e%d", i+1)))
			}
		})
	}
}

// tasks are the tasks that wait or run, as JOB_TASK.
func (f *farm) tasks(c *enginetest.SlurmCluster) []string {
	return strings.Fields(c.Run("squeue", "-h", "-r", "-t", "R,PD", "-o", "%i"))
}

// planID is the ID of the only plan that was submitted.
func (f *farm) planID() string {
	f.t.Helper()
	plans, err := filepath.Glob(filepath.Join(f.root, ".hub", "parts", "*"))
	require.NoError(f.t, err)
	require.Len(f.t, plans, 1)
	return filepath.Base(plans[0])
}

// hurrying lets requeued tasks start at once, until stop is called.
func (f *farm) hurrying(c *enginetest.SlurmCluster) (stop func()) {
	end, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-end:
				return
			case <-time.After(time.Second): // what is requeued has no event
				for _, task := range strings.Fields(output(c.Command("squeue", "-h", "-r", "-t", "PD", "-o", "%A"))) {
					_ = c.Command("scontrol", "update", "JobId="+task, "StartTime=now").Run()
				}
			}
		}
	}()
	return func() { close(end); <-done }
}

func output(cmd *exec.Cmd) string {
	out, _ := cmd.Output()
	return string(out)
}
