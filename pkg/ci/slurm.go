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
				return 1 // it is set when the job was restarted
			}
			return counted("SLURM_RESTART_COUNT", 0)(env)
		},
		Job: first("SLURM_JOB_ID"),
	}
}

// slurmShard reads the variables of an array job. Its tasks may have any numbers:
// only an array that begins at 0 or 1 and has all its tasks can be counted
// through. One that was submitted again for some of its tasks has gaps, begins
// elsewhere, or counts fewer tasks than its numbers reach.
func slurmShard(env Env) (Shard, error) {
	const prefix = "SLURM_ARRAY_TASK_"
	names := []string{"ID", "MIN", "MAX", "STEP", "COUNT"}
	v := make(map[string]int, len(names))
	var said []string
	for _, name := range names {
		n, err := number(env, "Slurm", prefix+name)
		if err != nil {
			return Shard{}, err
		}
		v[name] = n
		said = append(said, fmt.Sprintf("%s%s=%d", prefix, name, n))
	}
	id, lo, hi, step, count := v["ID"], v["MIN"], v["MAX"], v["STEP"], v["COUNT"]
	from := "Slurm: " + strings.Join(said, " ")
	whole := step > 0 && count > 0 && lo <= 1 && hi >= lo && (hi-lo)%step == 0 && (hi-lo)/step == count-1
	if !whole || id < lo || id > hi || (id-lo)%step != 0 {
		return Shard{}, fmt.Errorf("%w: the tasks are not a complete array that starts at 0 or 1 (%s); pass --shard=I/N", ErrNoShard, from)
	}
	return Shard{(id-lo)/step + 1, count, from}, nil
}
