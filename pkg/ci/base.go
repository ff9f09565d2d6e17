package ci

import "strings"

// Into returns the branch, or the commit, that the job's branch is going to be merged into, and
// whether it is that of a pull request; else it is the default branch. It is empty where the system
// names none.
func (s System) Into(env Env) (base string, request bool) {
	for _, read := range []func(Env) string{s.Base, s.Default} {
		request = !request
		if read == nil {
			continue
		}
		if base := strings.TrimPrefix(strings.TrimSpace(read(env)), "refs/heads/"); base != "" {
			return base, request
		}
	}
	return "", false
}

// where reads a variable if another one says that the job is of a pull request.
func where(request, variable string) func(Env) string {
	return func(env Env) string {
		if !truthy(env(request)) {
			return ""
		}
		return first(variable)(env)
	}
}
