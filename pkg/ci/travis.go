package ci

func travis() System {
	return System{
		Name: "travis", Title: "Travis CI", Marker: Marker{Variable: "TRAVIS"},
		Commit: first("TRAVIS_COMMIT"),
		Branch: first("TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH"),
		Base:   where("TRAVIS_PULL_REQUEST", "TRAVIS_BRANCH"), History: "git: {depth: false}",
		Page:     first("TRAVIS_JOB_WEB_URL"),
		Pipeline: first("TRAVIS_BUILD_ID"), Ordered: true,
	}
}
