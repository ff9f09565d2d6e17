package status

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

const (
	lockPoll = 20 * time.Millisecond
	// Readers that ask whether a run lives hold the lock for an instant. They are
	// waited for by whoever does not want to wait, too, but not for ever: one may
	// have been stopped.
	readerGrace = 2 * time.Second
	readerPoll  = time.Millisecond
)

// Holder is who holds the lock. It is the zero value when that is not known.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Started time.Time `json:"started"`
	// RunID is the run that the holder records; empty when none.
	RunID string `json:"runId,omitempty"`
}

// String names the holder for people.
func (h Holder) String() string {
	if h.PID == 0 {
		return "another hub"
	}
	text := fmt.Sprintf("another hub (process %d on %s, since %s", h.PID, h.Host, h.Started.Local().Format(time.DateTime))
	if h.RunID != "" {
		text += ", run " + h.RunID
	}
	return text + ")"
}

// LockedError says that another process holds the lock.
type LockedError struct {
	// File is the lock's file.
	File   string
	Holder Holder
	Waited time.Duration
}

func (e *LockedError) Error() string {
	text := fmt.Sprintf("%s is running and holds %s", e.Holder, e.File)
	if waited := e.Waited.Round(100 * time.Millisecond); waited > 0 {
		text += fmt.Sprintf("; waited %s", waited)
	}
	return text + ": try again when it has ended"
}

// Lock is the right to write. It is for one goroutine.
type Lock struct {
	store  *Store
	flock  *flock.Flock
	holder Holder
	ctx    context.Context // ends reading
}

const lockName, holderName = "lock", "lock.json"

func (s *Store) lockFile() string   { return filepath.Join(s.dir(), lockName) }
func (s *Store) holderFile() string { return filepath.Join(s.dir(), holderName) }

// Lock takes the lock, making its folder when it is missing. When another
// process holds it, it keeps trying for at most wait (while only readers are in
// the way for two seconds at least, whatever wait is), and then fails with a
// *LockedError. What the lock's methods read of run logs ends with ctx, too. A holder that died is no obstacle. Any other error says why
// nothing can be written there.
func (s *Store) Lock(ctx context.Context, wait time.Duration) (*Lock, error) {
	if err := errors.Join(s.Foreign(), s.foreignLock()); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	start := time.Now()
	for {
		lock := flock.New(s.lockFile(), flock.SetFlag(os.O_CREATE|os.O_RDONLY|plainfile.Careful), flock.SetPermissions(0o666))
		ok, err := lock.TryLock()
		if err != nil {
			return nil, s.cannotWrite(errors.Join(err, lock.Close()))
		}
		if ok && s.isOurs(lock) {
			return s.take(ctx, lock)
		}
		// Whoever can read beside those in the way has no writer among them.
		readers := ok
		if !ok {
			readers, err = lock.TryRLock()
		}
		if err := errors.Join(err, lock.Close()); err != nil {
			return nil, fmt.Errorf("locking status: %w", err)
		}
		if err := s.prepare(); err != nil {
			return nil, err
		}
		limit, pause := wait, lockPoll
		if readers {
			limit, pause = max(wait, readerGrace), readerPoll
		}
		waited := time.Since(start)
		if waited >= limit {
			return nil, &LockedError{File: s.lockFile(), Holder: s.holder(), Waited: waited}
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for the lock: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
}

// isOurs reports whether the locked file is still the one of that name: the
// folder may have been removed and made again between opening and locking.
func (s *Store) isOurs(lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(s.lockFile())
	return err == nil && named.Mode().IsRegular() && os.SameFile(locked, named)
}

func (s *Store) take(ctx context.Context, lock *flock.Flock) (*Lock, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "an unnamed host"
	}
	l := &Lock{store: s, ctx: ctx, flock: lock, holder: Holder{PID: os.Getpid(), Host: host, Started: s.now().UTC()}}
	err = l.announce()
	// A full disk must not keep the one process out that makes room on it.
	if err != nil && !want.Room(err) {
		return nil, s.cannotWrite(errors.Join(err, lock.Close()))
	}
	return l, nil
}

func (l *Lock) announce() error {
	return l.store.in(func(dir *os.Root) error {
		return atomicfile.WriteIn(dir, holderName, false, func(w io.Writer) error {
			return json.NewEncoder(w).Encode(l.holder)
		})
	})
}

// SetRun names the run that the holder of the lock is about to record, so that
// readers know its log as that of a living run. Call it before the log is
// created; "" when the log is closed.
func (l *Lock) SetRun(id string) error {
	l.holder.RunID = id
	if err := l.announce(); err != nil {
		return l.store.cannotWrite(err)
	}
	return nil
}

// Unlock gives the lock back. A second Unlock does nothing.
func (l *Lock) Unlock() error {
	if !l.flock.Locked() {
		return nil
	}
	var err error
	if _, gone := os.Lstat(l.store.holderFile()); gone == nil {
		err = l.store.in(func(dir *os.Root) error { return dir.Remove(holderName) })
	}
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	// The lock's own file stays: removing it would let two processes hold two
	// files of one name.
	if err = errors.Join(err, l.flock.Close()); err != nil {
		return fmt.Errorf("releasing the lock: %w", err)
	}
	return nil
}

// holder reads who holds the lock; the zero value when nobody says so. What is
// there may be anything: only the beginning of a regular file is read.
func (s *Store) holder() Holder {
	var h Holder
	data, err := s.head64K(s.holderFile())
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// liveRun is the run that is being recorded at this moment; "" when none is.
func (s *Store) liveRun() string {
	h := s.holder()
	if h.RunID == "" {
		return ""
	}
	if info, err := os.Lstat(s.lockFile()); err == nil && !info.Mode().IsRegular() {
		return "" // nobody locks that
	}
	probe := flock.New(s.lockFile(), flock.SetFlag(os.O_RDONLY|plainfile.Careful))
	free, err := probe.TryRLock()
	if free {
		err = probe.Close()
	}
	switch {
	case errors.Is(err, os.ErrNotExist), free && err == nil:
		return ""
	}
	// Held; or it cannot be told, and then nothing is called interrupted that
	// may well be running.
	return h.RunID
}

// notFolder says what to do when the folder is something else; nil when it is not.
func (s *Store) notFolder() error {
	if info, err := os.Stat(s.dir()); err != nil || info.IsDir() {
		return nil
	}
	return fmt.Errorf("%s is not a folder, but hub keeps its state there: move it away, set status.file in hub.yaml, or pass --state=DIR", s.dir())
}

// prepare makes the folder, which git is told to ignore. In a folder that holds
// other things only the folders in it that are made here are ignored: what it
// says of the status file itself is its owner's to say. No name in it that hub
// writes to leads out of it.
func (s *Store) prepare() error {
	path := s.dir()
	_, missing := os.Stat(path)
	dir, err := s.open()
	if _, refused := errors.AsType[*place.Refusal](err); refused {
		return fmt.Errorf("hub does not keep its state in %s: %w", path, err)
	}
	if err != nil {
		return cmp.Or(s.notFolder(), s.cannotWrite(err))
	}
	defer dir.Close() // read only: nothing can be lost
	if err := s.closed(dir); err != nil {
		return err
	}
	if !s.shared() || missing != nil {
		err := s.ignore(dir, ".")
		switch {
		case want.Room(err) && s.shared():
			_ = os.Remove(path) // it is empty; found again, it would be taken for somebody else's
		case want.Room(err):
			return nil
		}
		return err
	}
	for _, below := range []string{s.RunsDir(), s.CacheDir(), s.TempDir()} {
		name := filepath.Base(below)
		switch err := dir.Mkdir(name, 0o777); {
		case errors.Is(err, os.ErrExist): // made before, or somebody else's
		case err != nil && !want.Room(err):
			return s.cannotWrite(err)
		case err == nil:
			if err := s.ignore(dir, name); want.Room(err) {
				_ = dir.Remove(name) // it is empty; made again, it is ignored
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// closed makes sure that no link leads from a name that hub writes to out of
// the folder, and that the lock can be opened: what is no regular file might
// never answer.
func (s *Store) closed(dir *os.Root) error {
	for _, name := range []string{lockName, filepath.Base(s.RunsDir()), filepath.Base(s.CacheDir()), filepath.Base(s.TempDir())} {
		info, err := dir.Lstat(name)
		if err != nil {
			continue // it is made when it is needed, or the error comes up again
		}
		path := filepath.Join(s.dir(), name)
		switch {
		case name == lockName && !info.Mode().IsRegular():
			return fmt.Errorf("%w; hub uses it to lock its state", &plainfile.Error{Path: path, Mode: info.Mode()})
		case info.Mode()&os.ModeSymlink == 0:
		default:
			if _, err := dir.Stat(name); err != nil {
				return fmt.Errorf("%s is a symbolic link that leads out of %s, but hub writes there: remove it, or choose a folder for the state with --state=DIR", path, s.dir())
			}
		}
	}
	return nil
}

// shared reports whether the folder may hold other things than hub's. A link of
// hub's name makes nothing hub's.
func (s *Store) shared() bool {
	dir := s.dir()
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Base(dir) != ".hub"
}

// ignoreAll is the text of the .gitignore of a folder that hub makes.
const ignoreAll = "*\n"

// ignore tells git to ignore everything in the folder, that it is told included.
// Where there is no room for that, nothing is left, and it can be tried again.
func (s *Store) ignore(dir *os.Root, folder string) error {
	f, err := dir.OpenFile(filepath.Join(folder, ".gitignore"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err == nil {
		_, err = f.WriteString(ignoreAll)
		if err = errors.Join(err, f.Close()); err != nil {
			_ = dir.Remove(filepath.Join(folder, ".gitignore"))
		}
	}
	if err != nil {
		return s.cannotWrite(err)
	}
	return nil
}

func (s *Store) cannotWrite(err error) error {
	return fmt.Errorf("hub cannot write its state in %s: %w", s.dir(), want.Advised(err))
}
