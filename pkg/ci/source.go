package ci

import (
	"net/url"
	"path/filepath"
	"strings"
)

// SourceBelow returns the address of [Table.Source] for slash paths from root, a
// folder of the checkout; empty where there is none, or root lies elsewhere.
func (t Table) SourceBelow(env Env, root string) string {
	address, checkout := t.Source(env)
	if address == "" || checkout == "" {
		return address
	}
	below, err := filepath.Rel(real(checkout), real(root))
	if err != nil || !filepath.IsLocal(below) {
		return ""
	}
	if below == "." {
		return address
	}
	path := (&url.URL{Path: filepath.ToSlash(below)}).EscapedPath()
	return strings.Replace(address, "{path}", path+"/{path}", 1)
}

// real returns dir with its links resolved, or as it is.
func real(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

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
