package ci

// gcpBatch has the variables that Batch's documentation lists as predefined.
// BATCH_TASK_RETRY_ATTEMPT is 0 at first.
func gcpBatch() System {
	return System{
		Name: "gcp-batch", Title: "Google Cloud Batch", Batch: []string{"BATCH_TASK_INDEX", "BATCH_TASK_RETRY_ATTEMPT"}, Cluster: true,
		Parts:    &Parts{Index: "BATCH_TASK_INDEX", Total: "BATCH_TASK_COUNT"},
		Pipeline: first("BATCH_JOB_UID"),
		Attempt: func(env Env) int64 {
			if first("BATCH_JOB_UID")(env) == "" {
				return 0 // the number is that of an unknown job
			}
			return counted("BATCH_TASK_RETRY_ATTEMPT", 0)(env)
		},
		Job: first("BATCH_TASK_INDEX"),
	}
}
