package place

import (
	"os"
	"path/filepath"
	"strings"
)

// ofGit reports whether the path, with its links resolved, is git's: .git, or
// something in a git directory.
func (g *Guard) ofGit(real string) bool {
	inside := within(g.real, real)
	for dir, child := real, ""; ; dir, child = filepath.Dir(dir), filepath.Base(dir) {
		// The root itself may lie in a git directory: a work tree in the folder of
		// a bare repository does. What is git's is known by its name then.
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

// rootOfGit reports whether the root is git's, and no work tree that was put
// there.
func (g *Guard) rootOfGit() bool {
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

// gitNames are what a git directory holds.
var gitNames = map[string]bool{
	"": true, "head": true, "branches": true, "config": true, "config.worktree": true, "description": true, "fetch_head": true,
	"hooks": true, "index": true, "info": true, "logs": true, "modules": true, "objects": true, "orig_head": true,
	"packed-refs": true, "refs": true, "rr-cache": true, "shallow": true, "worktrees": true, "commondir": true, "gitdir": true,
}

// isDotGit reports whether some file system takes the name for .git: it may
// ignore case, white space and dots at the end, and characters that cannot be
// seen, or know the file by a short name or by one of its streams.
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

// looksGit reports whether the folder is a git directory: that of a repository
// or of a linked work tree.
func looksGit(dir string) bool {
	has := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}
	return has("HEAD") && (has("objects") && has("refs") || has("commondir"))
}
