package ci

import "strings"

// pbs is PBS Professional and OpenPBS (qsub -J X-Y:Z sets PBS_ARRAY_INDEX and
// PBS_ARRAY_ID), and torque its fork (qsub -t sets PBS_ARRAYID). Neither says how many
// there are, and a range may start anywhere: the index is taken as the part's number.
func pbs() System {
	return System{
		Name: "pbs", Title: "PBS", Batch: []string{"PBS_ARRAY_INDEX"}, Cluster: true,
		Parts: &Parts{Index: "PBS_ARRAY_INDEX", First: 1,
			Advice: "PBS does not say how many subjobs an array has; with qsub -J 1-N, pass --shard=$PBS_ARRAY_INDEX/N"},
		Pipeline: first("PBS_ARRAY_ID"),
	}
}

func torque() System {
	return System{
		Name: "torque", Title: "Torque", Batch: []string{"PBS_ARRAYID"}, Cluster: true,
		Parts: &Parts{Index: "PBS_ARRAYID", First: 1,
			Advice: "Torque does not say how many jobs an array has; with qsub -t 1-N, pass --shard=$PBS_ARRAYID/N"},
		// PBS_JOBID is 1098[4].host.
		Pipeline: func(env Env) string {
			array, _, ok := strings.Cut(env("PBS_JOBID"), "[")
			if !ok {
				return ""
			}
			return array
		},
	}
}
