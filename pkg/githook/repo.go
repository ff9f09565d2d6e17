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

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
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
	// Shared: the hooks folder is outside of the repository, so that other
	// repositories may use it as well.
	Shared bool
	// Linked is the hooks folder as git names it, if that is a symbolic link to
	// Hooks; empty otherwise.
	Linked string
}

// Find asks git, started with the environment environ (NAME=value), about the
// repository that contains dir. The error is a *[usage.Error] when there is no
// repository, no work tree or no usable hooks folder; other errors are git's and the
// file system's.
func Find(ctx context.Context, dir string, environ []string) (Repo, error) {
	inside, err := git(ctx, dir, environ, "rev-parse", "--is-inside-work-tree")
	if err != nil {
		return Repo{}, err
	}
	if inside != "true" {
		return Repo{}, usage.Errorf("%s: no work tree: nothing is committed in a bare repository or a .git folder", dir)
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
			return Repo{}, usage.Errorf("hooks are turned off: core.hooksPath is empty (%s)", r.Origin)
		}
	}
	r.Hooks = resolve(top, hooks)
	if r.Linked, err = linked(top, hooks); err != nil {
		return Repo{}, err
	}
	if info, err := os.Stat(r.Hooks); err == nil && !info.IsDir() {
		switch {
		case r.Linked != "":
			err = usage.Errorf("hooks are turned off: %s is a symbolic link to %s, which is not a folder; change or remove the link", r.Linked, r.Hooks)
		case r.Origin != "":
			err = usage.Errorf("hooks are turned off: core.hooksPath is %s (%s), which is not a folder; unset or change it", r.Hooks, r.Origin)
		default:
			err = usage.Errorf("hooks are turned off: %s is not a folder; move it away", r.Hooks)
		}
		return Repo{}, err
	}
	inGit := within(resolve(top, common), r.Hooks)
	r.InTree = !inGit && within(top, r.Hooks)
	r.Shared = !inGit && !r.InTree
	if named := absolute(top, hooks); r.Shared && within(top, named) && !within(absolute(top, common), named) {
		// The repository's content says where that is, not the user.
		return Repo{}, usage.Errorf("the hooks folder is outside the repository: a symbolic link in the work tree leads from %s to %s; to use that folder, set core.hooksPath to it",
			named, r.Hooks)
	}
	return r, nil
}

// Reach says who else runs a hook of this repository; "" when only its user does.
// show formats paths for messages.
func (r Repo) Reach(show func(path string) string) string {
	switch {
	case r.InTree && r.Linked != "":
		return fmt.Sprintf("the hooks folder is part of the work tree (%s is a symbolic link to it): a hook that is committed there runs for everybody who uses the repository", r.Linked)
	case r.InTree:
		return fmt.Sprintf("the hooks folder is part of the work tree (core.hooksPath in %s): a hook that is committed there runs for everybody who uses the repository", r.Origin)
	case r.Linked != "":
		return fmt.Sprintf("%s is a symbolic link: the hook is in %s, and runs for every repository that uses that folder", show(r.Linked), r.Hooks)
	case r.Shared:
		return fmt.Sprintf("the hooks folder is shared by every repository for which core.hooksPath is set (%s)", r.Origin)
	}
	return ""
}

// Prefix is dir as a slash path from the work tree's top; ok is false when it
// is outside.
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
		target, _ := os.Readlink(path) // only for people
		return "", fmt.Errorf("%s is a symbolic link to %s, which cannot be reached (%w): create that folder or remove the link", path, target, err)
	}
	return path, nil
}

func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && (rel == "." || filepath.IsLocal(rel))
}

// git returns the output of a git command without its line end.
func git(ctx context.Context, dir string, environ []string, args ...string) (string, error) {
	path, _ := hub.LookupVariable(environ, "PATH")
	program, err := programs.LookPath("git", path)
	if err != nil {
		return "", errors.New("git is not installed, or not on PATH")
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(slices.Clone(environ), "LC_ALL=C", "LANGUAGE=C") // its messages are parsed here
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said, rest, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		if strings.Contains(said, "not a git repository") {
			return "", usage.Errorf("%s is not in a git repository%s", dir, remedy(rest))
		}
		return "", fmt.Errorf("git %s: %w: %s%s", strings.Join(args, " "), err, said, remedy(rest))
	}
	return strings.TrimSuffix(strings.TrimSuffix(stdout.String(), "\n"), "\r"), nil
}

// maxRemedy bounds how much of what git prints after its first line is passed on, in
// bytes.
const maxRemedy = 4 << 10

// remedy returns what git prints below the line of the error, each line behind a
// line end: often the command that fixes it (safe.directory).
func remedy(text string) string {
	var b strings.Builder
	for l := range strings.Lines(text[:min(len(text), maxRemedy)]) {
		if l = strings.TrimSpace(l); l != "" {
			b.WriteString("\n" + strings.ToValidUTF8(l, "?"))
		}
	}
	return b.String()
}
