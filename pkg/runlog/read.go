package runlog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// MaxLine is the greatest length of one line in bytes, its end included.
// Longer ones are not written, and are skipped as damaged when read. It has
// room for the plan of half a million examples.
const MaxLine = 256 << 20

// ErrNewer says that a log was written by a newer hub, in a format that this
// one could misread.
var ErrNewer = errors.New("written by a newer version of hub")

// Log is what one run log says.
type Log struct {
	// Run is the run as far as it was recorded.
	Run hub.Run
	// Started: the run-started line was there. Without it Run has no results.
	Started bool
	// Closed: the run-finished line was there, the run ended in order.
	Closed bool
	// Torn: the last line is incomplete and was dropped.
	Torn bool
	// Lines counts the lines that could be read, Bad those that could not.
	Lines, Bad int
	// Unfinished holds the IDs of examples that were started and have no
	// result line, in the order of their start. In Run they are interrupted;
	// while the writer lives they are running.
	Unfinished []string
}

// Read reads the run log in the file path. The run's ID is the file's name
// when the log does not tell it.
func Read(path string) (Log, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Log{}, fmt.Errorf("reading run log: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Log{}, fmt.Errorf("reading run log: %s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return Log{}, fmt.Errorf("reading run log: %w", err)
	}
	log, err := Decode(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return Log{}, fmt.Errorf("reading run log %s: %w", path, err)
	}
	if log.Run.ID == "" {
		log.Run.ID = strings.TrimSuffix(filepath.Base(path), ext)
	}
	return log, nil
}

// Decode reads a run log to its end, keeping what can be read. A line counts
// only with its line end: without one it was torn, whatever it looks like.
// The error is that of r, or ErrNewer.
func Decode(r io.Reader) (Log, error) { return decode(r, MaxLine) }

func decode(r io.Reader, maxLine int) (Log, error) {
	var log Log
	var recorder hub.Recorder
	lines := lineReader{in: bufio.NewReaderSize(r, 64<<10), max: maxLine}
	for {
		line, err := lines.next()
		if err == io.EOF {
			log.Torn = len(line) > 0 || lines.long
			break
		}
		if err != nil {
			return Log{}, err
		}
		if lines.long {
			log.Bad++
			continue
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue // closes off a torn line
		}
		event, ok, err := decodeLine(line)
		if err != nil {
			return Log{}, err
		}
		if !ok {
			log.Bad++
			continue
		}
		log.Lines++
		recorder.Add(event)
	}
	log.Started = recorder.Started()
	log.Run = recorder.Run()
	log.Closed, log.Unfinished = recorder.Closed(), recorder.Unfinished()
	return log, nil
}

// decodeLine reads one line. ok is false when the line is damaged; the error
// is ErrNewer alone.
func decodeLine(line []byte) (event hub.Event, ok bool, err error) {
	if json.Unmarshal(line, &event) != nil {
		// Not JSON, or JSON of another shape: that of a newer hub's log, or of
		// an event that this one does not know.
		var probe struct {
			Type hub.EventType `json:"type"`
			Run  struct {
				SchemaVersion int `json:"schemaVersion"`
			} `json:"run"`
		}
		shape := json.Unmarshal(line, &probe)
		if probe.Type == hub.EventRunStarted && probe.Run.SchemaVersion > hub.SchemaVersion {
			return hub.Event{}, false, newer(probe.Run.SchemaVersion)
		}
		var typed *json.UnmarshalTypeError
		known := probe.Type == "" || complete(hub.Event{Type: probe.Type}) != unknown
		if known || (shape != nil && !errors.As(shape, &typed)) {
			return hub.Event{}, false, nil
		}
		return hub.Event{Type: probe.Type}, true, nil
	}
	if event.Type == hub.EventRunStarted && event.Run != nil && event.Run.SchemaVersion > hub.SchemaVersion {
		return hub.Event{}, false, newer(event.Run.SchemaVersion)
	}
	return event, complete(event) != no, nil
}

func newer(version int) error {
	return fmt.Errorf("%w (format %d, this one reads up to %d): update hub", ErrNewer, version, hub.SchemaVersion)
}

type completeness int

const (
	no completeness = iota
	yes
	unknown
)

// complete tells whether the event carries what its type promises. What does
// not cannot be recorded, and is damage. Events of unknown types are fine.
func complete(e hub.Event) completeness {
	ok := false
	switch e.Type {
	case "":
	case hub.EventRunStarted:
		ok = e.Run != nil
	case hub.EventExampleStarted:
		ok = e.ID != ""
	case hub.EventAttemptFinished:
		ok = e.ID != "" && e.Attempt != nil
	case hub.EventExampleFinished:
		ok = e.Result != nil && e.Result.ID != "" && e.Result.Status.Valid()
	case hub.EventStepFinished:
		ok = e.Step != nil
	case hub.EventProblem:
		ok = e.Problem != nil && e.Problem.Kind != ""
	case hub.EventRunFinished:
		ok = e.End != nil
	default:
		return unknown
	}
	if ok {
		return yes
	}
	return no
}

// lineReader reads lines of bounded length.
type lineReader struct {
	in  *bufio.Reader
	buf []byte
	max int
	// long: the last line was longer than max, and is not returned.
	long bool
}

// next returns the next line without its end, valid until the following call.
// With io.EOF comes what stands after the last line end.
func (l *lineReader) next() ([]byte, error) {
	l.buf, l.long = l.buf[:0], false
	for {
		part, err := l.in.ReadSlice('\n')
		if err == nil && len(l.buf) == 0 && !l.long {
			if len(part) > l.max {
				l.long = true
			}
			return part[:len(part)-1], nil
		}
		if len(l.buf)+len(part) > l.max {
			l.long, l.buf = true, l.buf[:0]
		}
		if !l.long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case err == nil:
			return bytes.TrimSuffix(l.buf, []byte{'\n'}), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return l.buf, err
		}
	}
}

// List returns the IDs of the runs whose logs are in dir, oldest first. A
// folder that does not exist holds none.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing run logs: %w", err)
	}
	var ids []string
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ext)
		if ok && validID(id) && !e.IsDir() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}
