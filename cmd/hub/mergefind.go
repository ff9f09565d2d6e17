package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// found is what is at the paths that a merge was given.
type found struct {
	app   *App
	parts []merge.Part
	// files are the logs' own paths, by their paths as they are shown.
	files map[string]string
	// again counts files that were found more than once.
	again int
	// absent says of what should be the log of a shard why it is none.
	absent []string
	// whole counts the logs of runs without shards, which are passed over.
	whole int
}

// find reads the logs. What is named and cannot be read is absent, and so is what
// looks like a log in a folder; that a named log is of a run without shards is the
// user's mistake. Other logs and files in folders are passed over.
func (c *MergeCmd) find(app *App) (*found, error) {
	f := &found{app: app, files: map[string]string{}}
	for _, arg := range c.Path {
		path := place.Under(app.Dir, arg)
		info, err := os.Stat(path)
		switch {
		case err != nil:
			f.missing(arg, err)
			continue
		case !info.IsDir():
			if err := f.add(path, true); err != nil {
				return nil, err
			}
			continue
		}
		// A link to a folder is one, and WalkDir does not follow it.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			f.missing(arg, err)
			continue
		}
		before := len(f.files) + len(f.absent) + f.again
		err = filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				f.missing(app.shown(file), err)
			case e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".ndjson"):
				return f.add(file, false)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(f.files)+len(f.absent)+f.again == before {
			f.absent = append(f.absent, fmt.Sprintf("%s holds no run log of a shard", arg))
		}
	}
	if f.whole > 0 && len(f.parts) == 0 {
		f.absent = append(f.absent, count(f.whole, "run log")+" recorded without --shard: not the log of a shard")
	}
	return f, nil
}

func (f *found) missing(shown string, err error) {
	why := err.Error()
	if errors.Is(err, fs.ErrNotExist) {
		why = "there is no such file or folder"
	}
	f.absent = append(f.absent, fmt.Sprintf("%s: %s; if it should be the log of a shard, that shard is missing", shown, oneLine(why)))
}

// add reads one file. named: the user named it himself.
func (f *found) add(path string, named bool) error {
	shown := f.app.shown(path)
	if f.files[shown] != "" {
		f.again++
		return nil
	}
	log, err := runlog.Read(path)
	switch {
	case err != nil:
		f.missing(shown, err)
		return nil
	case log.Started && log.Run.Shard != nil:
		f.parts = append(f.parts, merge.Part{Path: shown, Log: log})
	case log.Started && named:
		return usage.Errorf("%s is not the log of a shard: it was recorded without --shard=I/N", shown)
	case log.Started:
		f.whole++
		if f.app.CLI.Verbose {
			f.app.warn("%s is passed over: it is not the log of a shard (recorded without --shard)", shown)
		}
	case named, log.Lines > 0, runlog.IsID(strings.TrimSuffix(filepath.Base(path), ".ndjson")):
		f.absent = append(f.absent, fmt.Sprintf("%s is not a run log, or its first line is missing or damaged, so that its shard is not known; run the shard again", shown))
		return nil
	default:
		f.app.warn("%s is passed over: it is not a run log", shown)
		return nil
	}
	f.files[shown] = path
	return nil
}

// bringOutputs copies the whole outputs that are beside the logs of the shards to
// beside that of the joined run. One that is not there is not named either.
//
// What a log says of its run and its outputs is data: the run's ID has been
// checked, only the last part of an output's path counts, and nothing is read
// through a link that leads out of the log's folder.
func (f *found) bringOutputs(to *runner.Outputs, joined *merge.Joined) error {
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
			dir, known := beside[e.Result.RunID]
			if a.OutputFile == "" || !known || !filepath.IsLocal(name) || name == "." {
				a.OutputFile = ""
				continue
			}
			err := copyNew(dir, filepath.Join(e.Result.RunID, name), to, name)
			if err != nil && !errors.Is(err, fs.ErrExist) {
				a.OutputFile = ""
				if !errors.Is(err, fs.ErrNotExist) {
					errs = append(errs, err)
				}
				continue
			}
			a.OutputFile = to.Shown + "/" + name
		}
	}
	joined.Replay()
	return errors.Join(errs...)
}

// maxOutput bounds a whole output that is copied, in bytes.
const maxOutput = 16 << 30

// copyNew copies a regular file below a folder to where there is none; fs.ErrExist
// when there is.
func copyNew(folder, from string, to *runner.Outputs, name string) (err error) {
	root, err := plainfile.Folder(folder)
	if err != nil {
		return err
	}
	defer root.Close() // read only: nothing can be lost
	in, err := plainfile.OpenIn(root, from, maxOutput)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing can be lost
	dir, err := to.Folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	if _, err := dir.Lstat(name); err == nil {
		return fs.ErrExist
	}
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}
