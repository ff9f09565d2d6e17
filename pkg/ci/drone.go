package ci

func drone() System {
	return System{
		Name: "drone", Title: "Drone", Marker: Marker{Variable: "DRONE"},
		Pipeline: first("DRONE_BUILD_NUMBER"), Ordered: true,
	}
}
