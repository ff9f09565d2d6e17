package ci

func drone() System {
	return System{
		Name: "drone", Title: "Drone", Marker: Marker{Variable: "DRONE"},
		Commit:   first("DRONE_COMMIT_SHA"),
		Branch:   first("DRONE_SOURCE_BRANCH", "DRONE_BRANCH"),
		Page:     first("DRONE_BUILD_LINK"),
		Pipeline: first("DRONE_BUILD_NUMBER"), Ordered: true,
	}
}
