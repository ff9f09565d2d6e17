package ci

func appveyor() System {
	return System{
		Name: "appveyor", Title: "AppVeyor", Marker: Marker{Variable: "APPVEYOR"},
		Pipeline: first("APPVEYOR_BUILD_ID"), Ordered: true,
	}
}
