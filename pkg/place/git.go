package place

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ofGit reports whether the path, with its links resolved, belongs to git: .git, or
// anything in a git directory.
func (g *Guard) ofGit(real string) bool {
	inside := within(g.real, real)
	for dir, child := real, ""; ; dir, child = filepath.Dir(dir), filepath.Base(dir) {
		// The root may be inside a git directory, as a work tree in the folder of a
		// bare repository is. Git's files are recognised by name then.
		if inside && dir == g.real {
			return looksGit(dir) && gitNames[strings.ToLower(child)] || g.rootOfGit()
		}
		if isDotGit(filepath.Base(dir)) {
			return true
		}
		if looksGit(dir) && (!within(dir, g.real) || gitNames[strings.ToLower(child)]) {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

// rootOfGit reports whether the root is inside a .git folder and not a work tree
// that was put there.
func (g *Guard) rootOfGit() bool {
	if !slices.ContainsFunc(strings.Split(g.real, string(filepath.Separator)), isDotGit) {
		return false // nothing needs to be looked at
	}
	for dir := g.real; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return false
		}
		if isDotGit(filepath.Base(dir)) {
			return true
		}
	}
	return false
}

// gitNames are the files and folders of a git directory.
var gitNames = map[string]bool{
	"": true, "head": true, "branches": true, "config": true, "config.worktree": true, "description": true, "fetch_head": true,
	"hooks": true, "index": true, "info": true, "logs": true, "modules": true, "objects": true, "orig_head": true,
	"packed-refs": true, "refs": true, "rr-cache": true, "shallow": true, "worktrees": true, "commondir": true, "gitdir": true,
}

// isDotGit reports whether any file system takes the name for .git: file systems
// may ignore case, trailing spaces and dots, and invisible characters, or accept a
// short name or the name of a stream.
func isDotGit(name string) bool {
	name, _, _ = strings.Cut(name, ":")
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= '\u200c' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u206a' && r <= '\u206f', r == '\ufeff':
			return -1
		}
		return r
	}, name)
	name = strings.ToLower(strings.TrimRight(name, ". "))
	return name == ".git" || name == "git~1"
}

// looksGit reports whether the folder is the git directory of a repository or of a
// linked work tree.
func looksGit(dir string) bool {
	has := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}
	return has("HEAD") && (has("objects") && has("refs") || has("commondir"))
}
