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
)

// Claim is on whose word hub writes somewhere.
type Claim int

const (
	// Configured is what the project says. It lies inside its root.
	Configured Claim = iota
	// Named is what the user says, on the command line or in the environment.
	Named
)

// Configuration is what hub.yaml is called in [Guard.Protect] and [Refusal.What].
const Configuration = "the configuration"

// Kind is why hub does not write somewhere.
type Kind string

// The kinds of refusals.
const (
	Outside    Kind = "outside"     // of the root, or of the folder that was named
	Git        Kind = "git"         // a file of git's
	Protected  Kind = "protected"   // an example, its sidecar, hub.yaml
	BrokenLink Kind = "broken link" // a link that leads nowhere
	NotFile    Kind = "not a file"  // a folder, a device, a pipe
)

// Refusal says why hub does not write to a path.
type Refusal struct {
	Kind Kind
	// Path is what was asked for, Real that with its links resolved.
	Path, Real string
	// What is the protected thing, such as "the configuration"; and for Outside
	// the folder that it is outside of, in words.
	What string
}

// Error is the reason, without a subject: "it is outside of …".
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

	mu        sync.Mutex // guards what follows
	protected []protected
	byFile    map[fileKey][]int // of protected; nil: not made yet
}

// New guards the project in the folder root, which is absolute.
func New(root string) *Guard {
	root = filepath.Clean(root)
	return &Guard{root: root, real: Real(root)}
}

// Root is the project's root with its links resolved.
func (g *Guard) Root() string { return g.real }

// Only is the guard for what a command is for: it protects nothing but git's
// files, the root's bounds and, of what g protects, that which is called so.
func (g *Guard) Only(what ...string) *Guard {
	g.mu.Lock()
	defer g.mu.Unlock()
	only := &Guard{root: g.root, real: g.real}
	for _, p := range g.protected {
		if slices.Contains(what, p.what) {
			only.protected = append(only.protected, p)
		}
	}
	return only
}

// Check reports whether hub may write to the path, which is absolute. The error
// is a *[Refusal], or one of the file system's.
func (g *Guard) Check(path string, by Claim) error {
	_, err := g.resolve(path, by)
	return err
}

// resolve is the place that a path means.
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

// Under returns path as seen from the folder dir: slashes become the system's, and
// an absolute path stays what it is.
func Under(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// Real returns dir with its links resolved, or dir where they cannot be followed.
func Real(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// Resolve is the path with its links resolved, as far as it exists. A link that
// leads nowhere is a *[Refusal]: what is written there would appear wherever it
// points.
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

// existing is the nearest folder that exists, from dir upwards.
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
