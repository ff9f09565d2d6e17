package ci

func cirrus() System {
	return System{
		Name: "cirrus", Title: "Cirrus CI", Marker: Marker{Variable: "CIRRUS_CI"},
		Parts:    &Parts{Index: "CI_NODE_INDEX", Total: "CI_NODE_TOTAL", Shared: true},
		Commit:   first("CIRRUS_CHANGE_IN_REPO"),
		Branch:   first("CIRRUS_BRANCH"),
		Page:     page("https://cirrus-ci.com/task/{CIRRUS_TASK_ID}"),
		Pipeline: first("CIRRUS_BUILD_ID"),
	}
}
