package ci

func heroku() System {
	return System{
		Name: "heroku", Title: "Heroku CI", Marker: Marker{Variable: "HEROKU_TEST_RUN_ID"},
		Parts:    &Parts{Index: "CI_NODE_INDEX", Total: "CI_NODE_TOTAL", Shared: true},
		Commit:   first("HEROKU_TEST_RUN_COMMIT_VERSION"),
		Branch:   first("HEROKU_TEST_RUN_BRANCH"),
		Pipeline: first("HEROKU_TEST_RUN_ID"),
	}
}
