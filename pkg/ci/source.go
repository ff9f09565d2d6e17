package ci

import "strings"

// Source says where people read a file of the commit that is checked out: an
// address with {path} for the slash path from the checkout's root and {line}
// for a line, and the checkout's root, as far as the system tells it. Both are
// empty where the system has no such place, or does not say it.
func Source(getenv func(string) string) (url, root string) {
	var base, commit, form string
	switch Detect(getenv).Name {
	case GitHub:
		base, commit, root = getenv("GITHUB_SERVER_URL"), getenv("GITHUB_SHA"), getenv("GITHUB_WORKSPACE")
		if repository := getenv("GITHUB_REPOSITORY"); base != "" && repository != "" {
			base += "/" + repository
		} else {
			base = ""
		}
		form = "/blob/"
	case GitLab:
		base, commit, root = getenv("CI_PROJECT_URL"), getenv("CI_COMMIT_SHA"), getenv("CI_PROJECT_DIR")
		form = "/-/blob/"
	}
	if base == "" || commit == "" || !strings.HasPrefix(base, "https://") && !strings.HasPrefix(base, "http://") {
		return "", ""
	}
	// Braces are for what is put in later.
	clean := strings.NewReplacer("{", "%7B", "}", "%7D").Replace(base + form + commit)
	return clean + "/{path}#L{line}", root
}
