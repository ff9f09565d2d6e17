package githook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/want"
)

// The reasons why a hook cannot be installed.
var (
	ErrNoGit        = errors.New("git is not installed, or not on PATH")
	ErrNoRepository = errors.New("not in a git repository")
	ErrNoWorkTree   = errors.New("no work tree: this is a bare repository or a .git folder, where nothing is committed")
	ErrNoHooks      = errors.New("hooks are turned off")
	ErrElsewhere    = errors.New("the hooks folder is outside the repository")
)

// Repo is a git repository as seen from one of its work trees.
type Repo struct {
	// Top is the absolute path of the work tree, without symbolic links.
	Top string
	// Hooks is the hooks folder; it need not exist.
	Hooks string
	// Origin names the configuration file that sets core.hooksPath; empty if
	// none does.
	Origin string
	// InTree: the hooks folder is part of the work tree, and may be committed.
	InTree bool
	// Shared: the hooks folder is outside the repository, so other repositories
	// may use it as well.
	Shared bool
	// Linked is the hooks folder as git names it, if that is a symbolic link to
	// Hooks; empty otherwise.
	Linked string
}

// Find asks git about the repository that contains dir. git runs with the
// environment environ (NAME=value). The errors are those above, messages of
// git, and those of the file system.
func Find(ctx context.Context, dir string, environ []string) (Repo, error) {
	inside, err := git(ctx, dir, environ, "rev-parse", "--is-inside-work-tree")
	if err != nil {
		return Repo{}, err
	}
	if inside != "true" {
		return Repo{}, fmt.Errorf("%s: %w", dir, ErrNoWorkTree)
	}
	top, err := git(ctx, dir, environ, "rev-parse", "--show-toplevel")
	if err != nil {
		return Repo{}, err
	}
	top, err = filepath.EvalSymlinks(filepath.FromSlash(top))
	if err != nil {
		return Repo{}, fmt.Errorf("finding the work tree: %w", err)
	}
	r := Repo{Top: top}
	// Asked at the top, because a relative core.hooksPath is relative to it.
	hooks, err := git(ctx, top, environ, "rev-parse", "--git-path", "hooks")
	if err != nil {
		return Repo{}, err
	}
	common, err := git(ctx, top, environ, "rev-parse", "--git-common-dir")
	if err != nil {
		return Repo{}, err
	}
	origin, err := git(ctx, top, environ, "config", "--show-origin", "--get", "core.hooksPath")
	if want.Start(err) {
		return Repo{}, err // it is unknown whether it is set
	}
	if err == nil { // else it is not set
		var value string
		if r.Origin, value, _ = strings.Cut(origin, "\t"); value == "" {
			return Repo{}, fmt.Errorf("%w: core.hooksPath is empty (%s)", ErrNoHooks, r.Origin)
		}
	}
	r.Hooks = resolve(top, hooks)
	if r.Linked, err = linked(top, hooks); err != nil {
		return Repo{}, err
	}
	if info, err := os.Stat(r.Hooks); err == nil && !info.IsDir() {
		switch {
		case r.Linked != "":
			err = fmt.Errorf("%w: %s is a symbolic link to %s, which is not a folder; change or remove the link", ErrNoHooks, r.Linked, r.Hooks)
		case r.Origin != "":
			err = fmt.Errorf("%w: core.hooksPath is %s (%s), which is not a folder; unset or change it", ErrNoHooks, r.Hooks, r.Origin)
		default:
			err = fmt.Errorf("%w: %s is not a folder; move it away", ErrNoHooks, r.Hooks)
		}
		return Repo{}, err
	}
	inGit := within(resolve(top, common), r.Hooks)
	r.InTree = !inGit && within(top, r.Hooks)
	r.Shared = !inGit && !r.InTree
	if named := absolute(top, hooks); r.Shared && within(top, named) && !within(absolute(top, common), named) {
		// The content of the repository chose this folder, not the user.
		return Repo{}, fmt.Errorf("%w: a symbolic link in the work tree leads from %s to %s; to use that folder, set core.hooksPath to it",
			ErrElsewhere, named, r.Hooks)
	}
	return r, nil
}

// Prefix returns dir as a slash path from the work tree's top; ok is false if
// it is outside.
func (r Repo) Prefix(dir string) (prefix string, ok bool) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil || !within(r.Top, real) {
		return "", false
	}
	rel, err := filepath.Rel(r.Top, real)
	return filepath.ToSlash(rel), err == nil
}

// absolute makes a path that git printed in dir absolute.
func absolute(dir, path string) string {
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Clean(path)
}

// resolve makes a path that git printed in dir absolute, and resolves its
// links.
func resolve(dir, path string) string {
	path = absolute(dir, path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// linked returns the hooks folder as git named it in dir if that is a symbolic
// link, else "". A broken link is an error, because nothing can be written
// through it.
func linked(dir, path string) (string, error) {
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		return "", nil
	}
	if _, err := os.Stat(path); err != nil {
		target, _ := os.Readlink(path) // only for the message
		return "", fmt.Errorf("%s is a symbolic link to %s, which cannot be reached (%w): create that folder, or remove the link", path, target, err)
	}
	return path, nil
}

func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && (rel == "." || filepath.IsLocal(rel))
}

// git returns the output of a git command without its line end.
func git(ctx context.Context, dir string, environ []string, args ...string) (string, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return "", ErrNoGit
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(slices.Clone(environ), "LC_ALL=C", "LANGUAGE=C") // its messages are parsed here
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said, rest, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		if strings.Contains(said, "not a git repository") {
			return "", fmt.Errorf("%s: %w%s", dir, ErrNoRepository, remedy(rest))
		}
		return "", fmt.Errorf("git %s: %w: %s%s", strings.Join(args, " "), err, said, remedy(rest))
	}
	return strings.TrimSuffix(strings.TrimSuffix(stdout.String(), "\n"), "\r"), nil
}

// maxRemedy is the maximum number of bytes of git's message after its first
// line that is passed on.
const maxRemedy = 4 << 10

// remedy returns git's message after its first line, often the command that
// fixes the problem (safe.directory), one line each.
func remedy(text string) string {
	var b strings.Builder
	for l := range strings.Lines(text[:min(len(text), maxRemedy)]) {
		if l = strings.TrimSpace(l); l != "" {
			b.WriteString("\n" + strings.ToValidUTF8(l, "?"))
		}
	}
	return b.String()
}
