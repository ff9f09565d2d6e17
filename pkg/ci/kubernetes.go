package ci

func kubernetes() System {
	return System{
		Name: "kubernetes", Title: "Kubernetes", Batch: []string{"JOB_COMPLETION_INDEX"}, Cluster: true,
		Parts: &Parts{Index: "JOB_COMPLETION_INDEX",
			Advice: "an indexed Job does not expose its number of completions; pass --shard=I/N with I = JOB_COMPLETION_INDEX + 1 and N = the Job's completions"},
	}
}
