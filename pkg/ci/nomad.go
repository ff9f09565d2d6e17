package ci

// nomad numbers the allocations of a group from 0, and does not say how many there are.
// The index is unique within one version of a job.
func nomad() System {
	return System{
		Name: "nomad", Title: "Nomad", Batch: []string{"NOMAD_ALLOC_INDEX"}, Cluster: true,
		Parts: &Parts{Index: "NOMAD_ALLOC_INDEX",
			Advice: "Nomad does not say how many allocations a group has; pass --shard=I/N with I = NOMAD_ALLOC_INDEX + 1 and N = the group's count"},
		// The ID of a job that is handed in again is the same, but every dispatch and
		// every period makes a job of its own.
		Pipeline: func(env Env) string {
			if first("NOMAD_JOB_PARENT_ID")(env) == "" {
				return ""
			}
			return first("NOMAD_JOB_ID")(env)
		},
	}
}
