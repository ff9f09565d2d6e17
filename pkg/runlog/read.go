package runlog

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// MaxLine is the maximum length of a line in bytes, including its end. Longer
// lines are not written, and are skipped as damaged when read. It suffices for
// a plan of half a million examples.
const MaxLine = 256 << 20

// MaxSize is the maximum size of a run log in bytes. Larger logs are neither
// written nor read.
const MaxSize = 16 << 30

// ErrNewer says that a newer hub wrote the log, in a format that this one could
// misread.
var ErrNewer = errors.New("written by a newer version of hub")

// Read reads the run log in the file path, given by a user: links are followed.
// If the log records no ID, the run's ID is the file's name. The error is a
// [*plainfile.Error] if path is not a regular file of at most [MaxSize] bytes.
func Read(path string) (Log, error) { return (*Reader)(nil).Read(path) }

// Read is the function of this name, for one of several logs.
func (r *Reader) Read(path string) (Log, error) {
	file, err := plainfile.Open(path, MaxSize)
	if err != nil {
		return Log{}, fmt.Errorf("reading run log: %w", err)
	}
	return r.read(context.Background(), file, path)
}

// ReadIn reads the log of a run in the folder of run logs like Read, but
// follows no links. Canceling ctx stops it.
func ReadIn(ctx context.Context, dir *os.Root, id string) (Log, error) {
	file, err := plainfile.OpenIn(dir, Path("", id), MaxSize)
	if err != nil {
		return Log{}, fmt.Errorf("reading run log: %w", err)
	}
	return (*Reader)(nil).read(ctx, file, filepath.Join(dir.Name(), Path("", id)))
}

// read reads the log from the file and closes it.
func (r *Reader) read(ctx context.Context, file *os.File, path string) (Log, error) {
	log, err := r.decode(plainfile.Reader(ctx, file), MaxLine, nil)
	if err = errors.Join(err, file.Close()); err != nil {
		return Log{}, fmt.Errorf("reading run log %s: %w", path, err)
	}
	if log.Run.ID == "" {
		log.Run.ID = strings.TrimSuffix(filepath.Base(path), ext)
	}
	return log, nil
}

// Decode reads a run log to its end and keeps what can be read. A line without
// a line end is torn and does not count, whatever its content. Nothing after
// run-finished counts. The error is that of r, or ErrNewer.
func Decode(r io.Reader) (Log, error) { return decode(r, MaxLine, nil) }

// decode reads a log. With visit it calls that for every event that counts, and keeps
// brief results only.
func decode(in io.Reader, maxLine int, visit func(Line)) (Log, error) {
	return (*Reader)(nil).decode(in, maxLine, visit)
}

func (r *Reader) decode(in io.Reader, maxLine int, visit func(Line)) (Log, error) {
	log := Log{Sealed: SealOpen}
	var recorder hub.Recorder
	seal := newSealer()
	lines := lineReader{in: bufio.NewReaderSize(in, 64<<10), max: maxLine, hash: seal.hash}
	if r != nil {
		lines.buf = r.buf
		defer func() { r.buf = lines.buf }()
	}
	seed := maphash.MakeSeed()
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
			continue // ends a torn line
		}
		event, plan, ok, err := r.decodeLine(line)
		if err != nil {
			return Log{}, err
		}
		if !ok {
			log.Bad++
			continue
		}
		log.Lines++
		if visit == nil {
			recorder.Add(event)
		} else {
			recorder.AddBrief(event, maphash.Bytes(seed, lines.raw))
			visit(Line{Event: event, Offset: lines.at, Text: lines.raw, Plan: plan})
		}
		if recorder.Closed() {
			if log.Trailing, err = trailing(lines.in); err != nil {
				return Log{}, err
			}
			log.close(&recorder, &seal, event.End)
			break
		}
		seal.count(&event)
	}
	log.Started = recorder.Started()
	log.Run = recorder.Run()
	log.Closed, log.Unfinished = recorder.Closed(), recorder.Unfinished()
	log.Damage, log.Damages = recorder.Damage()
	log.Contradicted = recorder.Contradicted()
	return log, nil
}

// close checks a log with an end. Damaged lines of a log with an intact seal
// were torn when it was written, and are part of what is sealed.
func (l *Log) close(recorder *hub.Recorder, seal *sealer, end *hub.RunEnd) {
	var broken string
	if l.Sealed, broken = seal.check(end, recorder.Sealed()); broken != "" {
		recorder.MarkDamaged(broken)
	}
	if l.Sealed == SealIntact {
		return
	}
	if l.Bad > 0 {
		recorder.MarkDamaged(fmt.Sprintf("%d of its lines cannot be read", l.Bad))
	}
	if l.Trailing > 0 {
		recorder.MarkDamaged(fmt.Sprintf("%d bytes follow its end", l.Trailing))
	}
}

var white = []byte(" \t\r\n")

// trailing reads to the end and counts the bytes that are not white space.
func trailing(in io.Reader) (n int64, err error) {
	buf := make([]byte, 32<<10)
	for {
		read, err := in.Read(buf)
		for _, c := range buf[:read] {
			if !slices.Contains(white, c) {
				n++
			}
		}
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// decodeLine decodes one line. plan are the examples of a run-started event, as they are
// written. ok is false when the line is damaged; the only error is ErrNewer.
func decodeLine(line []byte) (event hub.Event, plan []json.RawMessage, ok bool, err error) {
	if dense(line) {
		return hub.Event{}, nil, false, nil
	}
	if event, ok = jsonline.Parse(line); ok {
		return event, nil, complete(event) != no, nil
	}
	if event, plan, ok = began(line); !ok {
		event, plan, err = unmarshal(line)
	}
	if err != nil {
		// Not JSON, or JSON of another form: from the log of a newer hub, or an
		// unknown event.
		var probe struct {
			Type hub.EventType `json:"type"`
			Run  struct {
				SchemaVersion int `json:"schemaVersion"`
			} `json:"run"`
		}
		shape := json.Unmarshal(line, &probe)
		if probe.Type == hub.EventRunStarted && probe.Run.SchemaVersion > hub.SchemaVersion {
			return hub.Event{}, nil, false, newer(probe.Run.SchemaVersion)
		}
		var typed *json.UnmarshalTypeError
		known := probe.Type == "" || complete(hub.Event{Type: probe.Type}) != unknown
		if known || (shape != nil && !errors.As(shape, &typed)) {
			return hub.Event{}, nil, false, nil
		}
		return hub.Event{Type: probe.Type}, nil, true, nil
	}
	if event.Type == hub.EventRunStarted && event.Run != nil && event.Run.SchemaVersion > hub.SchemaVersion {
		return hub.Event{}, nil, false, newer(event.Run.SchemaVersion)
	}
	return event, plan, complete(event) != no, nil
}

// unmarshal decodes a line of any form.
func unmarshal(line []byte) (e hub.Event, plan []json.RawMessage, err error) {
	var of event
	if err := json.Unmarshal(line, &of); err != nil {
		return hub.Event{}, nil, err
	}
	e = of.Event
	if of.Run == nil {
		return e, nil, nil
	}
	e.Run, plan = &of.Run.RunHeader, of.Run.Plan
	if plan == nil {
		return e, nil, nil
	}
	e.Run.Plan = make([]hub.Example, len(plan))
	for i, text := range plan {
		if e.Run.Plan[i], err = Example(text); err != nil {
			return hub.Event{}, nil, err
		}
	}
	return e, plan, nil
}

// Example decodes an example as logs have it.
func Example(text []byte) (e hub.Example, err error) {
	e, ok := jsonline.ParseExample(text)
	if !ok {
		err = json.Unmarshal(text, &e)
	}
	return e, err
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

// complete reports whether the event has the fields that its type requires. An
// event without them is damage. Events of unknown types are accepted.
func complete(e hub.Event) completeness {
	ok := false
	switch e.Type {
	case "":
	case hub.EventRunStarted:
		ok = e.Run != nil
	case hub.EventExampleStarted, hub.EventExampleDeferred:
		ok = e.ID != ""
	case hub.EventExampleTaken:
		ok = e.Example != nil && e.Example.ID != ""
	case hub.EventResultAcknowledged, hub.EventResultRefused:
		ok = e.ID != "" && e.Receipt != nil && e.Receipt.Hash != "" && e.Receipt.Run != ""
	case hub.EventAttemptFinished:
		ok = e.ID != "" && e.Attempt != nil
	case hub.EventExampleFinished, hub.EventResultSuperseded:
		ok = e.Result != nil && e.Result.ID != "" && e.Result.Status.Valid()
	case hub.EventStepFinished:
		ok = e.Step != nil
	case hub.EventSpanFinished:
		ok = e.Span != nil
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

// List returns the IDs of the runs with logs in dir, sorted: the oldest first.
// If dir does not exist, it returns none.
func List(dir string) ([]string, error) {
	folder, err := plainfile.Folder(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing run logs: %w", err)
	}
	ids, err := ListIn(folder)
	return ids, errors.Join(err, folder.Close())
}

// ListIn is [List] for an open folder.
func ListIn(dir *os.Root) ([]string, error) {
	entries, err := plainfile.Entries(dir)
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
