package merge

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// CopyOutputs copies the whole outputs beside the logs of the shards to the
// folder that open returns; records name that folder as shown. Missing outputs
// are dropped from the records. The error says what could not be copied.
//
// What a log says about its run and outputs is untrusted: the run's ID has been
// checked, only the last element of an output's path counts, and no link out of
// the log's folder is followed.
func (f *Found) CopyOutputs(open func() (*os.Root, error), shown string, joined *Joined) error {
	beside := map[string]string{}
	for _, p := range append(joined.Superseded, joined.Parts...) {
		beside[p.Log.Run.ID] = filepath.Dir(f.files[p.Path])
	}
	var errs []error
	for _, e := range joined.Events {
		if e.Result == nil {
			continue
		}
		for i := range e.Result.Attempts {
			a := &e.Result.Attempts[i]
			name := path.Base(a.OutputFile)
			dir, ok := beside[e.Result.RunID]
			if a.OutputFile == "" || !ok || !filepath.IsLocal(name) || name == "." {
				a.OutputFile = ""
				continue
			}
			err := copyNew(dir, filepath.Join(e.Result.RunID, name), open, name)
			if err != nil && !errors.Is(err, fs.ErrExist) {
				a.OutputFile = ""
				if !errors.Is(err, fs.ErrNotExist) {
					errs = append(errs, err)
				}
				continue
			}
			a.OutputFile = shown + "/" + name
		}
	}
	joined.Replay()
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
