package ci

func cloudRun() System {
	return System{
		Name: "cloud-run", Title: "Cloud Run jobs", Batch: []string{"CLOUD_RUN_EXECUTION", "CLOUD_RUN_TASK_ATTEMPT", "CLOUD_RUN_TASK_INDEX"}, Cluster: true,
		Parts:    &Parts{Index: "CLOUD_RUN_TASK_INDEX", Total: "CLOUD_RUN_TASK_COUNT"},
		Pipeline: first("CLOUD_RUN_EXECUTION"),
		Attempt:  counted("CLOUD_RUN_TASK_ATTEMPT", 0),
		Job:      first("CLOUD_RUN_TASK_INDEX"),
	}
}
