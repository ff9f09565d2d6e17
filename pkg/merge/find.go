package merge

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Found is what [Find] found at the named paths.
type Found struct {
	Parts []Part
	// Absent lists the paths that should be shard logs but are not, each with
	// the reason, for [Options].
	Absent []string
	// Notes name the ignored files.
	Notes []status.Note

	shown func(path string) string
	files map[string]string // paths of the logs, by their displayed paths
	logs  runlog.Reader
	seen  int // number of files in the above lists, or found twice
	whole int // number of logs of runs without shards
}

// Find reads the logs at the named paths, relative to the folder dir: files,
// and all *.ndjson files below folders. shown returns a path for messages.
//
// Absent are named paths that cannot be read, and files in folders that look
// like logs but are not. Other files in folders are ignored. The error is a
// *[usage.Error]: a named log belongs to a run without shards.
func Find(named []string, dir string, shown func(path string) string) (*Found, error) {
	f := &Found{shown: shown, files: map[string]string{}}
	for _, name := range named {
		if err := f.at(name, place.Under(dir, name)); err != nil {
			return f, err
		}
	}
	if f.whole > 0 && len(f.Parts) == 0 {
		f.Absent = append(f.Absent, count(f.whole, "run log")+" recorded without --shard, and no shard log")
	}
	return f, nil
}

// at reads the file or folder at path, which the user gave as named.
func (f *Found) at(named, path string) error {
	before := f.seen
	err := walk(path, f.add, func(file string, err error) {
		if file == path {
			f.missing(named, err)
		} else {
			f.missing(f.shown(file), err)
		}
	})
	if err == nil && f.seen == before {
		f.Absent = append(f.Absent, fmt.Sprintf("%s contains no shard log", named))
	}
	return err
}

// missing records that a path that should be a log cannot be read.
func (f *Found) missing(shown string, err error) {
	why := err.Error()
	if errors.Is(err, fs.ErrNotExist) {
		why = "no such file or folder"
	}
	f.absent("%s: %s; if it should be a shard log, that shard is missing", shown, hub.OneLine(why))
}

func (f *Found) absent(format string, args ...any) {
	f.seen++
	f.Absent = append(f.Absent, fmt.Sprintf(format, args...))
}

func (f *Found) note(verbose bool, format string, args ...any) {
	f.Notes = append(f.Notes, status.Note{Verbose: verbose, Text: fmt.Sprintf(format, args...)})
}

// add reads one file. named says that the user named the file, and not its
// folder.
func (f *Found) add(path string, named bool) error {
	shown := f.shown(path)
	if f.files[shown] != "" {
		f.seen++
		return nil
	}
	log, err := f.logs.Read(path)
	switch {
	case err != nil:
		f.missing(shown, err)
		return nil
	case log.Started && log.Run.Shard != nil:
		f.Parts = append(f.Parts, Part{Path: shown, Log: log, dir: filepath.Dir(path)})
	case log.Started && named:
		return usage.Errorf("%s is not a shard log: it was recorded without --shard=I/N", shown)
	case log.Started:
		f.whole++
		f.note(true, "%s is ignored: it is not a shard log (recorded without --shard)", shown)
	case named, log.Lines > 0, runlog.IsID(strings.TrimSuffix(filepath.Base(path), ".ndjson")):
		f.absent("%s is not a run log, or its first line is missing or damaged, so its shard is unknown; run the shard again", shown)
		return nil
	default:
		f.note(false, "%s is ignored: it is not a run log", shown)
		return nil
	}
	f.seen++
	f.files[shown] = path
	return nil
}
