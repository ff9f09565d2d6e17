package status

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// tempAge is the age at which a temporary file is left over, even if somebody may be
// writing it.
const tempAge = time.Hour

// Policy says what to remove. The zero value removes only leftover temporary
// files, and copies of the status file (backups, damaged ones) beyond the
// newest five of each kind.
type Policy struct {
	// OlderThan removes the entries whose newest result is older; zero: none. A
	// result dated in the future is not old, nor is one recorded after a result
	// that is not old, whatever its date. It also removes the state of parts of plans of
	// which no attempt was begun since; those that are running stay.
	OlderThan time.Time
	// Completed removes the entries that are completed; with OlderThan, only
	// those of them that are older.
	Completed bool
	// All removes every entry and every run log, and the state of all parts of plans
	// that are not running.
	All bool
	// Examples is the current catalog, to which entries are matched first.
	Examples []hub.Example
	// Gone reports the entries to remove because their example no longer
	// exists; nil: none.
	Gone func(id, path string) bool
	// KeepRuns is the number of newest run logs to keep; 0: all.
	KeepRuns int
	// Backup copies the status first.
	Backup bool
	// DryRun only reports what would be removed.
	DryRun bool
}

// reason returns why the policy removes the entry; "" when it keeps it. Entries
// with sequence floor or greater are not old.
func (p *Policy) reason(e *Entry, floor int64) string {
	switch {
	case p.All:
		return "all"
	case p.Gone != nil && p.Gone(e.ID, e.RelativePath):
		return "gone"
	}
	old := !p.OlderThan.IsZero() && !e.Updated.IsZero() && e.Updated.Before(p.OlderThan) && e.UpdatedSequence < floor
	switch {
	case p.Completed && e.Status == hub.StatusCompleted && (old || p.OlderThan.IsZero()):
		return "completed"
	case old && !p.Completed:
		return "old"
	}
	return ""
}

// Removed is a removed entry.
type Removed struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	// Reason is all, completed, gone or old.
	Reason string `json:"reason"`
}

// Cleaned lists what was removed, or would be, each list in order.
type Cleaned struct {
	Entries []Removed `json:"entries"`
	// Runs are the runs whose logs were removed, in recording order.
	Runs []string `json:"runs"`
	// Files are leftover temporary files, copies of the status file beyond the newest
	// five of a kind, and folders of old parts of plans.
	Files []string `json:"files"`
	// Backup is the path of the backup; "" when none was made.
	Backup string `json:"backup,omitempty"`
	Notes  []Note `json:"-"`
}

// Nothing reports whether nothing was removed.
func (c *Cleaned) Nothing() bool { return len(c.Entries)+len(c.Runs)+len(c.Files) == 0 }

// NeedsClean reports whether Clean may have something to do. It takes no lock,
// writes nothing, and reads only the metadata at the beginning of the file, and the
// start of each entry if examples may be gone. If in doubt, it returns true.
func (s *Store) NeedsClean(p Policy) bool {
	if _, err := os.Stat(s.dir()); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	ids, err := s.ownLogs()
	if err != nil || (p.KeepRuns > 0 && len(ids) > p.KeepRuns) || (p.All && len(ids) > 0) {
		return true
	}
	noRun := sync.OnceValue(func() bool { return s.liveRun() == "" })
	if left, err := s.leftOver(noRun); err != nil || len(left) > 0 {
		return true
	}
	if plans, err := s.oldPlans(p); err != nil || len(plans) > 0 {
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
	return p.Gone != nil && s.mayBeGone(&m, p.Gone)
}

// Recorded reports whether anything is recorded: a status file, or the log of a run.
// What cannot be read counts.
func (s *Store) Recorded() bool {
	file, err := s.openStatus()
	if err == nil {
		file.Close() // read only: nothing can be lost
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return true
	}
	ids, err := s.ownLogs()
	return err != nil || len(ids) > 0
}

// head reads the metadata only. A missing file has none; ok is false if the
// file is not in the current format.
func (s *Store) head() (m Metadata, ok bool) {
	file, err := s.openStatus()
	if err != nil {
		return Metadata{}, errors.Is(err, fs.ErrNotExist)
	}
	defer file.Close() // read only: nothing can be lost
	dec := newDecoder(file)
	if expect(dec, '{') != nil {
		return Metadata{}, false
	}
	if key, err := textToken(dec); err != nil || key != "metadata" {
		return Metadata{}, false
	}
	value, err := dec.ReadValue()
	if err != nil || json.Unmarshal(value, &m) != nil || m.Version != Version {
		return Metadata{}, false
	}
	return m, true
}

// Clean folds new logs and removes what the policy names. It never removes run
// logs that are not folded or whose run is alive, and a removed entry does not
// come back from a log that is kept. A failed removal does not prevent the
// others: the errors are joined.
func (l *Lock) Clean(p Policy) (Cleaned, error) {
	s := l.store
	c := Cleaned{Entries: []Removed{}, Runs: []string{}, Files: []string{}}
	files, err := s.leftOver(func() bool { return true }) // the lock is ours
	if err != nil {
		return c, err
	}
	var errs []error
	// First, because on a full disk this makes room for the rest.
	c.Files = append(c.Files, files...)
	errs = append(errs, s.remove(files, p.DryRun)...)
	plans, failed := l.removePlans(p)
	c.Files, errs = append(c.Files, plans...), append(errs, failed...)

	f, notes, changed, err := l.fold(!p.DryRun)
	c.Notes = notes
	if err != nil {
		return c, errors.Join(append(errs, err)...)
	}
	if len(p.Examples) > 0 && f.Adopt(p.Examples).Rekeyed > 0 {
		changed = true
	}
	if p.Backup {
		if c.Backup, err = s.aside(kindBackup); err != nil {
			return c, errors.Join(append(errs, err)...)
		}
		if !p.DryRun {
			f.refresh()
			if err := s.in(func(dir *os.Root) error { return atomicfile.WriteIn(dir, filepath.Base(c.Backup), true, f.encode) }); err != nil {
				return c, errors.Join(append(errs, fmt.Errorf("writing backup: %w", err))...)
			}
			more, err := s.surplusCopies(kindBackup)
			if err != nil {
				errs = append(errs, err)
			}
			c.Files = append(c.Files, more...)
			errs = append(errs, s.remove(more, false)...)
		}
	}
	floor := f.floor(p.OlderThan, s.now())
	for _, id := range f.IDs() {
		e := f.Examples[id]
		if why := p.reason(e, floor); why != "" {
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
			// The logs still have what could not be written.
			return c, errors.Join(append(errs, err)...)
		}
	}
	// After writing the snapshot: until then the logs are the only copy.
	c.Runs = append(c.Runs, l.surplus(f, p)...)
	errs = append(errs, s.remove(s.kept(c.Runs), p.DryRun)...)
	return c, errors.Join(errs...)
}
