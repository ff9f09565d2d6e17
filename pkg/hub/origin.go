package hub

// Origin says where the examples of a run come from. A field is empty if it is not known.
type Origin struct {
	// Project is the name of the repository's folder, followed by that of the project's
	// folder if it is a different one.
	Project string `json:"project,omitempty"`
	// Commit is the hash, in hex, of the commit that was checked out. The work tree may
	// have contained other changes.
	Commit string `json:"commit,omitempty"`
	Branch string `json:"branch,omitempty"`
	// System is the operating system and the processor of hub, by Go's names, as
	// linux/amd64.
	System string `json:"system,omitempty"`
	// Page is the URL of the pipeline or job in the CI system.
	Page string `json:"page,omitempty"`
}
