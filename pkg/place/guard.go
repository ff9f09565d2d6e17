package place

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// Claim says where a path comes from.
type Claim int

const (
	// Configured paths come from the project. They must be inside its root.
	Configured Claim = iota
	// Named paths come from the user, on the command line or in the environment.
	Named
)

// The names of hub.yaml and of the file of known failures in [Guard.Protect] and
// [Refusal.What].
const (
	Configuration = "the configuration"
	Baseline      = "the baseline"
)

// Kind is the kind of a [Refusal].
type Kind string

// The kinds of refusals.
const (
	Outside    Kind = "outside"     // outside the root or the named folder
	Git        Kind = "git"         // a file of git
	Protected  Kind = "protected"   // an example, its sidecar, hub.yaml
	BrokenLink Kind = "broken link" // a link without a target
	NotFile    Kind = "not a file"  // a folder, a device, a pipe
)

// Refusal is the error for a path that hub must not write.
type Refusal struct {
	Kind Kind
	// Path is the requested path; Real is the same with links resolved.
	Path, Real string
	// What names the protected file, such as "the configuration"; for Outside, the
	// folder that the path is outside of.
	What string
}

// Error returns the reason with "it" as its subject: "it is outside …".
func (r *Refusal) Error() string {
	switch r.Kind {
	case Outside:
		if r.Real != "" && r.Real != r.Path {
			return fmt.Sprintf("it is outside %s: links lead to %s", r.What, r.Real)
		}
		return "it is outside " + r.What
	case Git:
		return "it belongs to git"
	case Protected:
		return "it is " + r.What
	case BrokenLink:
		return "it is a broken symbolic link"
	}
	if info, err := os.Lstat(r.Real); err == nil && !info.Mode().IsRegular() {
		return "it is not a file but " + plainfile.Kind(info.Mode())
	}
	return "it is not a file"
}

// Guard decides where hub writes in one project. Its methods are safe for many
// goroutines.
type Guard struct {
	root, real string

	mu        sync.Mutex // guards the fields below
	protected []Files
	// byFile has the protected files whose inodes are not known; nil: not built yet.
	byFile map[fileKey][]protected
}

// New returns a guard for the project in the absolute folder root.
func New(root string) *Guard {
	root = filepath.Clean(root)
	return &Guard{root: root, real: Real(root)}
}

// Root returns the project's root with links resolved.
func (g *Guard) Root() string { return g.real }

// Local replaces absolute paths of the project in a message by paths relative to its root.
func (g *Guard) Local(message string) string {
	return volatile.Folders([]volatile.Folder{{Path: g.root}, {Path: g.real}}, message)
}

// Only returns a guard that, of the files that [Guard.Protect] named, protects only
// those named what; git's files and the bounds of the root stay protected.
func (g *Guard) Only(what ...string) *Guard {
	g.mu.Lock()
	defer g.mu.Unlock()
	only := &Guard{root: g.root, real: g.real}
	for _, files := range g.protected {
		if files.Len == 1 && slices.Contains(what, files.Name(0)) {
			only.protected = append(only.protected, files)
		}
	}
	return only
}

// But returns a guard that protects what g protects, except the files named what.
func (g *Guard) But(what string) *Guard {
	g.mu.Lock()
	defer g.mu.Unlock()
	but := &Guard{root: g.root, real: g.real}
	for _, files := range g.protected {
		if files.Len != 1 || files.Name(0) != what {
			but.protected = append(but.protected, files)
		}
	}
	return but
}

// Check returns an error unless hub may write to the absolute path: a *[Refusal] or
// an error of the file system.
func (g *Guard) Check(path string, by Claim) error {
	_, err := g.resolve(path, by)
	return err
}

// resolve returns the file that a path leads to.
func (g *Guard) resolve(path string, by Claim) (File, error) {
	path = filepath.Clean(path)
	real, err := Resolve(path)
	if err != nil {
		return File{}, plainfile.ExplainPath(path, err)
	}
	refuse := func(k Kind, what string) (File, error) {
		return File{}, &Refusal{Kind: k, Path: path, Real: real, What: what}
	}
	f := File{Path: real, base: g.real}
	inside := within(g.real, real)
	switch {
	case inside:
	case by == Configured, within(g.root, path), within(g.real, path):
		return refuse(Outside, "the project's root "+g.real)
	default:
		named, err := Resolve(filepath.Dir(path))
		if err != nil {
			return File{}, err
		}
		if !within(named, real) {
			return refuse(Outside, "the folder "+named)
		}
		f.base = existing(named)
	}
	if g.ofGit(real) {
		return refuse(Git, "")
	}
	if what := g.protects(real); what != "" {
		return refuse(Protected, what)
	}
	f.rel, err = filepath.Rel(f.base, real)
	return f, err
}

// Under returns the slash path in the system's form, joined to dir unless it is
// absolute.
func Under(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// Real returns dir with links resolved, or dir itself if that fails.
func Real(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// Relative returns path relative to dir, with the links of dir resolved, if it is
// below dir; else path itself. It is for messages.
func Relative(dir, path string) string {
	if rel, err := filepath.Rel(Real(dir), path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// Resolve returns the path with links resolved, as far as it exists. A link without
// a target is a *[Refusal]: a write would create whatever the link points to.
func Resolve(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if info, lerr := os.Lstat(path); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", &Refusal{Kind: BrokenLink, Path: path}
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	real, err = Resolve(parent)
	return filepath.Join(real, filepath.Base(path)), err
}

// existing returns dir or the nearest parent that exists.
func existing(dir string) string {
	for {
		if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// within reports whether path is dir or below it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}
