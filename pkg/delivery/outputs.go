package delivery

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Outputs copies the saved outputs of a run to outputs/RUN in the folder for reports, so
// that this folder contains all files that the reports link to. A nil Outputs copies
// nothing, and reports link to the recorded paths.
//
// Only the outputs of the run whose reports were written last are kept.
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

	copied   map[string]string // recorded path → path of the copy
	unneeded bool              // no report is a file
}

// NewOutputs returns the Outputs for the reports of a project.
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

// Beside adds the folders in which to look for the outputs of a run that was read from
// file, a run log or a JSON report.
func (o *Outputs) Beside(file string) {
	dir := filepath.Dir(file)
	o.from = append(o.from, dir, filepath.Join(dir, text.OutputsDir))
}

// Copy copies the outputs of the run for the reports at these targets. Recorded paths are
// untrusted: only their last two elements are used, a run and a file, and no link out of a
// folder is followed. The error says what could not be copied; a missing output is not an
// error. For reports on stdout and in pipes alone nothing is copied.
func (o *Outputs) Copy(run *hub.Run, targets []Target) error {
	if o == nil {
		return nil
	}
	if o.unneeded = !slices.ContainsFunc(targets, func(t Target) bool { return !t.hasReader() }); o.unneeded {
		return nil
	}
	byRun := o.wanted(run)
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(byRun)) {
		errs = append(errs, o.copy(id, byRun[id]))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("some saved outputs could not be copied to %s: %w", o.dir, err)
	}
	if !slices.ContainsFunc(targets, func(t Target) bool { return filepath.Dir(t.Path) == o.reports }) {
		return nil
	}
	if err := o.prune(byRun); err != nil {
		return fmt.Errorf("the outputs of earlier runs could not be removed from %s: %w", o.dir, err)
	}
	return nil
}

// wanted returns the recorded paths of the outputs by run.
func (o *Outputs) wanted(run *hub.Run) map[string][]string {
	byRun := map[string][]string{}
	for i := range run.Results {
		for _, a := range run.Results[i].Attempts {
			id, name := path.Base(path.Dir(a.OutputFile)), path.Base(a.OutputFile)
			if a.OutputFile != "" && runlog.IsID(id) && filepath.IsLocal(name) && name != "." {
				byRun[id] = append(byRun[id], a.OutputFile)
			}
		}
	}
	return byRun
}

// copy copies the outputs of one run, by their recorded paths, each from the first folder
// that has it.
func (o *Outputs) copy(id string, files []string) (err error) {
	dir, err := o.guard.Folder(filepath.Join(o.dir, id), o.claim)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	var from []*os.Root
	for _, folder := range o.from {
		if folder == o.dir {
			from = append(from, dir)
			continue
		}
		root, err := plainfile.Folder(filepath.Join(folder, id))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		defer root.Close() // read only: nothing can be lost
		from = append(from, root)
	}
	failed := make([]error, len(files))
	parallel.Each(len(files), func() func(int) {
		return func(i int) { failed[i] = copyFirst(dir, path.Base(files[i]), from) }
	})
	var errs []error
	for i, err := range failed {
		switch {
		case err == nil:
			o.copied[files[i]] = path.Join(o.shown, id, path.Base(files[i]))
		case !errors.Is(err, fs.ErrNotExist):
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// copyFirst copies the named file to dir from the first folder that has it, which may be
// dir itself.
func copyFirst(dir *os.Root, name string, from []*os.Root) error {
	for _, root := range from {
		if root == dir { // it is where it should be
			if info, err := dir.Lstat(name); err == nil && info.Mode().IsRegular() {
				return nil
			}
			continue
		}
		if err := place.Copy(dir, name, root, name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return fs.ErrNotExist
}

// prune removes the outputs that hub copied of all other runs. It leaves everything else
// there alone, and follows no links.
func (o *Outputs) prune(keep map[string][]string) (err error) {
	if info, err := os.Lstat(o.dir); err == nil && !info.IsDir() {
		return nil // not hub's
	}
	found, err := plainfile.Folder(o.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	entries, err := plainfile.Entries(found)
	if err := errors.Join(err, found.Close()); err != nil {
		return err
	}
	dir, err := o.guard.Folder(o.dir, o.claim)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	for _, e := range entries {
		if e.IsDir() && runlog.IsID(e.Name()) && keep[e.Name()] == nil {
			err = errors.Join(err, pruneRun(dir, e.Name()))
		}
	}
	return err
}

// pruneRun removes the copies of the outputs of one run, and its folder if nothing else is
// in it.
func pruneRun(dir *os.Root, id string) error {
	entries, err := fs.ReadDir(dir.FS(), id)
	if err != nil {
		return err
	}
	others := false
	for _, e := range entries {
		name := e.Name()
		copied := path.Ext(name) == ".log" || name[0] == '.' && path.Ext(name) == ".tmp" // of one that was cut off
		if !e.Type().IsRegular() || !copied {
			others = true
			continue
		}
		if e := dir.Remove(filepath.Join(id, name)); !errors.Is(e, fs.ErrNotExist) { // another hub may do the same
			err = errors.Join(err, e)
		}
	}
	if others || err != nil {
		return err
	}
	if err = dir.Remove(id); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// saved reports whether a result has an output that was saved.
func saved(res hub.Result) bool {
	return slices.ContainsFunc(res.Attempts, func(a hub.Attempt) bool { return a.OutputFile != "" })
}

// Shown returns a copy of the run with the paths of the copied outputs in place of the
// recorded ones. An output that was not copied has no path.
func (o *Outputs) Shown(run *hub.Run) *hub.Run {
	if o == nil || o.unneeded {
		return run
	}
	var shown *hub.Run
	for i := range run.Results {
		if !saved(run.Results[i]) {
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
