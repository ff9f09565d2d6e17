package ci

import "fmt"

// gridEngine has the variables that submit(1) lists. A job that is no array has
// SGE_TASK_ID=undefined.
func gridEngine() System {
	return System{
		Name: "sge", Title: "Grid Engine", Batch: []string{"SGE_TASK_ID"}, Cluster: true,
		Parts: &Parts{Read: gridEngineShard},
		Pipeline: func(env Env) string {
			if !gridEngineArray(env) {
				return ""
			}
			return first("JOB_ID")(env)
		},
		Ordered: true,
		// RESTARTED is 1 after any number of restarts.
		Attempt: counted("RESTARTED", 0),
		Job:     joined("JOB_ID", "SGE_TASK_ID"),
	}
}

func gridEngineArray(env Env) bool {
	id := env("SGE_TASK_ID")
	return id != "" && id != "undefined"
}

// gridEngineShard reads the variables of a task of qsub -t FIRST-LAST:STEP. Tasks that
// were handed in again start elsewhere than at 1.
func gridEngineShard(env Env) (Shard, bool, error) {
	if !gridEngineArray(env) {
		return Shard{}, false, nil
	}
	v, from, err := numbers(env, "Grid Engine", "SGE_TASK_", "ID", "FIRST", "LAST", "STEPSIZE")
	if err != nil {
		return Shard{}, true, err
	}
	id, lo, hi, step := v["ID"], v["FIRST"], v["LAST"], v["STEPSIZE"]
	if step < 1 || lo != 1 || id < lo || id > hi || (id-lo)%step != 0 {
		return Shard{}, true, fmt.Errorf("the tasks are not a complete array that starts at 1 (%s)", from)
	}
	return Shard{(id-lo)/step + 1, (hi-lo)/step + 1, from}, true, nil
}
