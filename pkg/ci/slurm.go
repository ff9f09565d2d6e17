package ci

import (
	"fmt"
	"strings"
)

func slurm() System {
	return System{
		Name: "slurm", Title: "Slurm", Batch: []string{"SLURM_ARRAY_JOB_ID", "SLURM_JOB_ID", "SLURM_RESTART_COUNT"},
		Parts:    &Parts{Index: "SLURM_ARRAY_TASK_ID", Read: slurmShard},
		Pipeline: first("SLURM_ARRAY_JOB_ID"), Ordered: true,
		Attempt: func(env Env) int64 {
			if strings.TrimSpace(env("SLURM_RESTART_COUNT")) == "" {
				return 1 // it is only set after a restart
			}
			return counted("SLURM_RESTART_COUNT", 0)(env)
		},
		Job: first("SLURM_JOB_ID"),
	}
}

// slurmShard reads the variables of an array job. Task IDs are arbitrary: only a
// complete array that starts at 0 or 1 can be mapped to shards. An array of
// resubmitted tasks has gaps, starts elsewhere, or has fewer tasks than its IDs span.
func slurmShard(env Env) (Shard, error) {
	const prefix = "SLURM_ARRAY_TASK_"
	names := []string{"ID", "MIN", "MAX", "STEP", "COUNT"}
	v := make(map[string]int, len(names))
	var values []string
	for _, name := range names {
		n, err := number(env, "Slurm", prefix+name)
		if err != nil {
			return Shard{}, err
		}
		v[name] = n
		values = append(values, fmt.Sprintf("%s%s=%d", prefix, name, n))
	}
	id, lo, hi, step, count := v["ID"], v["MIN"], v["MAX"], v["STEP"], v["COUNT"]
	from := "Slurm: " + strings.Join(values, " ")
	whole := step > 0 && count > 0 && lo <= 1 && hi >= lo && (hi-lo)%step == 0 && (hi-lo)/step == count-1
	if !whole || id < lo || id > hi || (id-lo)%step != 0 {
		return Shard{}, fmt.Errorf("%w: the tasks are not a complete array that starts at 0 or 1 (%s); pass --shard=I/N", ErrNoShard, from)
	}
	return Shard{(id-lo)/step + 1, count, from}, nil
}
