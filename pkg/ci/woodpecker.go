package ci

func woodpecker() System {
	return System{
		Name: "woodpecker", Title: "Woodpecker", Marker: Marker{Variable: "CI", Value: "woodpecker"},
		Commit: first("CI_COMMIT_SHA"),
		Branch: first("CI_COMMIT_SOURCE_BRANCH", "CI_COMMIT_BRANCH"),
		Base:   first("CI_COMMIT_TARGET_BRANCH"), Default: first("CI_REPO_DEFAULT_BRANCH"), History: "depth: 0 and partial: false of the clone step",
		Page:     first("CI_PIPELINE_URL"),
		Pipeline: first("CI_PIPELINE_NUMBER"), Ordered: true,
	}
}
