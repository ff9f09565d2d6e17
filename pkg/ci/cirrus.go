package ci

func cirrus() System {
	return System{
		Name: "cirrus", Title: "Cirrus CI", Marker: Marker{Variable: "CIRRUS_CI"},
		Parts:  &Parts{Index: "CI_NODE_INDEX", Total: "CI_NODE_TOTAL", Shared: true},
		Commit: first("CIRRUS_CHANGE_IN_REPO"),
		Branch: first("CIRRUS_BRANCH"),
		Base:   first("CIRRUS_BASE_SHA", "CIRRUS_BASE_BRANCH"), Default: first("CIRRUS_DEFAULT_BRANCH"), History: "CIRRUS_CLONE_DEPTH: 0",
		Page:     page("https://cirrus-ci.com/task/{CIRRUS_TASK_ID}"),
		Pipeline: first("CIRRUS_BUILD_ID"),
	}
}
