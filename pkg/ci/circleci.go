package ci

func circleci() System {
	return System{
		Name: "circleci", Title: "CircleCI", Marker: Marker{Variable: "CIRCLECI"},
		Parts:    &Parts{Index: "CIRCLE_NODE_INDEX", Total: "CIRCLE_NODE_TOTAL"},
		Commit:   first("CIRCLE_SHA1"),
		Branch:   first("CIRCLE_BRANCH"),
		Page:     first("CIRCLE_BUILD_URL"),
		Pipeline: first("CIRCLE_WORKFLOW_WORKSPACE_ID", "CIRCLE_PIPELINE_ID"),
		Axis:     first("CIRCLE_JOB"),
		// All nodes of a job share its number; a rerun job has a new one.
		Attempt: counted("CIRCLE_BUILD_NUM", 1),
		Job:     first("CIRCLE_JOB"),
	}
}
