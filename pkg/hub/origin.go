package hub

// Origin says where the examples of a run come from. Every field may be empty: a report
// shows what is known.
type Origin struct {
	// Project is the name of the project's folder, behind that of the repository if it is
	// another.
	Project string `json:"project,omitempty"`
	// Commit is the hash, in hex, of the commit that was checked out. The files may have
	// had changes beyond it.
	Commit string `json:"commit,omitempty"`
	Branch string `json:"branch,omitempty"`
	// Page is the URL of the pipeline or job in the CI system.
	Page string `json:"page,omitempty"`
}
