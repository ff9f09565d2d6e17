package ci

func semaphore() System {
	return System{
		Name: "semaphore", Title: "Semaphore", Marker: Marker{Variable: "SEMAPHORE"},
		Parts:  &Parts{Index: "SEMAPHORE_JOB_INDEX", Total: "SEMAPHORE_JOB_COUNT", First: 1},
		Commit: first("SEMAPHORE_GIT_SHA"),
		Branch: first("SEMAPHORE_GIT_PR_BRANCH", "SEMAPHORE_GIT_BRANCH"),
		Base:   where("SEMAPHORE_GIT_PR_NUMBER", "SEMAPHORE_GIT_BRANCH"), History: "a larger SEMAPHORE_GIT_DEPTH",
		Page:     page("{SEMAPHORE_ORGANIZATION_URL}/workflows/{SEMAPHORE_WORKFLOW_ID}"),
		Pipeline: first("SEMAPHORE_WORKFLOW_ID"),
	}
}
