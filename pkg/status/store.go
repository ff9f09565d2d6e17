package status

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Note is information for the user about something that stopped nothing.
type Note struct {
	Text string
	// Verbose: to be shown only with --verbose.
	Verbose bool
}

// Store reads and writes the status file, its run logs and its lock.
type Store struct {
	file string
	// Root is the project's root, for the absolute paths of entries. Open sets
	// it to the parent of the status file's folder.
	Root string
	// Guard decides whether hub may write there, and Claim says who chose the
	// path. Open sets them for a status file that hub.yaml names, in Root.
	Guard *place.Guard
	Claim place.Claim

	now   func() time.Time
	ahead <-chan ahead // nil unless something is read ahead, see Ahead
}

// Open returns a Store for the status file. now is the clock of what is recorded.
// It does not access any file.
func Open(file string, now func() time.Time) *Store {
	root := filepath.Dir(filepath.Dir(file))
	return &Store{file: file, Root: root, Guard: place.New(root), now: now}
}

// File returns the path of the status file.
func (s *Store) File() string { return s.file }

func (s *Store) dir() string { return filepath.Dir(s.file) }

// runsName is the name of the folder of the run logs.
const runsName = "runs"

// RunsDir returns the folder of the run logs.
func (s *Store) RunsDir() string { return filepath.Join(s.dir(), runsName) }

// OutputsDir returns the folder of a run's whole outputs, beside its log. It is
// removed with the log.
func (s *Store) OutputsDir(run string) string { return filepath.Join(s.RunsDir(), run) }

// CacheDir returns the folder of caches, which may be lost at any time.
func (s *Store) CacheDir() string { return filepath.Join(s.dir(), "cache") }

// snapshot is the status file as read.
type snapshot struct {
	*decoded
	// info is nil if there is no file.
	info fs.FileInfo
}

// sound reports whether the file exists and was read completely.
func (s *snapshot) sound() bool { return s.info != nil && s.damage == nil }

// howLines says where the lines of entries are after reading.
type howLines bool

const (
	keepLines howLines = false // in memory
	leanLines howLines = true  // in the file, if possible
)

// read reads only the status file. A missing file is empty, a damaged one has
// its readable parts. The errors are *ForeignError, *NewerError and those of
// the file system.
func (s *Store) read(lines howLines) (snapshot, error) {
	if err := s.Foreign(); err != nil {
		return snapshot{}, err
	}
	file, err := s.openStatus()
	if errors.Is(err, fs.ErrNotExist) {
		return snapshot{decoded: &decoded{file: newFile(), version: Version}}, nil
	}
	if notPlain, ok := errors.AsType[*plainfile.Error](err); ok && notPlain.Most > 0 {
		info, err := os.Stat(s.file)
		if err != nil {
			return snapshot{}, fmt.Errorf("reading status: %w", err)
		}
		damage := fmt.Errorf("it %s", notPlain.Reason())
		return snapshot{decoded: &decoded{file: newFile(), version: Version, damage: damage}, info: info}, nil
	}
	if err != nil {
		return snapshot{}, fmt.Errorf("reading status: %w", cmp.Or(s.notFolder(), err))
	}
	info, err := file.Stat()
	var d *decoded
	if err == nil {
		var from *source
		if lines == leanLines {
			from = newSource(file, info)
		}
		d, err = decodeLean(file, from)
	}
	var newer *NewerError
	if errors.As(err, &newer) {
		newer.File = s.file
	}
	if err != nil || d.file.source == nil {
		err = cmp.Or(err, file.Close())
	}
	if err != nil {
		return snapshot{}, fmt.Errorf("reading status: %w", err)
	}
	return snapshot{decoded: d, info: info}, nil
}

// maxFile is the maximum size of a status file in bytes: 100,000 examples with
// entries of maximum size take less. A larger file is damaged.
const maxFile = 4 << 30

// openStatus opens the status file, which may be a link, unlike other files in
// the folder: the Guard has checked its target.
func (s *Store) openStatus() (*os.File, error) {
	f, err := shared(func() (*os.File, error) { return plainfile.Open(s.file, maxFile) })
	if notPlain, ok := errors.AsType[*plainfile.Error](err); ok {
		return nil, fmt.Errorf("%w, set status.file in hub.yaml, or pass --state=DIR", notPlain)
	}
	return f, err
}

// shared opens a file that may be replaced at the same time, which on Windows
// makes it unavailable for an instant.
func shared[T any](open func() (T, error)) (T, error) {
	out, err := open()
	for range 100 {
		if err == nil || runtime.GOOS != "windows" || errors.Is(err, fs.ErrNotExist) {
			break
		}
		time.Sleep(10 * time.Millisecond)
		out, err = open()
	}
	return out, err
}

// Load reads the status: the snapshot and, in memory, newer run logs. It never
// writes and never waits. Examples that a live run has started and not finished
// are running; their entries keep the earlier records. The errors are
// *ForeignError, *NewerError and those of the file system.
func (s *Store) Load() (*File, []Note, error) {
	const tries = 5
	for try := 1; ; try++ {
		f, notes, moved, err := s.load()
		if !moved || try == tries {
			return f, notes, err
		}
	}
}

// load reads once. moved: a writer replaced the snapshot in the meantime, and
// may have removed logs that it folded.
func (s *Store) load() (f *File, notes []Note, moved bool, err error) {
	snap, err := s.read(leanLines)
	if err != nil {
		return nil, nil, false, err
	}
	f = snap.file
	if snap.damage != nil {
		notes = append(notes, Note{Text: fmt.Sprintf("%s is damaged (%s): hub uses its readable parts and the run logs; "+
			"the next run keeps a copy and rewrites it", s.file, firstLine(snap.damage))})
		f.forgetFolded()
	}
	notes = append(notes, twice(snap.twice)...)
	ids, err := s.logs()
	if err != nil {
		notes = append(notes, Note{Text: err.Error()})
	}
	if logs := s.unfolded(&f.Metadata, ids, snap.sound()); len(logs) > 0 {
		// After listing: a log in progress at that time is either still in
		// progress, or complete by now.
		live := s.liveRun()
		for _, l := range logs {
			id := l.id
			log, err := s.Log(context.Background(), id)
			if errors.Is(err, fs.ErrNotExist) {
				moved = true
			}
			if err != nil {
				notes = append(notes, Note{Text: err.Error()})
				continue
			}
			log.Run.Sequence = l.sequence
			alive := id == live && !log.Closed
			if !alive {
				notes = append(notes, notesOn(id, &log)...)
			}
			f.fold(id, &log, folding{root: s.Root, rebuild: snap.damage != nil, live: alive})
		}
		f.refresh()
	}
	f.adoptPaths(s.Root)
	now, err := os.Stat(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		moved = moved || snap.info != nil
	case err == nil:
		moved = moved || snap.info == nil || !os.SameFile(now, snap.info) || !now.ModTime().Equal(snap.info.ModTime()) || now.Size() != snap.info.Size()
	}
	return f, notes, moved, nil
}

// notesOn reports what is unusual about the log of a run that has ended.
func notesOn(id string, log *runlog.Log) []Note {
	var notes []Note
	if !log.Closed {
		notes = append(notes, Note{Text: "run " + id + " was killed: its finished examples count, its started ones are interrupted", Verbose: true})
	}
	if log.Torn {
		notes = append(notes, Note{Text: "run " + id + ": the last line of its log is incomplete and was dropped", Verbose: true})
	}
	for _, remark := range log.Remarks() {
		notes = append(notes, Note{Text: "run " + id + ": " + remark, Verbose: log.Sealed == runlog.SealMissing && log.Bad+int(log.Trailing) == 0})
	}
	if log.Damages > 0 {
		notes = append(notes, Note{Text: "run " + id + ": " + log.Run.Problems[len(log.Run.Problems)-1].Message})
	}
	return notes
}

func twice(keys []string) []Note {
	if len(keys) == 0 {
		return nil
	}
	return []Note{{Text: fmt.Sprintf("the status file contains %d examples more than once (such as %s): the newest entry of each counts", len(keys), keys[0])}}
}

func firstLine(err error) string {
	text := err.Error()
	for i := range text {
		if text[i] == '\n' {
			return text[:i]
		}
	}
	return text
}

// Fold folds all new run logs into the status file, and writes it once if
// anything is new. A damaged file is first kept as a copy, and rebuilt from its
// readable parts and the run logs; a file in an older format is kept as a
// backup. An unfinished log of the lock's own run (SetRun) is left for a later
// fold.
//
// If only writing fails, the File is returned with the error: it is complete,
// and nothing is lost, because the logs remain.
func (l *Lock) Fold() (*File, []Note, error) {
	f, notes, changed, err := l.fold(true)
	if err == nil && changed {
		err = l.Save(f)
	}
	return f, notes, err
}

// fold updates the status in memory. changed: it should be written. Without
// write, nothing is written or set aside.
func (l *Lock) fold(write bool) (f *File, notes []Note, changed bool, err error) {
	s := l.store
	snap, err := s.current()
	if err != nil {
		return nil, nil, false, err
	}
	f = snap.file
	notes = twice(snap.twice)
	switch {
	case snap.damage != nil:
		changed = true
		f.forgetFolded()
		if write {
			name, removed, err := s.setAside()
			if err != nil {
				return nil, notes, false, err
			}
			notes = append(notes, Note{Text: fmt.Sprintf("%s was damaged (%s): it is kept as %s and rebuilt from its readable parts and the run logs%s",
				s.file, firstLine(snap.damage), name, removed)})
		}
	case snap.legacy():
		changed = true
		if write {
			name, err := s.keepAside(kindBackup)
			if err != nil {
				return nil, notes, false, fmt.Errorf("keeping the old status file: %w", err)
			}
			notes = append(notes, Note{Text: fmt.Sprintf("%s was converted from format %s to %s; the old file is kept as %s", s.file, snap.version, Version, name)})
		}
	}
	ids, err := s.logs()
	if err != nil {
		return f, notes, changed, err
	}
	done := false
	for _, next := range s.unfolded(&f.Metadata, ids, snap.sound()) {
		id := next.id
		log, err := s.Log(l.ctx, id)
		if l.ctx.Err() != nil {
			return nil, notes, false, fmt.Errorf("reading the run logs: %w", context.Cause(l.ctx))
		}
		if err != nil {
			notes = append(notes, Note{Text: err.Error()})
			continue
		}
		if id == l.holder.RunID && !log.Closed {
			continue
		}
		notes = append(notes, notesOn(id, &log)...)
		log.Run.Sequence = next.sequence
		f.fold(id, &log, folding{root: s.Root, rebuild: snap.damage != nil})
		done = true
	}
	f.keepFolded(ids)
	f.adoptPaths(s.Root)
	if done || changed {
		changed = true
		f.refresh()
	}
	return f, notes, changed, nil
}

// Save writes f after the caller has changed it (see [File.Adopt]).
func (l *Lock) Save(f *File) error { return l.saveWhen(f, func() error { return nil }) }

// saveWhen is Save that replaces the file only when ready returns no error.
func (l *Lock) saveWhen(f *File, ready func() error) error {
	f.refresh()
	f.Metadata.Version = Version
	f.Metadata.Root = l.store.Root
	f.Metadata.LastUpdated = Time{l.store.now().UTC()}
	if err := l.store.prepare(); err != nil { // an example may have removed the folder
		return err
	}
	file, err := l.store.place()
	if err == nil {
		err = file.ReplaceWhen(true, f.encode, ready)
	}
	if err != nil {
		return fmt.Errorf("writing status: %w", want.Advised(err))
	}
	return nil
}
