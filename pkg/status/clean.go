package status

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// tempAge is the age at which a temporary file is nobody's any more.
const tempAge = time.Hour

// Policy says what to remove. The zero value removes nothing but left-over
// temporary files and copies of the status file (backups, damaged ones) beyond
// the newest five of each.
type Policy struct {
	// OlderThan removes the entries whose newest result is older; zero: none.
	OlderThan time.Time
	// Completed removes the entries that are completed; with OlderThan those of
	// them that are that old, and no others.
	Completed bool
	// All removes every entry and every run log.
	All bool
	// Examples is today's catalog, to which entries are matched first.
	Examples []hub.Example
	// Gone removes the entries for which it is true; nil: none.
	Gone func(id, path string) bool
	// KeepRuns is how many run logs are kept, the newest; 0: all.
	KeepRuns int
	// Backup makes a copy of the status first.
	Backup bool
	// DryRun changes nothing and tells what would be removed.
	DryRun bool
}

// reason says why the policy removes the entry; "" when it keeps it.
func (p *Policy) reason(e *Entry) string {
	switch {
	case p.All:
		return "all"
	case p.Gone != nil && p.Gone(e.ID, e.RelativePath):
		return "gone"
	}
	old := !p.OlderThan.IsZero() && !e.Updated.IsZero() && e.Updated.Before(p.OlderThan)
	switch {
	case p.Completed && e.Status == hub.StatusCompleted && (old || p.OlderThan.IsZero()):
		return "completed"
	case old && !p.Completed:
		return "old"
	}
	return ""
}

// Removed is one entry that was removed.
type Removed struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	// Reason is all, completed, gone or old.
	Reason string `json:"reason"`
}

// Cleaned is what was, or would be, removed, each list in order.
type Cleaned struct {
	Entries []Removed `json:"entries"`
	// Runs are the runs whose logs were removed, oldest first.
	Runs []string `json:"runs"`
	// Files are left-over temporary files, and copies of the status file beyond
	// the newest five of a kind.
	Files []string `json:"files"`
	// Backup is the copy that was made; "" when none.
	Backup string `json:"backup,omitempty"`
	Notes  []Note `json:"-"`
}

// Nothing reports whether nothing was removed.
func (c *Cleaned) Nothing() bool { return len(c.Entries)+len(c.Runs)+len(c.Files) == 0 }

// NeedsClean reports whether Clean may find something to do. It takes no lock,
// writes nothing and does not read the entries: the metadata at the head of the
// file tells. When it cannot know, it says true.
func (s *Store) NeedsClean(p Policy) bool {
	if _, err := os.Stat(s.dir()); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	ids, err := s.ownLogs()
	if err != nil || (p.KeepRuns > 0 && len(ids) > p.KeepRuns) || (p.All && len(ids) > 0) {
		return true
	}
	if left, err := s.leftOver(); err != nil || len(left) > 0 {
		return true
	}
	m, ok := s.head()
	if !ok {
		return true
	}
	var live string
	for _, id := range ids {
		if slices.Contains(m.FoldedRuns, id) {
			continue
		}
		if live == "" {
			live = s.liveRun()
		}
		if id != live { // a living run is folded when it ends
			return true
		}
	}
	switch {
	case m.TotalExamples == 0:
		return p.Backup && m.Version != ""
	case p.Backup, p.All, p.Completed && m.Completed > 0,
		!p.OlderThan.IsZero() && !m.Oldest.IsZero() && m.Oldest.Before(p.OlderThan):
		return true
	}
	if p.Gone != nil {
		for _, line := range m.Paths {
			id, path, other := strings.Cut(line, "\t")
			if !other {
				path = id
			}
			if p.Gone(id, path) {
				return true
			}
		}
	}
	return false
}

// head reads the metadata and nothing after it. A file that is missing has
// none; ok is false when the file is not of this package's format.
func (s *Store) head() (m Metadata, ok bool) {
	file, err := openShared(s.file)
	if err != nil {
		return Metadata{}, errors.Is(err, fs.ErrNotExist)
	}
	defer file.Close() // read only: nothing can be lost
	dec := json.NewDecoder(file)
	if expect(dec, '{') != nil {
		return Metadata{}, false
	}
	if key, err := dec.Token(); err != nil || key != "metadata" {
		return Metadata{}, false
	}
	if dec.Decode(&m) != nil || m.Version != Version || len(m.Paths) != m.TotalExamples {
		return Metadata{}, false
	}
	return m, true
}

// Clean folds what is new and removes what the policy names. Run logs that are
// not folded, or whose run lives, are never removed; an entry that is removed
// does not come back from a log that is kept. What cannot be removed does not
// keep the rest from being: the errors are joined.
func (l *Lock) Clean(p Policy) (Cleaned, error) {
	s := l.store
	c := Cleaned{Entries: []Removed{}, Runs: []string{}, Files: []string{}}
	files, err := s.leftOver()
	if err != nil {
		return c, err
	}
	var errs []error
	// First: on a full disk this is what makes room for the rest.
	c.Files = append(c.Files, files...)
	errs = append(errs, remove(files, p.DryRun)...)

	f, notes, changed, err := l.fold(!p.DryRun)
	c.Notes = notes
	if err != nil {
		return c, errors.Join(append(errs, err)...)
	}
	if len(p.Examples) > 0 && f.Adopt(p.Examples).Rekeyed > 0 {
		changed = true
	}
	if p.Backup && len(f.Examples) > 0 {
		if c.Backup, err = s.aside(kindBackup); err != nil {
			return c, errors.Join(append(errs, err)...)
		}
		if !p.DryRun {
			f.refresh()
			if err := atomicfile.Write(c.Backup, true, f.encode); err != nil {
				return c, errors.Join(append(errs, fmt.Errorf("writing backup: %w", err))...)
			}
			more, err := s.surplusCopies(kindBackup, c.Backup)
			if err != nil {
				errs = append(errs, err)
			}
			c.Files = append(c.Files, more...)
			errs = append(errs, remove(more, false)...)
		}
	}
	for _, id := range f.IDs() {
		e := f.Examples[id]
		if why := p.reason(e); why != "" {
			c.Entries = append(c.Entries, Removed{ID: id, Path: e.RelativePath, Reason: why})
			delete(f.Examples, id)
		}
	}
	if p.All && !p.DryRun {
		c.Runs = append(c.Runs, l.surplus(f, p)...)
		return c, errors.Join(append(errs, l.forget(c.Runs)...)...)
	}
	if (changed || len(c.Entries) > 0) && !p.DryRun {
		if err := l.Save(f); err != nil {
			// The logs hold what could not be written.
			return c, errors.Join(append(errs, err)...)
		}
	}
	// After the snapshot is written: until then the logs are the only copy.
	c.Runs = append(c.Runs, l.surplus(f, p)...)
	errs = append(errs, remove(s.kept(c.Runs), p.DryRun)...)
	return c, errors.Join(errs...)
}

// forget removes the run logs and then the status file. It writes nothing, so
// that a full disk is no obstacle to making room.
func (l *Lock) forget(runs []string) []error {
	return remove(append(l.store.kept(runs), l.store.file), false)
}

// kept lists what is kept of the runs: outputs, and the log that names them.
func (s *Store) kept(runs []string) []string {
	var files []string
	for _, id := range runs {
		files = append(files, s.OutputsDir(id), runlog.Path(s.RunsDir(), id))
	}
	return files
}

// surplus lists the runs whose logs the policy removes.
func (l *Lock) surplus(f *File, p Policy) []string {
	ids, err := l.store.ownLogs()
	if err != nil {
		return nil // the fold before has told it
	}
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

// ownLogs lists the runs whose logs are hub's. In a folder that others use too
// that is told by the name; what is theirs takes no place of a run that is kept.
func (s *Store) ownLogs() ([]string, error) {
	ids, err := runlog.List(s.RunsDir())
	if s.shared() {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !runlog.IsID(id) })
	}
	return ids, err
}

// leftOver lists temporary files and folders that a crash left, and surplus
// copies.
func (s *Store) leftOver() ([]string, error) {
	var files []string
	for _, dir := range []string{s.dir(), s.CacheDir()} {
		entries, err := os.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("looking for left-over files: %w", err)
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !s.ownTemporary(dir, e.Name()) {
				continue
			}
			info, err := e.Info()
			if err == nil && s.now().Sub(info.ModTime()) > tempAge {
				files = append(files, filepath.Join(dir, e.Name()))
			}
		}
	}
	folders, err := s.leftFolders()
	if err != nil {
		return nil, err
	}
	outputs, err := s.leftOutputs()
	if err != nil {
		return nil, err
	}
	backups, err := s.surplusCopies(kindBackup, "")
	if err != nil {
		return nil, err
	}
	damaged, err := s.surplusCopies(kindCorrupt, "")
	return slices.Concat(files, folders, outputs, backups, damaged), err
}

// leftFolders lists what runs that no longer live left in TempDir.
func (s *Store) leftFolders() ([]string, error) {
	entries, err := os.ReadDir(s.TempDir())
	if errors.Is(err, fs.ErrNotExist) || len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for left-over folders: %w", err)
	}
	var folders []string
	live := s.liveRun()
	for _, e := range entries {
		if e.Name() == live || s.shared() && !runlog.IsID(e.Name()) {
			continue
		}
		inside := filepath.Join(s.TempDir(), e.Name())
		if outside := outsideOf(inside); outside != "" {
			folders = append(folders, outside) // first: the inner one knows of it
		}
		folders = append(folders, inside)
	}
	return folders, nil
}

// leftOutputs lists the folders of outputs whose run log is gone.
func (s *Store) leftOutputs() ([]string, error) {
	entries, err := os.ReadDir(s.RunsDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for left-over outputs: %w", err)
	}
	var folders []string
	for _, e := range entries {
		if !e.IsDir() || !runlog.IsID(e.Name()) {
			continue // not hub's
		}
		if _, err := os.Lstat(runlog.Path(s.RunsDir(), e.Name())); errors.Is(err, fs.ErrNotExist) {
			folders = append(folders, filepath.Join(s.RunsDir(), e.Name()))
		}
	}
	return folders, nil
}

func (s *Store) ownTemporary(dir, name string) bool {
	if dir == s.CacheDir() {
		return strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp")
	}
	return atomicfile.IsTemporary(name, filepath.Base(s.file)) || atomicfile.IsTemporary(name, filepath.Base(s.holderFile()))
}

func remove(files []string, dry bool) []error {
	if dry {
		return nil
	}
	var errs []error
	for _, file := range files {
		if err := atomicfile.RemoveAll(file); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}
