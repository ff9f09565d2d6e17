package ci

func jenkins() System {
	return System{
		Name: "jenkins", Title: "Jenkins", Marker: Marker{Variable: "JENKINS_URL"},
		Commit:   first("GIT_COMMIT"),
		Branch:   first("CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"),
		Base:     first("CHANGE_TARGET"),
		Page:     first("BUILD_URL"),
		Pipeline: first("BUILD_TAG"), // BUILD_NUMBER is not unique among jobs
	}
}
