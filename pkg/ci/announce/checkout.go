package announce

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Source returns the URL template of [ci.Table.Source] for slash paths from root, the
// project's root; empty if there is none, or root is outside the checkout.
func Source(env ci.Env, root string) string {
	address, base := ci.Systems().Source(env)
	switch below := checkout(base, root)("."); below {
	case "":
		return ""
	case ".":
		return address
	default:
		path := (&url.URL{Path: below}).EscapedPath()
		return strings.Replace(address, "{path}", path+"/{path}", 1)
	}
}

// checkout returns a function that converts a path of a run, relative to root, to a
// slash path from base, the root of the checkout; empty for a path outside it. If base
// is unknown, it is root.
func checkout(base, root string) func(string) string {
	if base == "" {
		base = root
	}
	base, root = place.Real(base), place.Real(root)
	return func(file string) string {
		path := filepath.FromSlash(file)
		if file == "" || !filepath.IsAbs(path) && !filepath.IsLocal(path) {
			return ""
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(root, path)
		}
		rel, err := filepath.Rel(base, path)
		if err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		return filepath.ToSlash(rel)
	}
}
