package ci

func cirrus() System {
	return System{
		Name: "cirrus", Title: "Cirrus CI", Marker: Marker{Variable: "CIRRUS_CI"},
		Parts:    &Parts{Index: "CI_NODE_INDEX", Total: "CI_NODE_TOTAL", Shared: true},
		Pipeline: first("CIRRUS_BUILD_ID"),
	}
}
