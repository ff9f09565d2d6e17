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

// Note is something to tell the user that stopped nothing.
type Note struct {
	Text string
	// Verbose: only of interest to those who asked for details.
	Verbose bool
}

// Store is the place of the status file, its run logs and its lock.
type Store struct {
	file string
	// Root is the project's root, to make absolute paths of entries. Open sets
	// it to the folder that holds the status file's folder.
	Root string
	// Guard decides whether hub may write there, Claim is on whose word it does.
	// Open sets those for a status file that hub.yaml names, in Root.
	Guard *place.Guard
	Claim place.Claim

	now func() time.Time
}

// Open names the status file. It touches nothing.
func Open(file string) *Store {
	root := filepath.Dir(filepath.Dir(file))
	return &Store{file: file, Root: root, Guard: place.New(root), now: time.Now}
}

// File is the status file.
func (s *Store) File() string { return s.file }

func (s *Store) dir() string { return filepath.Dir(s.file) }

// runsName is the name of the folder of the run logs.
const runsName = "runs"

// RunsDir is the folder of the run logs.
func (s *Store) RunsDir() string { return filepath.Join(s.dir(), runsName) }

// OutputsDir is the folder of a run's whole outputs, beside its log. It is
// removed with that.
func (s *Store) OutputsDir(run string) string { return filepath.Join(s.RunsDir(), run) }

// CacheDir is the folder for what may be lost at any time.
func (s *Store) CacheDir() string { return filepath.Join(s.dir(), "cache") }

// snapshot is the status file as it was read.
type snapshot struct {
	*decoded
	// info is nil when there is no file.
	info fs.FileInfo
}

// sound reports whether there is a file, and all of it could be read.
func (s *snapshot) sound() bool { return s.info != nil && s.damage == nil }

// read reads the status file alone. A file that is missing knows nothing, a
// damaged one what could be read of it. The errors are *ForeignError,
// *NewerError and those of the file system.
func (s *Store) read() (snapshot, error) {
	if err := s.Foreign(); err != nil {
		return snapshot{}, err
	}
	file, err := s.openStatus()
	if errors.Is(err, fs.ErrNotExist) {
		return snapshot{decoded: &decoded{file: newFile(), version: Version}}, nil
	}
	if odd, ok := errors.AsType[*plainfile.Error](err); ok && odd.Most > 0 {
		info, err := os.Stat(s.file)
		if err != nil {
			return snapshot{}, fmt.Errorf("reading status: %w", err)
		}
		damage := fmt.Errorf("it %s", odd.Reason())
		return snapshot{decoded: &decoded{file: newFile(), version: Version, damage: damage}, info: info}, nil
	}
	if err != nil {
		return snapshot{}, fmt.Errorf("reading status: %w", cmp.Or(s.notFolder(), err))
	}
	info, err := file.Stat()
	var d *decoded
	if err == nil {
		d, err = decode(file)
	}
	var newer *NewerError
	if errors.As(err, &newer) {
		newer.File = s.file
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return snapshot{}, fmt.Errorf("reading status: %w", err)
	}
	return snapshot{decoded: d, info: info}, nil
}

// maxFile bounds a status file in bytes: 100,000 examples at every bound of an
// entry take less. What is larger is damaged.
const maxFile = 4 << 30

// openStatus opens the status file, which alone in the folder may be a link: the
// Guard has said where that may lead.
func (s *Store) openStatus() (*os.File, error) {
	f, err := shared(func() (*os.File, error) { return plainfile.Open(s.file, maxFile) })
	if odd, ok := errors.AsType[*plainfile.Error](err); ok {
		return nil, fmt.Errorf("%w, set status.file in hub.yaml, or pass --state=DIR", odd)
	}
	return f, err
}

// shared opens what may be replaced at this very moment, which on Windows makes
// it unavailable for an instant.
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

// Load reads the status: the snapshot and, in memory, the run logs that it does
// not hold yet. It never writes and never waits. Examples that a living run
// has started and not finished are running; their entries keep what was known.
// The errors are *ForeignError, *NewerError and those of the file system.
func (s *Store) Load() (*File, []Note, error) {
	const tries = 5
	for try := 1; ; try++ {
		f, notes, moved, err := s.load()
		if !moved || try == tries {
			return f, notes, err
		}
	}
}

// load reads once. moved: a writer replaced the snapshot meanwhile, and may
// have removed logs that were folded into it.
func (s *Store) load() (f *File, notes []Note, moved bool, err error) {
	snap, err := s.read()
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
		// After the list: a log that was being written then either still is, or
		// is complete by now.
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
				notes = append(notes, told(id, &log)...)
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

// told says what is odd about the log of a run that has ended.
func told(id string, log *runlog.Log) []Note {
	var notes []Note
	if !log.Closed {
		notes = append(notes, Note{Text: "run " + id + " was killed: its finished examples count, its started ones are interrupted", Verbose: true})
	}
	if log.Torn {
		notes = append(notes, Note{Text: "run " + id + ": the last line of its log is incomplete and was dropped", Verbose: true})
	}
	for _, odd := range log.Oddities() {
		notes = append(notes, Note{Text: "run " + id + ": " + odd, Verbose: log.Sealed == runlog.SealMissing && log.Bad+int(log.Trailing) == 0})
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

// Fold folds all new run logs into the status file and writes it, once, when
// something is new. A damaged file is kept aside first
// and rebuilt from what can be read of it and the run logs; one of an older
// format is kept as a backup. An unfinished log of the lock's own run (SetRun)
// waits for a later fold.
//
// When only the writing fails, the File is returned along with the error: it
// is complete, and nothing is lost, for the logs stay.
func (l *Lock) Fold() (*File, []Note, error) {
	f, notes, changed, err := l.fold(true)
	if err == nil && changed {
		err = l.Save(f)
	}
	return f, notes, err
}

// fold brings the status up to date in memory. changed: it should be written.
// Without write nothing is, and nothing is put aside.
func (l *Lock) fold(write bool) (f *File, notes []Note, changed bool, err error) {
	s := l.store
	snap, err := s.read()
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
		notes = append(notes, told(id, &log)...)
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

// Save writes f, for a caller that changed it (see [File.Adopt]).
func (l *Lock) Save(f *File) error {
	f.refresh()
	f.Metadata.Version = Version
	f.Metadata.Root = l.store.Root
	f.Metadata.LastUpdated = Time{l.store.now().UTC()}
	if err := l.store.prepare(); err != nil { // an example may have removed the folder
		return err
	}
	file, err := l.store.place()
	if err == nil {
		err = file.Replace(true, f.encode)
	}
	if err != nil {
		return fmt.Errorf("writing status: %w", want.Advised(err))
	}
	return nil
}
