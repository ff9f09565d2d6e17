package changed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// gitTime bounds how long one command of git may take. A repository of a million files takes
// seconds.
const gitTime = time.Minute

// repo is a git repository as seen from one of its work trees.
type repo struct {
	ctx     context.Context
	dir     string // in which git runs: the folder of the project, then top
	environ []string
	top     string   // root of the work tree, absolute, without links
	index   []string // the variable that names the index of a commit that is being made
	shallow bool
}

// open finds the repository around the folder dir.
func open(ctx context.Context, dir string, environ []string, flag string) (*repo, error) {
	r := &repo{ctx: ctx, dir: dir, environ: environ}
	top, err := r.line("rev-parse", "--show-toplevel")
	var failed *gitError
	switch {
	case errors.Is(err, errNoGit):
		return nil, usage.Errorf("%s needs git, which is not installed or not on PATH; install it, or omit %s", flag, flag)
	case errors.As(err, &failed) && strings.Contains(failed.said, "not a git repository"):
		return nil, usage.Errorf("%s: %s is not in a git repository; run 'git init' and commit, or omit %s", flag, dir, flag)
	case errors.As(err, &failed):
		return nil, usage.Errorf("%s: %w", flag, err)
	case err != nil:
		return nil, err
	}
	if r.top, err = filepath.EvalSymlinks(filepath.FromSlash(top)); err != nil {
		return nil, fmt.Errorf("finding the work tree: %w", err)
	}
	r.dir = r.top
	shallow, err := r.line("rev-parse", "--is-shallow-repository")
	r.shallow = shallow == "true"
	return r, err
}

var errNoGit = errors.New("git is not installed, or not on PATH")

// gitError says that git failed.
type gitError struct {
	args []string
	said string // its messages
	err  error
}

func (e *gitError) Error() string {
	return fmt.Sprintf("git %s: %v: %s", e.args[0], e.err, strings.ReplaceAll(e.said, "\n", " "))
}

func (e *gitError) Unwrap() error { return e.err }

// run returns the output of git. The error is a [*gitError] if git ran and failed.
func (r *repo) run(args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(r.ctx, gitTime)
	defer cancel()
	cmd := programs.Git(ctx, r.dir, r.environ, args...)
	if cmd == nil {
		return nil, errNoGit
	}
	cmd.Env = append(cmd.Env, r.index...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ended := r.ctx.Err(); ended != nil {
		return nil, context.Cause(r.ctx)
	}
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, &gitError{args, strings.TrimSpace(stderr.String()), err}
	}
	if want.Start(err) {
		err = fmt.Errorf("%w; %s", err, want.Remedy(err))
	}
	if err != nil {
		return nil, fmt.Errorf("starting git: %w", err)
	}
	return out, nil
}

// line returns the output of git without its line end.
func (r *repo) line(args ...string) (string, error) {
	out, err := r.run(args...)
	return strings.TrimSuffix(strings.TrimSuffix(string(out), "\n"), "\r"), err
}

// records returns the output of git, which separates them by NUL bytes.
func (r *repo) records(args ...string) ([]string, error) {
	out, err := r.run(args...)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

// commit returns the hash of the commit that a revision names; "" if this clone has none.
func (r *repo) commit(revision string) (string, error) {
	hash, err := r.line("rev-parse", "--verify", "--quiet", revision+"^{commit}")
	return hash, failed(err)
}

// failed returns the error, unless it says that git ran and answered no.
func failed(err error) error {
	if _, no := errors.AsType[*gitError](err); no {
		return nil
	}
	return err
}

// ancestors returns the merge bases of two commits, none if they have no common history.
func (r *repo) ancestors(a, b string) ([]string, error) {
	out, err := r.line("merge-base", "--all", a, b)
	return strings.Fields(out), failed(err)
}

// differs adds what differs from a tree, in the work tree or, staged, in the index.
func (r *repo) differs(s *set, tree string, staged bool) error {
	args := []string{"diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-relative", "--no-color", "--abbrev=4", "--ignore-submodules=none"}
	if staged {
		args = append(args, "--cached")
	}
	records, err := r.records(append(args, tree, "--")...)
	if err != nil {
		return fmt.Errorf("looking for changed files: %w", err)
	}
	for i := 0; i+1 < len(records); i += 2 { // ":100644 100644 0123 4567 M", then the path
		modes := strings.Fields(strings.TrimPrefix(records[i], ":"))
		var k kind
		for at, mode := range modes[:min(len(modes), 2)] {
			switch {
			case mode == "160000" || mode == "120000": // a submodule, a link
				k |= opaque
			case mode == "000000" && at == 0:
				k |= added
			case mode == "000000":
				k |= removed
			}
		}
		s.add(records[i+1], k)
	}
	return nil
}

// untracked adds the files that git does not track and does not ignore.
func (r *repo) untracked(s *set) error {
	records, err := r.records("ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return fmt.Errorf("looking for untracked files: %w", err)
	}
	for _, name := range records {
		k := added
		if strings.HasSuffix(name, "/") { // a repository in this one
			k |= opaque
		}
		s.add(name, k)
	}
	return nil
}

// ignored returns what git ignores and does not track; a folder of which all is ignored once.
func (r *repo) ignored() (*set, error) {
	records, err := r.records("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
	if err != nil {
		return nil, fmt.Errorf("looking for ignored files: %w", err)
	}
	s := newSet()
	for _, name := range records {
		s.add(name, 0)
	}
	s.sort()
	return s, nil
}

// empty returns the tree without files.
func (r *repo) empty() (string, error) { return r.line("hash-object", "-t", "tree", "--stdin") }

// text returns the file at the slash path in a tree, or in the index (""); ok is false if it has none.
func (r *repo) text(tree, name string) (text []byte, ok bool, err error) {
	out, err := r.run("cat-file", "blob", tree+":"+name)
	return out, err == nil, failed(err)
}
