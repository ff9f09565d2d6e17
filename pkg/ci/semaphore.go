package ci

func semaphore() System {
	return System{
		Name: "semaphore", Title: "Semaphore", Marker: Marker{Variable: "SEMAPHORE"},
		Parts:    &Parts{Index: "SEMAPHORE_JOB_INDEX", Total: "SEMAPHORE_JOB_COUNT", First: 1},
		Pipeline: first("SEMAPHORE_WORKFLOW_ID"),
	}
}
