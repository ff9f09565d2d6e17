package ci

// codebuild tells a job about itself alone, not what it is part of.
func codebuild() System {
	return System{Name: "codebuild", Title: "AWS CodeBuild", Marker: Marker{Variable: "CODEBUILD_BUILD_ID"}}
}
