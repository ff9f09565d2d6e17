package ci

func appveyor() System {
	return System{
		Name: "appveyor", Title: "AppVeyor", Marker: Marker{Variable: "APPVEYOR"},
		Commit:   first("APPVEYOR_REPO_COMMIT"),
		Branch:   first("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH", "APPVEYOR_REPO_BRANCH"),
		Base:     where("APPVEYOR_PULL_REQUEST_NUMBER", "APPVEYOR_REPO_BRANCH"),
		Page:     page("{APPVEYOR_URL}/project/{APPVEYOR_ACCOUNT_NAME}/{APPVEYOR_PROJECT_SLUG}/builds/{APPVEYOR_BUILD_ID}"),
		Pipeline: first("APPVEYOR_BUILD_ID"), Ordered: true,
	}
}
