package merge

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// saved says where the whole outputs of a run are: in the folder with the ID of a run,
// beside its log.
type saved struct{ dir, run string }

// CopyOutputs copies the whole outputs beside the logs of the shards or parts to the
// folder that open returns; records name that folder as shown. Missing outputs are dropped
// from the records. The error says what could not be copied.
//
// What a log says about its run and outputs is untrusted: the run's ID has been
// checked, only the last element of an output's path counts, and no link out of
// the log's folder is followed.
func (j *Joined) CopyOutputs(open func() (*os.Root, error), shown string) error {
	var errs []error
	for i := range j.Run.Results {
		errs = append(errs, copyOutputs(j.saved, open, shown, &j.Run.Results[i]))
	}
	return errors.Join(errs...)
}

// copyOutputs copies the outputs of one result.
func copyOutputs(from map[string]saved, open func() (*os.Root, error), shown string, res *hub.Result) error {
	var errs []error
	for i := range res.Attempts {
		a := &res.Attempts[i]
		if a.OutputFile == "" {
			continue
		}
		name := path.Base(a.OutputFile)
		of, ok := from[res.RunID]
		if !ok || !filepath.IsLocal(name) || name == "." {
			a.OutputFile = ""
			continue
		}
		err := copyNew(of.dir, filepath.Join(of.run, name), open, name)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			a.OutputFile = ""
			if !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
			continue
		}
		a.OutputFile = shown + "/" + name
	}
	return errors.Join(errs...)
}

// copyNew copies a regular file below folder to a new file. The error is
// fs.ErrExist when the file exists. Nothing is opened for writing, and so no folder
// created, when there is nothing to copy.
func copyNew(folder, from string, open func() (*os.Root, error), name string) (err error) {
	root, err := plainfile.Folder(folder)
	if err != nil {
		return err
	}
	defer root.Close() // read only: nothing can be lost
	if _, err := root.Lstat(from); err != nil {
		return err
	}
	dir, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	if _, err := dir.Lstat(name); err == nil {
		return fs.ErrExist
	}
	return place.Copy(dir, name, root, from)
}
