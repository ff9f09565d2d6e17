package merge

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// logExt is the ending of the names of logs.
const logExt = ".ndjson"

// walk calls visit for the file at path, which the user has named, or for all *.ndjson
// files below the folder at path, and missing for what cannot be read.
func walk(path string, visit func(file string, named bool) error, missing func(file string, err error)) error {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return visit(path, true)
	}
	if err == nil { // WalkDir does not follow a link to a folder
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		missing(path, err)
		return nil
	}
	return filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			missing(file, err)
		case e.Type().IsRegular() && strings.HasSuffix(e.Name(), logExt):
			return visit(file, false)
		}
		return nil
	})
}

// Look reads the logs at the named paths, relative to the folder dir: files, and all
// *.ndjson files below folders. Logs that have not changed since the last Look are not
// read again, and those that are gone are forgotten. shown returns a path for messages.
//
// What cannot be read, or is no log of the plan, proves nothing; notes say what is odd
// about it, one line each. The error is that of ctx.
func (s *Survey) Look(ctx context.Context, named []string, dir string, shown func(path string) string) (notes []string, err error) {
	defer func() { s.reader = runlog.Reader{} }() // it holds as much as the longest line
	before := s.logs
	s.logs, s.weighed = make(map[string]*planLog, len(before)), nil
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	missing := func(file string, err error) {
		why := err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			why = "no such file or folder"
		}
		note("%s: %s", file, hub.OneLine(why))
	}
	visit := func(path string, isNamed bool) error {
		if s.logs[path] != nil {
			return nil
		}
		if old := before[path]; old != nil && old.unchanged() {
			s.logs[path] = old
			return nil
		}
		l, err := s.read(ctx, path, shown(path))
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			missing(shown(path), err)
		case l != nil:
			s.logs[path] = l
		case isNamed || runlog.IsID(strings.TrimSuffix(filepath.Base(path), logExt)):
			note("%s is not a run log, or its first line is missing or damaged", shown(path))
		}
		return nil
	}
	for _, name := range named {
		if err := walk(place.Under(dir, name), visit, func(file string, err error) { missing(shown(file), err) }); err != nil {
			return notes, err
		}
	}
	return notes, nil
}

// unchanged reports whether the file is the one that was read.
func (l *planLog) unchanged() bool {
	info, err := os.Stat(l.path)
	return err == nil && os.SameFile(info, l.info) && info.Size() == l.info.Size() && info.ModTime().Equal(l.info.ModTime())
}

// Folder returns where the state of a merge of the parts from, to to of a plan belongs, as
// a slash path below the folder of all state. It is another one each time.
func Folder(plan string, from, to int) string {
	var b [6]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return path.Join(status.PartsName, plan, fmt.Sprintf("merge-%05d-%05d-%s", from, to, hex.EncodeToString(b[:])))
}
