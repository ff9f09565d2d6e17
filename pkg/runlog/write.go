package runlog

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// SyncInterval is the maximum time until appended lines are synced to disk.
const SyncInterval = 500 * time.Millisecond

// ErrSealed says that an event follows run-finished, which ends every log.
var ErrSealed = errors.New("the run has ended: nothing can be added to its log")

// ErrTooLong says that the line of an event would exceed [MaxLine].
var ErrTooLong = fmt.Errorf("event is longer than %d MiB", MaxLine>>20)

// ErrTooLarge says that the log would exceed [MaxSize].
var ErrTooLarge = fmt.Errorf("the run log has reached its limit of %d GiB", MaxSize>>30)

// keptBuffer is the maximum size of a buffer that is kept between calls.
const keptBuffer = 4 << 20

// Writer appends events to the log of one run.
type Writer struct {
	path string
	buf  []byte
	ends []int // of the lines in buf
	// torn: the last write ended within a line. half is its event if only the
	// line end is missing.
	torn    bool
	half    *hub.Event
	closed  bool
	written int64 // bytes
	max     int   // maximum bytes of a line
	most    int64 // maximum bytes of the log
	// seal covers the written bytes and the completely written events. sealed:
	// run-finished was written.
	seal   sealer
	sealed bool
	end    int64       // offset of the run-finished line
	info   fs.FileInfo // of the file; nil in tests without one

	// Hashed, if set, gets each result with [hub.LineHash] of its line, during the call of
	// Append that has passed the whole line to the kernel.
	Hashed func(r *hub.Result, hash string)

	// Methods of the file; tests replace them by failing ones.
	write func([]byte) (int, error)
	sync  func() error
	close func() error

	syncMu  sync.Mutex // held during sync
	mu      sync.Mutex // guards dirty and syncErr
	dirty   bool
	syncErr error
	wake    chan struct{} // dirty became true
	stop    chan struct{}
	stopped chan struct{}
}

// NewID returns the ID of a run that starts now: it sorts by time, is unique,
// and is a valid file name on every system.
func NewID(now time.Time) string {
	var random [2]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return IDAt(now, hex.EncodeToString(random[:]))
}

// IDAt returns the ID of a run at time t, with four hex digits to distinguish
// it from others in the same millisecond.
func IDAt(t time.Time, digits string) string {
	return t.UTC().Format("20060102T150405.000Z") + "-" + digits
}

var idForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}$`) })

// IsID reports whether name has the form that NewID returns. Logs may have
// other names; a name of this form was made by hub.
func IsID(name string) bool { return idForm().MatchString(name) }

const ext = ".ndjson"

// Path returns the path of the run's log.
func Path(dir, id string) string { return filepath.Join(dir, id+ext) }

// validID reports whether id can be the ID of a run: part of a file name that
// is not hidden and does not leave the folder.
func validID(id string) bool {
	return id != "" && id[0] != '.' && !strings.ContainsAny(id, "/\\:\x00")
}

// Create creates the log of a new run, and dir if it is missing. An existing
// log is never opened again: the error is then fs.ErrExist.
func Create(dir, id string) (*Writer, error) {
	if !validID(id) {
		return nil, fmt.Errorf("creating run log: %q is not a valid run ID", id)
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
		// The name in the folder is synced only once.
		if !named {
			if err := syncDir(dir); err != nil {
				return err
			}
			named = true
		}
		return syncFile(file)
	}
	w := newWriter(path, file.Write, syncBoth, file.Close, SyncInterval)
	if w.info, err = file.Stat(); err != nil {
		return nil, errors.Join(fmt.Errorf("creating run log: %w", err), w.Close())
	}
	return w, nil
}

func newWriter(path string, write func([]byte) (int, error), sync, closeFile func() error, every time.Duration) *Writer {
	w := &Writer{
		path: path, max: MaxLine, most: MaxSize, seal: newSealer(),
		write: write, sync: sync, close: closeFile,
		wake: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	go w.syncing(every)
	return w
}

// Path returns the path of the log.
func (w *Writer) Path() string { return w.path }

// Append writes the events, one line each, and returns when the kernel has
// them. It uses one write call, and a second one for run-finished, which gets
// its seal when the kernel has the others. Append must not be called
// concurrently.
//
// An event that cannot be encoded is omitted and reported; the others are
// written. After a failed write, Append may be called again, even with the same
// events: a torn line is ended first, and a repeated event changes nothing.
// After run-finished the error is [ErrSealed]. The error may also come from an
// earlier background fsync; the events are written then.
func (w *Writer) Append(events ...hub.Event) error {
	if w.closed {
		return fmt.Errorf("writing %s: %w", w.path, os.ErrClosed)
	}
	end := slices.IndexFunc(events, func(e hub.Event) bool { return e.Type == hub.EventRunFinished })
	var problems []error
	switch {
	case len(events) == 0:
	case w.sealed:
		problems = append(problems, fmt.Errorf("writing %s: %w", w.path, ErrSealed))
	case end < 0:
		_, problems = w.lines(events)
	default:
		var took bool
		if took, problems = w.lines(events[:end]); took && !w.sealed {
			w.end = w.written
			_, more := w.lines([]hub.Event{w.seal.seal(events[end])})
			problems = append(problems, more...)
		}
		if end < len(events)-1 {
			problems = append(problems, fmt.Errorf("writing %s: %w", w.path, ErrSealed))
		}
	}
	if err := w.takeSyncErr(); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// lines ends a torn line and writes one line for each event that can be
// encoded, in one write call. It reports whether the kernel accepted all of it,
// and what went wrong.
func (w *Writer) lines(events []hub.Event) (took bool, problems []error) {
	data := w.buf[:0]
	if w.torn {
		data = append(data, '\n')
	}
	if w.torn && w.half != nil && w.half.Type == hub.EventRunFinished {
		events = nil // with its line end the log is complete, and nothing may follow
	}
	ends := w.ends[:0] // of the events' lines, 0 for an omitted one
	for i := range events {
		start := len(data)
		var err error
		data, err = jsonline.Plain.Event(data, &events[i])
		if err == nil && len(data)-start > w.max {
			err = ErrTooLong
		}
		if err != nil {
			data = data[:start]
			problems = append(problems, fmt.Errorf("writing %s: %s event %s: %w", w.path, events[i].Type, events[i].ID, err))
			ends = append(ends, 0)
			continue
		}
		ends = append(ends, len(data))
	}
	took = true
	switch {
	case w.written+int64(len(data)) > w.most:
		took = false
		problems = append(problems, fmt.Errorf("writing %s: %w", w.path, ErrTooLarge))
	case len(data) > 0:
		n, err := w.write(data)
		if n > 0 {
			w.accepted(data[:n], events, ends)
		}
		if took = n == len(data); err != nil {
			problems = append(problems, fmt.Errorf("writing run log: %w", err))
		}
	}
	w.ends = ends
	if w.buf = data; cap(data) > keptBuffer {
		w.buf = nil
	}
	return took, problems
}

// accepted records the bytes that the kernel accepted, of events whose lines
// end at ends.
func (w *Writer) accepted(data []byte, events []hub.Event, ends []int) {
	if w.half != nil { // its missing line end is the first byte
		w.whole(w.half)
		w.half = nil
	}
	w.torn = data[len(data)-1] != '\n'
	w.written += int64(len(data))
	w.seal.hash.Write(data)
	start := 0
	if len(data) > 0 && data[0] == '\n' { // it ends a torn line
		start = 1
	}
	for i, end := range ends {
		switch {
		case end == 0:
			continue
		case end <= len(data):
			w.whole(&events[i])
			if r := events[i].Result; w.Hashed != nil && r != nil {
				w.Hashed(r, hub.LineHash(data[start:end]))
			}
		case end == len(data)+1:
			e := events[i]
			w.half = &e
		}
		start = end
	}
	w.touch()
}

// whole records an event whose line is complete in the log.
func (w *Writer) whole(e *hub.Event) {
	w.seal.count(e)
	w.sealed = w.sealed || e.Type == hub.EventRunFinished
}

// Close syncs the log to disk and closes it. Its error includes that of an
// earlier background fsync that no Append returned. A second Close does
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
