package ci

func drone() System {
	return System{
		Name: "drone", Title: "Drone", Marker: Marker{Variable: "DRONE"},
		Commit: first("DRONE_COMMIT_SHA"),
		Branch: first("DRONE_SOURCE_BRANCH", "DRONE_BRANCH"),
		Base:   where("DRONE_PULL_REQUEST", "DRONE_TARGET_BRANCH"), Default: first("DRONE_REPO_BRANCH"), History: "clone: {depth: 0}",
		Page:     first("DRONE_BUILD_LINK"),
		Pipeline: first("DRONE_BUILD_NUMBER"), Ordered: true,
	}
}
