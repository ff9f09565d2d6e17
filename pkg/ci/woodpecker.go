package ci

func woodpecker() System {
	return System{
		Name: "woodpecker", Title: "Woodpecker", Marker: Marker{Variable: "CI", Value: "woodpecker"},
		Pipeline: first("CI_PIPELINE_NUMBER"), Ordered: true,
	}
}
