package runlog

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// SyncInterval is the longest time for which appended lines may be known to
// the kernel only.
const SyncInterval = 500 * time.Millisecond

// ErrTooLong says that an event makes a line longer than [MaxLine].
var ErrTooLong = fmt.Errorf("event is longer than %d MiB", MaxLine>>20)

// keptBuffer bounds the memory that stays allocated between two calls.
const keptBuffer = 4 << 20

// Writer appends events to the log of one run.
type Writer struct {
	path string
	buf  []byte
	// torn: the last write ended inside a line.
	torn    bool
	closed  bool
	written int64 // bytes
	max     int

	// The file's own methods; tests put failing ones in their place.
	write func([]byte) (int, error)
	sync  func() error
	close func() error

	mu      sync.Mutex // guards dirty and syncErr
	dirty   bool
	syncErr error
	wake    chan struct{} // something is dirty
	stop    chan struct{}
	stopped chan struct{}
}

// NewID makes the ID of a run that starts now: it sorts by time, is unique,
// and is a valid file name on every system.
func NewID(now time.Time) string {
	var random [2]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return idAt(now, random[:])
}

var idForm = regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}$`)

// IsID reports whether name is of the form that NewID gives. A log may have any
// other name; what has this one was made by hub.
func IsID(name string) bool { return idForm.MatchString(name) }

const ext = ".ndjson"

// Path is the file of the run's log.
func Path(dir, id string) string { return filepath.Join(dir, id+ext) }

// validID reports whether id can be a run's: part of a file name, hidden from
// nobody, and not a way out of the folder.
func validID(id string) bool {
	return id != "" && id[0] != '.' && !strings.ContainsAny(id, "/\\:\x00")
}

// Create makes the log of a new run, and dir when it is missing. A log that
// exists is never opened again: the error is then fs.ErrExist.
func Create(dir, id string) (*Writer, error) {
	if !validID(id) {
		return nil, fmt.Errorf("creating run log: %q cannot be the ID of a run", id)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("creating run log: %w", err)
	}
	path := Path(dir, id)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, fmt.Errorf("creating run log: %w", err)
	}
	named := false
	syncBoth := func() error {
		// The name is kept by the folder, and only once.
		if !named {
			if err := syncDir(dir); err != nil {
				return err
			}
			named = true
		}
		return syncFile(file)
	}
	return newWriter(path, file.Write, syncBoth, file.Close, SyncInterval), nil
}

func newWriter(path string, write func([]byte) (int, error), sync, closeFile func() error, every time.Duration) *Writer {
	w := &Writer{
		path: path, max: MaxLine,
		write: write, sync: sync, close: closeFile,
		wake: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	go w.syncing(every)
	return w
}

// Path is the log's file.
func (w *Writer) Path() string { return w.path }

// Append writes the events, one line each, all in one write call, and returns
// when the kernel has them. It is for one goroutine at a time.
//
// An event that cannot be encoded is left out and told; the others are
// written. After a failed write Append may be called again, with the same
// events too: a torn line is closed off first, and a repeated event changes
// nothing. The error may also be that of an earlier background fsync; the
// events are written then.
func (w *Writer) Append(events ...hub.Event) error {
	if w.closed {
		return fmt.Errorf("writing %s: %w", w.path, os.ErrClosed)
	}
	var problems []error
	data := w.buf[:0]
	if w.torn {
		data = append(data, '\n')
	}
	for i := range events {
		start := len(data)
		var err error
		data, err = appendEvent(data, &events[i])
		if err == nil && len(data)-start > w.max {
			err = ErrTooLong
		}
		if err != nil {
			data = data[:start]
			problems = append(problems, fmt.Errorf("writing %s: %s event %s: %w", w.path, events[i].Type, events[i].ID, err))
		}
	}
	if len(data) > 0 && !(w.torn && len(data) == 1) {
		n, err := w.write(data)
		if n > 0 {
			w.torn = data[n-1] != '\n'
			w.written += int64(n)
			w.touch()
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("writing run log: %w", err))
		}
	}
	if w.buf = data; cap(data) > keptBuffer {
		w.buf = nil
	}
	if err := w.takeSyncErr(); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// touch tells the background that there is something to bring to the disk.
func (w *Writer) touch() {
	w.mu.Lock()
	was := w.dirty
	w.dirty = true
	w.mu.Unlock()
	if !was {
		w.wake <- struct{}{} // never blocks: one token for each turn of dirty to true
	}
}

func (w *Writer) takeSyncErr() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.syncErr
	w.syncErr = nil
	return err
}

// syncing is the group commit: it sleeps until something is dirty, lets more
// gather for a while, and syncs once for all of it.
func (w *Writer) syncing(every time.Duration) {
	defer close(w.stopped)
	for {
		select {
		case <-w.stop:
			return
		case <-w.wake:
		}
		timer := time.NewTimer(every)
		select {
		case <-w.stop:
			timer.Stop()
			return
		case <-timer.C:
		}
		w.commit()
	}
}

func (w *Writer) commit() {
	w.mu.Lock()
	dirty := w.dirty
	w.dirty = false
	w.mu.Unlock()
	if !dirty {
		return
	}
	if err := w.sync(); err != nil {
		w.mu.Lock()
		w.syncErr = fmt.Errorf("bringing run log to the disk: %w", err)
		w.mu.Unlock()
	}
}

// Intact checks that the file of the log's name holds as much as was written:
// an example can reach it like any other file of its user's.
func (w *Writer) Intact() error {
	info, err := os.Stat(w.path)
	if err == nil && info.Size() != w.written {
		err = fmt.Errorf("%s has %d bytes, and hub wrote %d: something else changed it", w.path, info.Size(), w.written)
	}
	return err
}

// Close brings the log to the disk and closes it. Its error is also that of an
// earlier background fsync that no Append has told yet. A second Close does
// nothing.
func (w *Writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	close(w.stop)
	<-w.stopped
	earlier := w.takeSyncErr()
	w.commit()
	errs := []error{earlier, w.takeSyncErr()}
	if err := w.close(); err != nil {
		errs = append(errs, fmt.Errorf("closing run log: %w", err))
	}
	return errors.Join(errs...)
}
