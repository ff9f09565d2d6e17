package changed

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Request says which change counts. The zero value asks for none.
type Request struct {
	Changed      bool    `help:"Select the examples that a change touches, by git: what differs from the merge base with the pull request's base (in a CI system that names it), else with the default branch. Uncommitted and untracked files count."`
	ChangedSince *string `placeholder:"REF" help:"Like --changed, from the merge base with this branch, tag or commit."`
	Staged       bool    `help:"Like --changed, for what is staged for the next commit."`
}

// flag returns the flag that asks; "" if none does.
func (r Request) flag() string {
	switch {
	case r.ChangedSince != nil:
		return "--changed-since"
	case r.Staged:
		return "--staged"
	case r.Changed:
		return "--changed"
	}
	return ""
}

// check refuses two requests at once.
func (r Request) check() error {
	switch {
	case r.Staged && (r.Changed || r.ChangedSince != nil):
		return usage.Errorf("--staged and %s exclude each other: the first compares the index with the commit, the second the work tree with an earlier commit", Request{ChangedSince: r.ChangedSince, Changed: r.Changed}.flag())
	case r.Changed && r.ChangedSince != nil:
		return usage.Errorf("--changed and --changed-since exclude each other: --changed compares with the base branch, --changed-since with the REF that you name")
	}
	return nil
}

// World is what a change is looked for in.
type World struct {
	// Config returns the configuration, once the catalog is known.
	Config func() *config.Config
	// Environ is the environment (NAME=value).
	Environ []string
	// Verbose: the notes say why each example is touched.
	Verbose bool
}

// Finder returns what finds the examples that the change touches, for [selector.Choice]; nil
// if none is asked for. It looks once.
func (r Request) Finder(w World) func(*catalog.Catalog) (selector.Change, error) {
	if r.flag() == "" {
		return nil
	}
	var found *Changes
	return func(cat *catalog.Catalog) (selector.Change, error) {
		if found != nil {
			return found, nil
		}
		var err error
		if found, err = r.Look(context.Background(), w.Config(), cat, w.Environ); err != nil {
			return nil, err
		}
		found.verbose = w.Verbose
		return found, nil
	}
}

// Changes are what has changed, and which examples it touches. It is a [selector.Change].
type Changes struct {
	base     string // what the files were compared with
	files    int    // that have changed
	note     string // why all examples count as touched; empty: they do not
	flag     string
	examples []hub.Example
	why      []string // by position in the catalog; empty: the example is not touched
	verbose  bool
	unseen   []string // what git cannot say
	differs  func(file string) string
}

// Look finds what has changed, and which examples of the project it touches. The error is a
// [*usage.Error] if the repository cannot answer, with what to do about it.
func (r Request) Look(ctx context.Context, cfg *config.Config, cat *catalog.Catalog, environ []string) (*Changes, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	git, err := open(ctx, cfg.Root, environ, r.flag())
	if err != nil {
		return nil, err
	}
	b, err := r.base(git, hub.Getenv(environ))
	if err != nil {
		return nil, err
	}
	changed := newSet()
	for _, tree := range b.trees {
		if err := git.differs(changed, tree, r.Staged); err != nil {
			return nil, err
		}
	}
	if !r.Staged {
		if err := git.untracked(changed); err != nil {
			return nil, err
		}
	}
	changed.sort()
	out := &Changes{base: b.name, files: len(changed.paths), note: b.all, flag: r.flag(), examples: cat.Examples, why: make([]string, len(cat.Examples))}
	if b.all != "" {
		for i := range out.why {
			out.why[i] = b.all
		}
		return out, nil
	}
	ignored, err := git.ignored()
	if err != nil {
		return nil, err
	}
	c := &concern{cfg: cfg, all: cat.Examples, git: git, base: b, changed: changed, ignored: ignored, trails: newTrails(git.top), inputs: map[string]verdict{}, lone: map[string]string{}}
	out.unseen, out.differs = c.unseen(), c.file
	return out, c.judge(out.why)
}

// base finds what the files are compared with.
func (r Request) base(git *repo, env ci.Env) (base, error) {
	switch {
	case r.ChangedSince != nil:
		return git.since(*r.ChangedSince)
	case !r.Staged:
		return git.branch(env)
	}
	if err := git.ownIndex(env("GIT_INDEX_FILE")); err != nil {
		return base{}, err
	}
	head, err := git.commit("HEAD")
	if err != nil {
		return base{}, err
	}
	if head == "" {
		return git.unborn()
	}
	return base{trees: []string{head}, name: fmt.Sprintf("the commit that is checked out (%s)", short(head))}, nil
}

// ownIndex makes git use the index that a hook names, if it is one of this repository:
// 'git commit -a' makes the commit from an index of its own.
func (r *repo) ownIndex(file string) error {
	if file == "" {
		return nil
	}
	dir, err := r.line("rev-parse", "--absolute-git-dir")
	if err != nil {
		return err
	}
	if file = filepath.FromSlash(file); !filepath.IsAbs(file) {
		file = filepath.Join(r.top, file)
	}
	own, errOwn := filepath.EvalSymlinks(filepath.FromSlash(dir))
	of, errOf := filepath.EvalSymlinks(filepath.Dir(file))
	if errOwn == nil && errOf == nil && own == of {
		r.index = []string{"GIT_INDEX_FILE=" + file}
	}
	return nil
}

// Why returns why the example at a position of the catalog is touched; empty if it is not.
func (c *Changes) Why(i int) string { return c.why[i] }

// Differs reports whether the file at an absolute path has changed, or git does not know.
func (c *Changes) Differs(file string) bool {
	return c.note != "" || c.differs(file) != ""
}

// Left returns why the example at a position of the catalog is left out; empty if it is touched.
func (c *Changes) Left(i int) string {
	if i < len(c.why) && c.why[i] != "" {
		return ""
	}
	return fmt.Sprintf("%s: nothing changed that it depends on", c.flag)
}

// Notes says for people what was compared and, verbose, why each example is touched.
func (c *Changes) Notes() []string {
	if c.note != "" {
		return []string{c.flag + ": " + c.note}
	}
	touched := 0
	var each []string
	for i, why := range c.why {
		if why != "" {
			touched++
			each = append(each, fmt.Sprintf("%s: %s: %s", c.flag, c.examples[i].Called(), why))
		}
	}
	what := "nothing changed"
	if c.files > 0 {
		what = fmt.Sprintf("%s changed, which %s %d of %d examples", counted(c.files, "file"), word(c.files, "touches", "touch"), touched, len(c.why))
	}
	lines := append([]string{fmt.Sprintf("%s: compared with %s: %s", c.flag, c.base, what)}, c.unseen...)
	if c.verbose {
		lines = append(lines, each...)
	}
	return lines
}

func counted(n int, what string) string { return fmt.Sprintf("%d %s", n, word(n, what, what+"s")) }

func word(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// printable returns a path of the repository as it is shown.
func printable(name string) string { return hub.PrintablePath(strings.TrimPrefix(name, "./")) }
