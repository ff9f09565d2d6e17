package part

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
)

// Resolver makes the examples of a plan in a checkout, and compares them with it. It is
// for one goroutine.
type Resolver struct {
	Plan    *Plan
	Project *project.Project
	// Request has what holds for every example of a run: what the plan says of it.
	Request *plan.Request
	// Environ is hub's environment.
	Environ []string
}

// Examples makes the examples of these lines of any part, checks them against the plan,
// and completes them: they are ready to be run. prints is the run's.
func (r *Resolver) Examples(ctx context.Context, prints *staleness.Prints, lines []planfile.Example) ([]hub.Example, error) {
	examples, gone, err := r.Project.ResolveMore(Refs(lines))
	if err != nil {
		return nil, err
	}
	if examples, err = r.Check(ctx, prints, lines, examples, gone); err != nil {
		return nil, err
	}
	return examples, r.ready(prints, examples)
}

// ready completes examples with what this machine lacks for them.
func (r *Resolver) ready(prints *staleness.Prints, examples []hub.Example) error {
	needs := runner.Needs{Root: r.Project.Config.Root, Environ: r.Environ, Version: prints.Program}
	for i := range examples {
		if err := plan.Ready(&examples[i], needs, prints); err != nil {
			return err
		}
	}
	return nil
}

// Check compares examples, as they were resolved, with their lines in the plan, and
// returns them with what holds for all of them in the run and with their rules. gone
// is that of [project.Project.Resolve]. What differs is a usage error that names the
// examples, and what of them. It starts no program.
func (r *Resolver) Check(ctx context.Context, prints *staleness.Prints, lines []planfile.Example, examples []hub.Example, gone map[int]string) ([]hub.Example, error) {
	out := make([]hub.Example, len(examples))
	copy(out, examples)
	for i := range lines {
		if lines[i].Named {
			out[i].Skip = ""
		}
	}
	out = r.Request.Apply(r.Project, out, out)
	differ, errs := make([]string, len(out)), make([]error, len(out))
	parallel.Each(len(out), func() func(int) {
		return func(i int) {
			if differ[i] = gone[i]; differ[i] == "" {
				differ[i], errs[i] = r.compare(ctx, prints, &lines[i], &out[i])
			}
		}
	})
	var all []string
	for i, text := range differ {
		if errs[i] != nil {
			return nil, fmt.Errorf("comparing %s with the plan: %w", lines[i].Path, errs[i])
		}
		if text != "" {
			all = append(all, name(&lines[i])+": "+text)
		}
	}
	return out, r.Plan.refuse(all)
}

// compare says what of the example is not as in the plan; empty if all is. It sets the
// example's rules.
func (r *Resolver) compare(ctx context.Context, prints *staleness.Prints, line *planfile.Example, e *hub.Example) (differs string, err error) {
	var what []string
	item, rules := selection.Item(e, r.Project.Secrets.String)
	e.Rules = rules
	content, _, err := prints.Content(ctx, e)
	switch {
	case err != nil:
		return "", err
	case content == line.Content:
	case content == "":
		what = append(what, "one of its files cannot be read")
	case line.Content == "":
		what = append(what, "one of its files could not be read for the plan")
	default:
		why, err := prints.Differs(ctx, e, line.Files)
		if err != nil {
			return "", err
		}
		what = append(what, why.Reason)
	}
	if item.Command() != line.Item.Command() && len(what) == 0 { // else it has been named
		what = append(what, "its command is another one")
	}
	if item.Rules() != line.Item.Rules() {
		what = append(what, "what decides its verdict is not the same")
	}
	if item != line.Item && len(what) == 0 {
		what = append(what, "its item in the plan cannot be read")
	}
	return strings.Join(what, "; "), nil
}

// name names the example: by its ID, and its path if that is not in the ID.
func name(x *planfile.Example) string {
	id := x.Item.ID()
	if id == x.Path || path.Dir(x.Path) == id {
		return id
	}
	return id + " (" + x.Path + ")"
}
