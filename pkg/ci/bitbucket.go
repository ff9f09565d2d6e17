package ci

func bitbucket() System {
	return System{
		Name: "bitbucket", Title: "Bitbucket Pipelines", Marker: Marker{Variable: "BITBUCKET_BUILD_NUMBER"},
		Parts:  &Parts{Index: "BITBUCKET_PARALLEL_STEP", Total: "BITBUCKET_PARALLEL_STEP_COUNT"},
		Commit: first("BITBUCKET_COMMIT"),
		Branch: first("BITBUCKET_BRANCH"),
		Base:   first("BITBUCKET_PR_DESTINATION_BRANCH"), History: "clone: {depth: full}",
		Page:     page("{BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/{BITBUCKET_BUILD_NUMBER}"),
		Pipeline: first("BITBUCKET_PIPELINE_UUID", "BITBUCKET_BUILD_NUMBER"), Ordered: true,
		Attempt: counted("BITBUCKET_STEP_RUN_NUMBER", 1),
	}
}
