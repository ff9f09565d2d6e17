package divide

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/changed"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/timings"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/worktree"
)

// Request says what to plan.
type Request struct {
	// Request chooses the examples, and what holds for all of them. Its Workers are those
	// of each part.
	plan.Request
	// Parts is the number of parts; 0: as few as there can be with each at most PartTime.
	Parts    int
	PartTime time.Duration
	// Timings is the absolute path of a file that has how long examples take; empty: as
	// recorded.
	Timings string
	// File is the absolute path of the plan file, or [place.Stdout], and Name what people
	// call it; empty for stdout.
	File, Name string
	// ID is that of the plan; empty: a random one.
	ID string
	// Axis and Run are those of the header, Hub is the version of this one.
	Axis, Hub string
	Run       planfile.Run
	// Environ is the environment, for git.
	Environ []string
	// Submitted: 'hub submit' runs the parts in this very work tree. Then changes that are
	// not committed do no harm, and no one has to know how to run a part.
	Submitted bool
	// Warn prints a line for people.
	Warn func(format string, args ...any)
}

// check refuses what cannot be cut.
func (r *Request) check() error {
	switch {
	case r.Parts != 0 && r.PartTime != 0:
		return usage.Errorf("--parts and --part-time both say how many parts there are: give one")
	case r.Parts < 1 && r.PartTime <= 0:
		return usage.Errorf("into how many parts? give --parts=N, such as three for each machine, or --part-time=D, such as 10m")
	case r.Parts > planfile.MaxParts:
		return usage.Errorf("--parts=%d: a plan has at most %d parts", r.Parts, planfile.MaxParts)
	}
	return nil
}

// target returns the file for the plan, if hub may write it; none for stdout.
func (r *Request) target(ctx context.Context, p *project.Project) (target place.File, err error) {
	if r.File == place.Stdout {
		return target, nil
	}
	refuse := func(err error) error {
		return usage.Errorf("hub does not write a plan to %s: %w", sanitize.Line(r.Name), err)
	}
	target, err = p.Guard.File(r.File, place.Named)
	if refusal, ok := errors.AsType[*place.Refusal](err); ok {
		return target, refuse(refusal)
	}
	if err != nil {
		return target, err
	}
	if err = p.Store.Check(target); err == nil {
		err = target.Replaceable(ctx, r.Environ, planfile.Wrote)
	}
	if err != nil {
		return target, refuse(err)
	}
	return target, nil
}

// times returns how long examples take; nil: as recorded.
func (r *Request) times(ctx context.Context, p *project.Project) (timings.Times, error) {
	if r.Timings == "" {
		return nil, nil
	}
	t, err := timings.Read(ctx, r.Timings, p.Catalog.Examples)
	if _, asked := errors.AsType[*usage.Error](err); asked {
		err = usage.Errorf("--timings: %s: %w", sanitize.Line(r.Timings), err)
	}
	return t, err
}

// checkout returns the commit that is checked out, and whether files differ from it.
func (r *Request) checkout(ctx context.Context, p *project.Project, chosen []hub.Example) (commit string, dirty bool) {
	if commit = worktree.Read(p.Config.Root).Commit; commit == "" {
		return "", false
	}
	dirty, err := worktree.Dirty(ctx, p.Config.Root, r.Environ, r.File)
	if err != nil {
		r.Warn("%v", err)
	}
	if dirty && !r.Submitted && r.concerned(ctx, p, chosen) {
		r.Warn("the work tree has changes that are not committed: a machine that checks out the commit alone refuses the examples that they touch")
	}
	return commit, dirty
}

// concerned reports whether what differs from the commit may keep a checkout of it from running
// the plan: the configuration, the baseline, or what a chosen example depends on. In doubt it does.
func (r *Request) concerned(ctx context.Context, p *project.Project, chosen []hub.Example) bool {
	head := "HEAD"
	changes, err := changed.Request{ChangedSince: &head}.Look(ctx, p.Config, p.Catalog, r.Environ)
	if err != nil {
		return true
	}
	files := []string{cmp.Or(p.Config.File, filepath.Join(p.Config.Root, config.FileName)), filepath.Join(p.Config.Root, baseline.FileName)}
	if r.Baseline != nil {
		files = append(files, r.Baseline.Path)
	}
	if slices.ContainsFunc(files, changes.Differs) {
		return true
	}
	return slices.ContainsFunc(chosen, func(e hub.Example) bool { return changes.Why(e.Index-1) != "" })
}
