package ci

// flux has the variables that flux-run(1) and flux-submit(1) list. The tasks of one job
// are numbered from 0. The jobs of flux submit --cc=1-N are as PBS has them: an index
// that may start anywhere, and no total.
func flux() System {
	return System{
		Name: "flux", Title: "Flux", Batch: []string{"FLUX_TASK_RANK", "FLUX_JOB_CC", "FLUX_JOB_ID"}, Cluster: true,
		Parts: &Parts{Read: fluxShard,
			Advice: "Flux does not say how many jobs --cc makes; with --cc=1-N, pass --shard=$FLUX_JOB_CC/N"},
		Pipeline: func(env Env) string {
			if !fluxTasks(env) {
				return ""
			}
			return first("FLUX_JOB_ID")(env)
		},
	}
}

func fluxTasks(env Env) bool {
	return env("FLUX_TASK_RANK") != "" && env("FLUX_JOB_SIZE") != "1"
}

func fluxShard(env Env) (Shard, bool, error) {
	tasks := System{Title: "Flux", Parts: &Parts{Index: "FLUX_TASK_RANK", Total: "FLUX_JOB_SIZE"}}
	copies := System{Title: "Flux", Parts: &Parts{Index: "FLUX_JOB_CC", First: 1}}
	switch {
	case fluxTasks(env):
		part, err := tasks.shard(env)
		return part, true, err
	case env("FLUX_JOB_CC") != "":
		part, err := copies.shard(env)
		return part, true, err
	}
	return Shard{}, false, nil
}
