package ci

func jenkins() System {
	return System{
		Name: "jenkins", Title: "Jenkins", Marker: Marker{Variable: "JENKINS_URL"},
		Pipeline: first("BUILD_TAG"), // BUILD_NUMBER is not unique among jobs
	}
}
