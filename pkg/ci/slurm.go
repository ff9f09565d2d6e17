package ci

import (
	"errors"
	"fmt"
	"strings"
)

// slurm takes what is split from the variables that sbatch(1) and srun(1) list under
// OUTPUT ENVIRONMENT VARIABLES.
func slurm() System {
	return System{
		Name: "slurm", Title: "Slurm", Batch: []string{"SLURM_ARRAY_JOB_ID", "SLURM_JOB_ID", "SLURM_RESTART_COUNT"}, Cluster: true,
		Parts: &Parts{Read: slurmShard},
		Pipeline: func(env Env) string {
			if array := first("SLURM_ARRAY_JOB_ID")(env); array != "" || !slurmStep(env) {
				return array
			}
			return first("SLURM_JOB_ID")(env)
		},
		Ordered: true,
		Attempt: func(env Env) int64 {
			attempt := int64(1) // SLURM_RESTART_COUNT is only set after a restart
			if strings.TrimSpace(env("SLURM_RESTART_COUNT")) != "" {
				attempt = counted("SLURM_RESTART_COUNT", 0)(env)
			}
			if slurmStep(env) { // a job may call srun several times
				attempt = (attempt-1)*1_000_000 + counted("SLURM_STEP_ID", 0)(env)
			}
			return attempt
		},
		Job: func(env Env) string {
			if slurmStep(env) {
				return env("SLURM_JOB_ID") + "." + env("SLURM_PROCID")
			}
			return first("SLURM_JOB_ID")(env)
		},
	}
}

// slurmStep reports whether srun has started this process as one of several tasks.
// A batch script has SLURM_PROCID=0, and SLURM_NTASKS is the number of tasks that it was
// given, but it is not one of them: it has no SLURM_STEP_NUM_TASKS. An array is split by
// its tasks, whatever they start.
//
// Flux runs in the tasks of such a step, and passes their variables on to its jobs.
func slurmStep(env Env) bool {
	n := env("SLURM_STEP_NUM_TASKS")
	return env("SLURM_ARRAY_TASK_ID") == "" && env("SLURM_PROCID") != "" && n != "" && n != "1" && env("FLUX_JOB_ID") == ""
}

func slurmShard(env Env) (Shard, bool, error) {
	switch {
	case env("SLURM_ARRAY_TASK_ID") != "":
		part, err := slurmArray(env)
		return part, true, err
	case slurmStep(env):
		part, err := slurmTask(env)
		return part, true, err
	}
	return Shard{}, false, nil
}

// slurmArray reads the variables of an array job. Task IDs are arbitrary: only a
// complete array that starts at 0 or 1 can be mapped to shards. An array of
// resubmitted tasks has gaps, starts elsewhere, or has fewer tasks than its IDs span.
func slurmArray(env Env) (Shard, error) {
	v, from, err := numbers(env, "Slurm", "SLURM_ARRAY_TASK_", "ID", "MIN", "MAX", "STEP", "COUNT")
	if err != nil {
		return Shard{}, err
	}
	id, lo, hi, step, count := v["ID"], v["MIN"], v["MAX"], v["STEP"], v["COUNT"]
	whole := step > 0 && count > 0 && lo <= 1 && hi >= lo && (hi-lo)%step == 0 && (hi-lo)/step == count-1
	if !whole || id < lo || id > hi || (id-lo)%step != 0 {
		return Shard{}, fmt.Errorf("the tasks are not a complete array that starts at 0 or 1 (%s)", from)
	}
	return Shard{(id-lo)/step + 1, count, from}, nil
}

// slurmTask reads the variables of a task of srun. A job that such a task hands in
// inherits those of the step, with SLURM_PROCID=0; the nodes may give it away.
func slurmTask(env Env) (Shard, error) {
	v, from, err := numbers(env, "Slurm", "SLURM_", "PROCID", "STEP_NUM_TASKS")
	switch nodes := env("SLURM_STEP_NUM_NODES"); {
	case err != nil:
		return Shard{}, err
	case nodes != "" && nodes == env("SLURM_JOB_NUM_NODES") && env("SLURM_STEP_NODELIST") != env("SLURM_JOB_NODELIST"):
		return Shard{}, fmt.Errorf("the variables of the tasks are those of another job, which has handed in this one (%s SLURM_STEP_NODELIST=%s SLURM_JOB_NODELIST=%s)",
			from, env("SLURM_STEP_NODELIST"), env("SLURM_JOB_NODELIST"))
	case env("SLURM_STEP_ID") == "":
		return Shard{}, errors.New("this is Slurm, but SLURM_STEP_ID is not set: the variables are not those of a task that srun has started")
	case v["PROCID"] >= v["STEP_NUM_TASKS"]:
		return Shard{}, fmt.Errorf("the number of the task must be within 0 to %d (%s)", v["STEP_NUM_TASKS"]-1, from)
	}
	return Shard{v["PROCID"] + 1, v["STEP_NUM_TASKS"], from}, nil
}
