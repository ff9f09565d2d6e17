package ci

import (
	"net/url"
	"os"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Origin is what a CI system says about the commit that it checked out. Every field may be
// empty.
type Origin struct{ Commit, Branch, Page string }

// maxName and maxPage bound what is taken from the environment, in characters.
const maxName, maxPage = 250, 2000

// Origin returns what the CI system of the environment says about the commit. It ignores
// values that are not a hash, a name, or an http or https URL, and removes credentials from
// the URL.
func (t Table) Origin(env Env) Origin {
	system, _ := t.Detect(env)
	get := func(read func(Env) string) string {
		if read == nil {
			return ""
		}
		return strings.TrimSpace(read(env))
	}
	var o Origin
	if commit := strings.ToLower(get(system.Commit)); len(commit) >= 7 && len(commit) <= 64 && strings.Trim(commit, "0123456789abcdef") == "" {
		o.Commit = commit
	}
	branch := strings.TrimPrefix(get(system.Branch), "refs/heads/")
	o.Branch = sanitize.Clip(sanitize.Line(branch), maxName)
	if page, err := url.Parse(get(system.Page)); err == nil && (page.Scheme == "https" || page.Scheme == "http") && page.Host != "" {
		page.User = nil
		if s := page.String(); len(s) <= maxPage {
			o.Page = s
		}
	}
	return o
}

// page returns a URL with {NAME} replaced by the value of the variable; "" unless all
// variables are set.
func page(form string) func(Env) string {
	return func(env Env) string {
		missing := false
		address := os.Expand(strings.ReplaceAll(form, "{", "${"), func(name string) string {
			value := strings.TrimSuffix(strings.TrimSpace(env(name)), "/")
			missing = missing || value == ""
			return value
		})
		if missing {
			return ""
		}
		return address
	}
}
