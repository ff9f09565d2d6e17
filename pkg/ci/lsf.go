package ci

import "fmt"

// lsf has the variables that the LSF reference lists as set for job execution.
// LSB_JOBINDEX is 0 in a job that is no array. The smallest index is not told: in an
// array that starts elsewhere than at 1 shards are missing, which 'hub merge' says.
func lsf() System {
	return System{
		Name: "lsf", Title: "LSF", Batch: []string{"LSB_JOBINDEX", "LSB_JOBID"}, Cluster: true,
		Parts: &Parts{Read: lsfShard},
		Pipeline: func(env Env) string {
			if !lsfArray(env) {
				return ""
			}
			return first("LSB_JOBID")(env)
		},
		Ordered: true,
		// LSB_RESTART is Y after any number of restarts.
		Attempt: func(env Env) int64 {
			if env("LSB_RESTART") == "Y" {
				return 2
			}
			return 1
		},
		Job: joined("LSB_JOBID", "LSB_JOBINDEX"),
	}
}

func lsfArray(env Env) bool { return env("LSB_JOBINDEX") != "" && env("LSB_JOBINDEX") != "0" }

// lsfShard reads the variables of an element of bsub -J NAME[1-END:STEP].
func lsfShard(env Env) (Shard, bool, error) {
	if !lsfArray(env) {
		return Shard{}, false, nil
	}
	v, from, err := numbers(env, "LSF", "LSB_JOBINDEX", "", "_END", "_STEP")
	if err != nil {
		return Shard{}, true, err
	}
	id, end, step := v[""], v["_END"], v["_STEP"]
	if step < 1 || id < 1 || id > end || (id-1)%step != 0 {
		return Shard{}, true, fmt.Errorf("the elements are not a complete array that starts at 1 (%s)", from)
	}
	return Shard{(id-1)/step + 1, (end-1)/step + 1, from}, true, nil
}
