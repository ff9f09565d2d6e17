package delivery

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Outputs copies the saved outputs of a run beside its reports, to the folder outputs/RUN
// in the folder for reports: whoever keeps that folder has what the reports link to. A nil
// one copies nothing, and reports name the files that the records name.
//
// The folder has the outputs of one run, the one whose reports were written there last.
type Outputs struct {
	guard *place.Guard
	claim place.Claim
	// dir is the folder of the outputs of all runs; shown is how reports name it, a slash
	// path from the project's root.
	dir, shown string
	// reports is the folder for reports.
	reports string
	// from are the folders that may have a folder of the run with its outputs.
	from []string

	copied map[string]string // recorded path → path of the copy
}

// NewOutputs returns the outputs beside the reports of a project.
func NewOutputs(p *project.Project) *Outputs {
	o := &Outputs{
		guard: p.Guard, claim: p.Claim(), reports: p.ReportsDir(), dir: filepath.Join(p.ReportsDir(), text.OutputsDir),
		from: []string{p.Store.RunsDir()}, copied: map[string]string{},
	}
	shown := o.dir
	if rel, err := filepath.Rel(p.Config.Root, o.dir); err == nil && filepath.IsLocal(rel) {
		shown = rel
	}
	o.shown = hub.PrintablePath(filepath.ToSlash(shown))
	return o
}

// Beside adds the places of the outputs of a run that was read from a file: beside a run
// log, or beside a JSON report.
func (o *Outputs) Beside(file string) {
	dir := filepath.Dir(file)
	o.from = append(o.from, dir, filepath.Join(dir, text.OutputsDir))
}

// Copy copies the outputs of the run for the reports at these targets. What a record says
// about its outputs is untrusted: only the last two elements of a path count, a run and a
// file, and no link out of a folder is followed. The error says what could not be copied; an
// output that is missing is no error.
func (o *Outputs) Copy(run *hub.Run, targets []Target) error {
	if o == nil || len(targets) == 0 {
		return nil
	}
	var errs []error
	keep := map[string]bool{}
	for i := range run.Results {
		for _, a := range run.Results[i].Attempts {
			if a.OutputFile == "" {
				continue
			}
			id, name := path.Base(path.Dir(a.OutputFile)), path.Base(a.OutputFile)
			if !runlog.IsID(id) || !filepath.IsLocal(name) || name == "." {
				continue
			}
			keep[id] = true
			switch err := o.copy(id, name); {
			case err == nil:
				o.copied[a.OutputFile] = path.Join(o.shown, id, name)
			case !errors.Is(err, fs.ErrNotExist):
				errs = append(errs, err)
			}
		}
	}
	if slices.ContainsFunc(targets, func(t Target) bool { return filepath.Dir(t.Path) == o.reports }) {
		errs = append(errs, o.prune(keep))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("not every saved output could be copied to %s: %w", o.dir, err)
	}
	return nil
}

// copy copies one file of a run from the first folder that has it.
func (o *Outputs) copy(id, name string) (err error) {
	dir, err := o.guard.Folder(filepath.Join(o.dir, id), o.claim)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	for _, from := range o.from {
		if from == o.dir { // it is where it should be
			if info, err := dir.Lstat(name); err == nil && info.Mode().IsRegular() {
				return nil
			}
			continue
		}
		if err = place.Copy(dir, name, from, filepath.Join(id, name)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return fs.ErrNotExist
}

// prune removes the outputs of the runs that are not kept.
func (o *Outputs) prune(keep map[string]bool) (err error) {
	entries, err := os.ReadDir(o.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	dir, err := o.guard.Folder(o.dir, o.claim)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	for _, e := range entries {
		if e.IsDir() && runlog.IsID(e.Name()) && !keep[e.Name()] {
			err = errors.Join(err, atomicfile.RemoveAllIn(dir, e.Name()))
		}
	}
	return err
}

// Shown returns the run with the paths of the copies in place of the recorded ones; an
// output that was not copied has no path.
func (o *Outputs) Shown(run *hub.Run) *hub.Run {
	if o == nil {
		return run
	}
	var shown *hub.Run
	for i := range run.Results {
		saved := func(a hub.Attempt) bool { return a.OutputFile != "" }
		if !slices.ContainsFunc(run.Results[i].Attempts, saved) {
			continue
		}
		if shown == nil {
			copied := *run
			shown, copied.Results = &copied, slices.Clone(run.Results)
		}
		res := &shown.Results[i]
		res.Attempts = slices.Clone(res.Attempts)
		for n := range res.Attempts {
			res.Attempts[n].OutputFile = o.copied[res.Attempts[n].OutputFile]
		}
	}
	if shown == nil {
		return run
	}
	return shown
}
