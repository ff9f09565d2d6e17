// Package divide turns a selection into a plan file: it cuts the selection into parts that
// take equally long (package balance), and writes down what a machine needs to run a part
// without planning itself (package planfile).
//
// A plan is for other machines. What this one lacks makes no skip in it, and nothing of its
// environment is in it: names of variables, no values.
package divide

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/balance"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/timings"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Plan is a plan that can be written.
type Plan struct {
	plan.Plan
	// Header is complete after [Plan.Write].
	Header planfile.Header
	Parts  []planfile.Part
	// Figures say how even the parts are expected to be.
	Figures balance.Figures
	// Assumed is the number of examples whose duration is not known, and Estimate what
	// each of them counts with; Known: that is the median of known ones.
	Assumed  int
	Estimate float64
	Known    bool

	request Request
	target  place.File
}

// Make makes a plan. If nothing is chosen, and that is an error, EmptyFails is all that it
// says. recorded is the status of all examples, prints takes fingerprints, now
// is the time. An error of the request is a [*usage.Error]. A catalog from which examples may
// be missing is an error.
func Make(ctx context.Context, p *project.Project, recorded *status.File, prints *staleness.Prints, now time.Time, r Request) (*Plan, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if err := whole(p); err != nil {
		return nil, err
	}
	target, err := r.target(ctx, p)
	if err != nil {
		return nil, err
	}
	times, err := r.times(ctx, p)
	if err != nil {
		return nil, err
	}
	chosen, err := plan.Choose(p, recorded, prints, now, r.Request)
	if err != nil {
		return nil, err
	}
	out := &Plan{Plan: chosen, request: r, target: target}
	if out.EmptyFails {
		return out, nil
	}
	if times == nil {
		times = timings.Of(recorded)
	}
	lines, err := out.lines(ctx, p, prints)
	if err != nil {
		return nil, err
	}
	if err := out.alone(p, lines); err != nil {
		return nil, err
	}
	if err := out.cut(p, times, lines); err != nil {
		return nil, err
	}
	out.Header = planfile.Header{
		ID: cmp.Or(r.ID, planfile.NewID()), Created: now.UTC(), Hub: r.Hub, Axis: r.Axis, Run: r.Run, Configuration: p.Config.Digest(),
		Policies: slices.DeleteFunc(slices.Clone(out.Policies), func(p string) bool { return hub.Limited([]string{p}) }),
		Catalog:  len(p.Catalog.Examples), LeftOut: out.LeftOut(), Workers: r.Workers,
	}
	out.Header.Commit, out.Header.Dirty = r.checkout(ctx, p, out.Chosen)
	return out, nil
}

// whole refuses a catalog from which examples may be missing. A run records that as its
// problem, but parts find no examples themselves, so nobody would after the plan.
func whole(p *project.Project) error {
	missing := p.Catalog.Missing()
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("no plan is written, because %s", missing[0].Message)
}

// lines returns the lines of the chosen examples, in catalog order, with all but what
// depends on times.
func (p *Plan) lines(ctx context.Context, of *project.Project, prints *staleness.Prints) ([]planfile.Example, error) {
	lines := make([]planfile.Example, len(p.Chosen))
	named := p.request.Choice.Named()
	item := 0
	for i := range p.Chosen {
		e := &p.Chosen[i]
		for p.Items[item].ID() != e.ID { // the plan has those beyond --limit as well
			item++
		}
		lines[i] = part.Line(of.Catalog.Ref(e.Index-1), p.Items[item])
		lines[i].Named = named != nil && named(e)
	}
	var mu sync.Mutex
	var failed error
	parallel.Each(len(lines), func() func(int) {
		return func(i int) {
			if ctx.Err() != nil {
				return
			}
			var err error
			if lines[i].Content, lines[i].Files, err = prints.Content(ctx, &p.Chosen[i]); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = fmt.Errorf("reading the files of %s: %w", p.Chosen[i].ID, err)
			}
		}
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return lines, failed
}

// cut divides the lines into parts.
func (p *Plan) cut(of *project.Project, times timings.Times, lines []planfile.Example) error {
	tasks := make([]balance.Task, len(lines))
	for i := range tasks {
		e := &p.Chosen[i]
		tasks[i] = balance.Task{Limit: e.Settings.Limit, Exclusive: e.Settings.Exclusive}
		if e.Skip == "" && e.Invalid == nil {
			tasks[i].Seconds = times[e.ID]
			tasks[i].Unknown = tasks[i].Seconds <= 0
		}
		if tasks[i].Unknown {
			p.Assumed++
		}
	}
	p.Estimate, p.Known = balance.Estimate(tasks)
	for i := range lines {
		lines[i].Seconds, lines[i].Assumed = micro(tasks[i].Seconds), tasks[i].Unknown
		lines[i].Previous = p.Previous[p.Chosen[i].ID]
	}
	parts, err := p.divide(of, tasks)
	if err != nil {
		return err
	}
	p.Parts = make([]planfile.Part, len(parts))
	lanes := make([]balance.Lane, len(parts))
	for i := range parts {
		p.Parts[i] = written(&parts[i], lines)
		lanes[i] = p.lane(&parts[i], tasks)
		p.Parts[i].Index, lanes[i].Part = i+1, i+1
	}
	p.Figures = balance.Measure(lanes)
	return nil
}

// written returns a part as it is written.
func written(part *balance.Part, lines []planfile.Example) planfile.Part {
	out := planfile.Part{Seconds: micro(part.Seconds), Examples: make([]planfile.Example, len(part.Tasks))}
	for k, t := range part.Tasks {
		out.Examples[k] = lines[t]
	}
	if len(part.Shares) > 0 {
		out.Limits = map[string]planfile.Limit{}
	}
	for name, share := range part.Shares {
		out.Limits[name] = planfile.Limit{Concurrent: share.Concurrent, Starts: share.Starts, Per: share.Per}
	}
	return out
}

// lane returns what a part is expected to do.
func (p *Plan) lane(part *balance.Part, tasks []balance.Task) balance.Lane {
	lane := balance.Lane{Workers: p.request.Workers, End: part.Seconds, Examples: len(part.Tasks), Limit: part.Limit}
	for _, t := range part.Tasks {
		lane.Busy += tasks[t].Seconds
		if tasks[t].Seconds > lane.Longest {
			lane.Longest, lane.Name = tasks[t].Seconds, p.Chosen[t].Called()
		}
	}
	return lane
}

// divide cuts the tasks into parts.
func (p *Plan) divide(of *project.Project, tasks []balance.Task) ([]balance.Part, error) {
	o := balance.Options{Parts: p.request.Parts, Workers: max(1, p.request.Workers), Limits: map[string]balance.Limit{}}
	for name, l := range of.Config.Limits {
		o.Limits[name] = balance.Limit{Concurrent: l.Concurrent, Starts: l.Rate.Count, Per: l.Rate.Per}
	}
	if o.Parts > 0 {
		return balance.Cut(tasks, o), nil
	}
	if !p.Known && p.Assumed > 0 {
		return nil, usage.Errorf("--part-time=%s: no duration is recorded; run the examples once, name --timings=FILE, or give --parts=N", p.request.PartTime)
	}
	o.Parts = planfile.MaxParts
	parts, err := balance.Within(tasks, p.request.PartTime, o)
	if err != nil {
		return nil, usage.Errorf("--part-time: %w; give a longer time", err)
	}
	if len(parts) == 0 { // nothing is to be run, which may be good
		parts = make([]balance.Part, 1)
	}
	return parts, nil
}

// micro rounds seconds to microseconds.
func micro(seconds float64) float64 { return math.Round(seconds*1e6) / 1e6 }

// Write writes the plan file, or the plan to stdout, and completes the header.
func (p *Plan) Write(stdout io.Writer) error {
	write := func(w io.Writer) error {
		header, err := planfile.Write(w, p.Header, p.Parts)
		if err == nil {
			p.Header = header
		}
		return err
	}
	if p.request.File == place.Stdout {
		return write(stdout)
	}
	return p.target.Replace(true, write)
}
