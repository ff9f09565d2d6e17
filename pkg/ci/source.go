package ci

import "strings"

// Source returns the URL template of a file in the checked-out commit, with {path}
// for the slash path from the checkout's root and {line} for a line, and the
// checkout's root. Either is empty if the system does not provide it.
func (t Table) Source(env Env) (url, root string) {
	system, _ := t.Detect(env)
	if system.Blob == nil {
		return "", ""
	}
	base := system.Blob(env)
	if !strings.HasPrefix(base, "https://") && !strings.HasPrefix(base, "http://") {
		return "", ""
	}
	// Braces are reserved for the placeholders.
	return strings.NewReplacer("{", "%7B", "}", "%7D").Replace(base) + "/{path}#L{line}", env(system.Workspace)
}

// blob joins the URL of a repository, the server's path to blobs, and the commit; ""
// if the URL or the commit is missing.
func blob(base, form, commit string) string {
	if base == "" || commit == "" {
		return ""
	}
	return base + form + commit
}
