package announce

import (
	"path"
	"path/filepath"
	"runtime"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/worktree"
)

// Origin returns where a run of the project at root comes from. The git checkout takes
// precedence over the CI system, which may have checked out several repositories; the CI
// system provides the branch of a detached commit. mask hides secrets.
func Origin(env ci.Env, root string, mask func(string) string) hub.Origin {
	head, system := worktree.Read(root), ci.Systems().Origin(env)
	o := hub.Origin{Project: projectName(head.Top, root), Commit: head.Commit, Branch: head.Branch, Page: system.Page, System: runtime.GOOS + "/" + runtime.GOARCH}
	if o.Commit == "" {
		o.Commit = system.Commit
	}
	if o.Branch == "" && o.Commit == system.Commit {
		o.Branch = system.Branch
	}
	o.Branch = sanitize.Line(o.Branch)
	for _, s := range []*string{&o.Project, &o.Branch, &o.Page} {
		*s = mask(*s)
	}
	return o
}

// maxProject bounds the name of a project, in bytes.
const maxProject = 200

// projectName returns the name of the repository's folder, followed by that of the
// project's folder if it is a different one.
func projectName(top, root string) string {
	name := filepath.Base(root)
	if top != "" {
		if below, err := filepath.Rel(top, root); err == nil && filepath.IsLocal(below) {
			name = path.Join(filepath.Base(top), filepath.ToSlash(below))
		}
	}
	if name == "." || name == string(filepath.Separator) {
		return ""
	}
	return sanitize.Head(sanitize.Line(name), maxProject)
}
