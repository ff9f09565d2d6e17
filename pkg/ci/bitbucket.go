package ci

func bitbucket() System {
	return System{
		Name: "bitbucket", Title: "Bitbucket Pipelines", Marker: Marker{Variable: "BITBUCKET_BUILD_NUMBER"},
		Parts:    &Parts{Index: "BITBUCKET_PARALLEL_STEP", Total: "BITBUCKET_PARALLEL_STEP_COUNT"},
		Pipeline: first("BITBUCKET_PIPELINE_UUID", "BITBUCKET_BUILD_NUMBER"), Ordered: true,
		Attempt: counted("BITBUCKET_STEP_RUN_NUMBER", 1),
	}
}
