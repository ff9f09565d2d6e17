// Package part runs parts of a plan file (package planfile) in a checkout.
//
// A plan file says which examples a part has and what decides their verdicts. Everything
// else is read anew on the machine that runs the part: hub.yaml, the entry files,
// their sidecars. It is compared with the plan before anything is run:
//
//	[Plan.Fits]        the commit, hub.yaml
//	[Plan.Policies]    what decides verdicts for the whole run
//	[Resolver.Check]   the identity, command, rules and files of each example
//
// What differs is a usage error that names it. Files that belong to no example (a shared
// library) are compared by the commit alone: a checkout at the plan's commit in which one
// of them was changed is not noticed, unless it is declared under inputs. What belongs to one machine (values of
// the environment, versions of programs, what it lacks) is not compared: runs record it.
//
// No folder is walked and no catalog made, so a part costs as much as its examples,
// whatever the size of the repository.
//
// # What holds in each part
//
// Setups and teardowns (of the run, and of the groups that the part has examples of),
// exclusive examples, run.deadline, run.retries.max-total, break-after, --stop-on-error
// and --max-failures hold in each part for itself: a part is a run, and cannot see
// others. Limits hold over all parts together, since the plan has divided them.
package part

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"path"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Plan is an open plan file.
type Plan struct {
	*planfile.File
	// Name is the file as the user named it, for messages.
	Name string
	// Hub is the version of this hub, for messages; empty: unknown.
	Hub string

	commit string // of the checkout, set by Fits
}

// Open opens the plan file at path; name is what messages call it. Errors are those of
// [planfile.Open].
func Open(path, name string) (*Plan, error) {
	file, err := planfile.Open(path, name)
	if err != nil {
		return nil, err
	}
	return &Plan{File: file, Name: name}, nil
}

// Choice is a part of a plan, or one example of it.
type Choice struct {
	// Index is the part, from 1, or 0 for the whole plan ([Plan.TakeAll]). Example is the position of the only example to run in
	// it, from 1; 0: all.
	Index, Example int
}

// Part is a part of a plan, or one example of it, as the plan has it.
type Part struct {
	Choice
	Plan *Plan
	// Lines are the examples to run, in the order of their starts.
	Lines []planfile.Example
	// Limits are those of [planfile.Part].
	Limits map[string]planfile.Limit
}

// Take reads the part from the file. A part or an example that the plan does not have is a
// usage error.
func (p *Plan) Take(c Choice) (*Part, error) {
	read, err := p.Part(c.Index)
	if err != nil {
		return nil, err
	}
	part := &Part{Choice: c, Plan: p, Lines: read.Examples, Limits: read.Limits}
	switch n := len(part.Lines); {
	case c.Example == 0:
	case c.Example < 0 || c.Example > n:
		return nil, usage.Errorf("--part=%d:%d: part %d of %s has no example %d; it has %d", c.Index, c.Example, c.Index, p.Name, c.Example, n)
	default:
		part.Lines = part.Lines[c.Example-1 : c.Example]
	}
	return part, part.once()
}

// once checks that no example is there twice.
func (p *Part) once() error {
	seen := make(map[string]bool, len(p.Lines))
	for i := range p.Lines {
		id := p.Lines[i].Item.ID()
		if seen[id] {
			return usage.Errorf("%s has the example %q twice; make the plan again with 'hub plan'", p.Plan.Name, id)
		}
		seen[id] = true
	}
	return nil
}

// Folder returns where the state of a new attempt at the part belongs, as a slash path
// below the folder of all state. It is another one each time.
func (p *Part) Folder() string {
	name := fmt.Sprintf("%05d", p.Index)
	if p.Index == 0 {
		name = "queue"
	}
	if p.Example > 0 {
		name += fmt.Sprintf(".%d", p.Example)
	}
	return path.Join(status.PartsName, p.Plan.Header.ID, name+"-"+random())
}

// random returns text that no other process has.
func random() string {
	var b [6]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:])
}

// Refs returns the references to examples of a plan.
func Refs(lines []planfile.Example) []catalog.Ref {
	refs := make([]catalog.Ref, len(lines))
	for i := range lines {
		x := &lines[i]
		refs[i] = catalog.Ref{Index: x.Index, ID: x.Item.ID(), PathID: x.PathID, Path: x.Path, Fault: x.Fault, Source: x.Source, Siblings: x.Siblings}
	}
	return refs
}

// Line returns the line of an example in a plan, without what only a plan knows: how long
// it takes, and its files.
func Line(ref catalog.Ref, item hub.PlanItem) planfile.Example {
	return planfile.Example{Index: ref.Index, Path: ref.Path, Source: ref.Source, PathID: ref.PathID, Fault: ref.Fault, Siblings: ref.Siblings, Item: item}
}

// Record returns what binds a run to the part.
func (p *Part) Record() *hub.Part {
	record := &hub.Part{Plan: p.Plan.Header.ID, Index: p.Index, Total: p.Plan.Header.Parts, Example: p.Example}
	if p.Index > 0 {
		record.Hash = p.Plan.Index.Parts[p.Index-1].Hash
	}
	return record
}
