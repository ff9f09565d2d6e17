package ci

// codebuild does not tell a job which pipeline it is part of.
func codebuild() System {
	return System{
		Name: "codebuild", Title: "AWS CodeBuild", Marker: Marker{Variable: "CODEBUILD_BUILD_ID"},
		Base: first("CODEBUILD_WEBHOOK_BASE_REF"), History: "a git clone depth of Full",
	}
}
