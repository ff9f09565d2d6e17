package status

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// forget removes the run logs and then the status file. It writes nothing, so
// that it works on a full disk.
func (l *Lock) forget(runs []string) []error {
	return l.store.remove(append(l.store.kept(runs), l.store.file), false)
}

// kept lists the files of the runs: their outputs and logs.
func (s *Store) kept(runs []string) []string {
	var files []string
	for _, id := range runs {
		files = append(files, s.OutputsDir(id), runlog.Path(s.RunsDir(), id))
	}
	return files
}

// surplus lists the runs whose logs the policy removes: those older than the
// ones it keeps.
func (l *Lock) surplus(f *File, p Policy) []string {
	ids, err := l.store.ownLogs()
	if err != nil {
		return nil // fold has reported it
	}
	ids = l.store.inOrder(ids, &f.Metadata, true)
	n := 0
	switch {
	case p.All:
		n = len(ids)
	case p.KeepRuns > 0:
		n = max(0, len(ids)-p.KeepRuns)
	}
	return slices.DeleteFunc(ids[:n], func(id string) bool {
		return id == l.holder.RunID || !slices.Contains(f.Metadata.FoldedRuns, id)
	})
}

// ownLogs lists the runs whose logs are recognisably hub's. Other files do not
// count towards the logs to keep.
func (s *Store) ownLogs() ([]string, error) {
	ids, err := s.logs()
	return slices.DeleteFunc(ids, func(id string) bool { return !s.isLog(id) }), err
}

// leftOver lists temporary files and folders left by a crash, and surplus copies. idle
// says that no other hub writes the status, the lock or a whole log, so that a temporary
// file for one of them is left over.
func (s *Store) leftOver(idle func() bool) ([]string, error) {
	var files []string
	for _, dir := range []string{s.dir(), s.CacheDir()} {
		entries, err := s.list(dir)
		if err != nil {
			return nil, fmt.Errorf("looking for leftover files: %w", err)
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !s.ownTemporary(dir, e.Name()) {
				continue
			}
			info, err := e.Info()
			if err == nil && (s.now().Sub(info.ModTime()) > tempAge || dir == s.dir() && idle()) {
				files = append(files, filepath.Join(dir, e.Name()))
			}
		}
	}
	folders, err := s.leftFolders()
	if err != nil {
		return nil, err
	}
	runs, err := s.leftOfRuns(idle)
	if err != nil {
		return nil, err
	}
	backups, err := s.surplusCopies(kindBackup)
	if err != nil {
		return nil, err
	}
	damaged, err := s.surplusCopies(kindCorrupt)
	return slices.Concat(files, folders, runs, backups, damaged), err
}

// leftFolders lists what ended runs left in TempDir.
func (s *Store) leftFolders() ([]string, error) {
	entries, err := s.list(s.TempDir())
	if err != nil {
		return nil, fmt.Errorf("looking for leftover folders: %w", err)
	}
	if len(entries) == 0 {
		return nil, nil // no need to look for a live run
	}
	var folders []string
	live, shared := s.liveRun(), s.shared()
	for _, e := range entries {
		if e.Name() == live || shared && !runlog.IsID(e.Name()) {
			continue // of a live run, or not hub's
		}
		inside := filepath.Join(s.TempDir(), e.Name())
		if outside := s.outsideOf(inside); outside != "" {
			folders = append(folders, outside) // first, because the inner one names it
		}
		folders = append(folders, inside)
	}
	return folders, nil
}

// leftOfRuns lists the folders of outputs without a run log, and the logs that a merge had
// not finished when it was killed.
func (s *Store) leftOfRuns(idle func() bool) ([]string, error) {
	entries, err := s.list(s.RunsDir())
	if err != nil {
		return nil, fmt.Errorf("looking for leftover outputs: %w", err)
	}
	var left []string
	for _, e := range entries {
		if e.Type().IsRegular() && isTemporaryLog(e.Name()) && idle() {
			left = append(left, filepath.Join(s.RunsDir(), e.Name()))
		}
		if !e.IsDir() || !runlog.IsID(e.Name()) {
			continue // not hub's
		}
		if _, err := os.Lstat(runlog.Path(s.RunsDir(), e.Name())); errors.Is(err, fs.ErrNotExist) {
			left = append(left, filepath.Join(s.RunsDir(), e.Name()))
		}
	}
	return left, nil
}

// isTemporaryLog reports whether the name is that of a temporary file for a log.
func isTemporaryLog(name string) bool {
	id, _, ok := strings.Cut(strings.TrimPrefix(name, "."), ".ndjson.")
	return ok && runlog.IsID(id) && atomicfile.IsTemporary(name, runlog.Path("", id))
}

func (s *Store) ownTemporary(dir, name string) bool {
	if dir == s.CacheDir() {
		const former = "fingerprints.json" // in place of FilesName
		return name == former || atomicfile.IsTemporary(name, FilesName) || atomicfile.IsTemporary(name, VersionsName)
	}
	return atomicfile.IsTemporary(name, filepath.Base(s.file)) || atomicfile.IsTemporary(name, filepath.Base(s.holderFile()))
}

// Discard removes folders made by Temporary, with their contents.
func (s *Store) Discard(folders ...string) error { return errors.Join(s.remove(folders, false)...) }

// remove removes hub's files and folders: those below the store's folder
// without leaving it, and the outer temporary folders of runs.
func (s *Store) remove(files []string, dry bool) []error {
	if dry || len(files) == 0 {
		return nil
	}
	dir, err := s.open()
	if err != nil {
		return []error{err}
	}
	defer dir.Close() // read only: nothing can be lost
	var errs []error
	for _, file := range files {
		var err error
		if rel, relErr := filepath.Rel(s.dir(), file); relErr == nil && filepath.IsLocal(rel) {
			if err = atomicfile.RemoveAllIn(dir, rel); err != nil {
				err = plainfile.Explain(dir, filepath.Dir(rel), err)
			}
		} else {
			err = atomicfile.RemoveAll(file)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}
