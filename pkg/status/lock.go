package status

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

const (
	lockPoll = 20 * time.Millisecond
	// Readers that check whether a run is alive hold the lock for an instant. A
	// writer waits for them even if it should not wait, but not forever: a
	// reader may have been stopped.
	readerGrace = 2 * time.Second
	readerPoll  = time.Millisecond
)

// Holder identifies the process that holds the lock; the zero value when
// unknown.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Started time.Time `json:"started"`
	// RunID is the run that the holder records; empty when there is none.
	RunID string `json:"runId,omitempty"`
}

// String describes the holder for people.
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
	// File is the path of the lock file.
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

// Lock is the right to write. It must not be used concurrently.
type Lock struct {
	store  *Store
	flock  *flock.Flock
	holder Holder
	ctx    context.Context // cancels reading
}

const lockName, holderName = "lock", "lock.json"

func (s *Store) lockFile() string   { return filepath.Join(s.dir(), lockName) }
func (s *Store) holderFile() string { return filepath.Join(s.dir(), holderName) }

// Lock takes the lock, and makes its folder if it is missing. If another
// process holds it, Lock keeps trying for at most wait (at least two seconds
// while only readers hold it), and then fails with a *LockedError. The lock of
// a dead process is no obstacle. Canceling ctx also stops the reading of run
// logs by the lock's methods. Any other error says why hub cannot write there.
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
		// If a shared lock succeeds, only readers hold it.
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
			return nil, fmt.Errorf("waiting for the lock: %w", context.Cause(ctx))
		case <-time.After(pause):
		}
	}
}

// isOurs reports whether the locked file still has its name: the folder may
// have been removed and recreated between opening and locking.
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
	// A full disk must not lock out the process that makes room on it.
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

// SetRun records the ID of the run that the holder is about to record, so that
// readers know that its log is in progress. Call it before the log is created,
// and with "" when the log is closed.
func (l *Lock) SetRun(id string) error {
	l.holder.RunID = id
	if err := l.announce(); err != nil {
		return l.store.cannotWrite(err)
	}
	return nil
}

// Unlock releases the lock. A second Unlock does nothing.
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
	// The lock file is not removed: two processes could then hold two files of
	// the same name.
	if err = errors.Join(err, l.flock.Close()); err != nil {
		return fmt.Errorf("releasing the lock: %w", err)
	}
	return nil
}

// holder reads who holds the lock; the zero value when unknown. The file is
// untrusted: only the beginning of a regular file is read.
func (s *Store) holder() Holder {
	var h Holder
	data, err := s.head64K(s.holderFile())
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// liveRun returns the ID of the run in progress; "" when there is none.
func (s *Store) liveRun() string {
	h := s.holder()
	if h.RunID == "" {
		return ""
	}
	if info, err := os.Lstat(s.lockFile()); err == nil && !info.Mode().IsRegular() {
		return "" // hub never locks such a file
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
	// It is held, or that is unknown: then the run may be in progress and must
	// not count as interrupted.
	return h.RunID
}

// notFolder returns an error if the path of the folder is something else.
func (s *Store) notFolder() error {
	if info, err := os.Stat(s.dir()); err != nil || info.IsDir() {
		return nil
	}
	return fmt.Errorf("%s is not a folder, but hub keeps its state there: move it away, set status.file in hub.yaml, or pass --state=DIR", s.dir())
}

// prepare makes the folder, with a .gitignore for all of it. In a folder with
// other files, only the folders that hub makes there are ignored: whether to
// ignore the status file is up to the user. prepare fails if a name to which
// hub writes leads out of the folder.
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
			_ = os.Remove(path) // it is empty; left there, it would not count as hub's own
		case want.Room(err):
			return nil
		}
		return err
	}
	for _, below := range []string{s.RunsDir(), s.CacheDir(), s.TempDir()} {
		name := filepath.Base(below)
		switch err := dir.Mkdir(name, 0o777); {
		case errors.Is(err, os.ErrExist): // made before, or not hub's
		case err != nil && !want.Room(err):
			return s.cannotWrite(err)
		case err == nil:
			if err := s.ignore(dir, name); want.Room(err) {
				_ = dir.Remove(name) // it is empty; the next call makes and ignores it
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// closed checks that no name to which hub writes is a link out of the folder,
// and that the lock is a regular file: opening another kind might block
// forever.
func (s *Store) closed(dir *os.Root) error {
	for _, name := range []string{lockName, filepath.Base(s.RunsDir()), filepath.Base(s.CacheDir()), filepath.Base(s.TempDir())} {
		info, err := dir.Lstat(name)
		if err != nil {
			continue // created when needed, or the error occurs again
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

// shared reports whether the folder may contain files that are not hub's. A
// link named .hub does not make its target hub's.
func (s *Store) shared() bool {
	dir := s.dir()
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Base(dir) != ".hub"
}

// ignoreAll is the content of .gitignore in a folder that hub makes.
const ignoreAll = "*\n"

// ignore makes git ignore everything in the folder, including the .gitignore
// itself. If the disk is full, it leaves nothing and can be repeated.
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

// cannotWrite explains why the state cannot be written, and what to do.
func (s *Store) cannotWrite(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("hub cannot write its state in %s: %w; make that folder writable for this user, or keep the state elsewhere with --state=DIR", s.dir(), err)
	}
	return fmt.Errorf("hub cannot write its state in %s: %w", s.dir(), want.Advised(err))
}
