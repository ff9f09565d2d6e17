package ci

func travis() System {
	return System{
		Name: "travis", Title: "Travis CI", Marker: Marker{Variable: "TRAVIS"},
		Pipeline: first("TRAVIS_BUILD_ID"), Ordered: true,
	}
}
