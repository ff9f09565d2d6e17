// Package timings reads how long examples took from what hub has written: a status file, a
// JSON report, a run log, a JUnit report. So a plan can be balanced on a machine that has
// run nothing, by the record of another.
package timings

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// maxSize bounds the file, in bytes.
const maxSize = 4 << 30

// Times are seconds by the ID of an example. Without a time it is not in it.
type Times map[string]float64

// Of returns the times of the newest results in a status; none of nil.
func Of(recorded *status.File) Times {
	t := Times{}
	if recorded == nil {
		return t
	}
	for id, e := range recorded.Examples {
		t.add(id, e.ExecutionTime)
	}
	return t
}

func (t Times) add(id string, seconds float64) {
	if id != "" && seconds > 0 && !math.IsInf(seconds, 1) {
		t[id] = seconds
	}
}

// Read reads the times in the file at path, whose kind it finds out. examples are the
// catalog, by which it knows examples that a JUnit report or an old status calls otherwise
// than by their IDs. It is a [*usage.Error] if the file is none that hub has written, or
// has no time of these examples. Reading ends with ctx.
func Read(ctx context.Context, path string, examples []hub.Example) (Times, error) {
	t, err := read(ctx, path, examples)
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage.Errorf("no such file")
	case isOdd:
		return nil, usage.Errorf("it %s", odd.Reason())
	case err != nil:
		return nil, err
	}
	for i := range examples {
		if t[examples[i].ID] > 0 {
			return t, nil
		}
	}
	return nil, usage.Errorf("it has no duration of these examples; name a status.json, report.json, run log or JUnit report of a run of them")
}

func read(ctx context.Context, path string, examples []hub.Example) (_ Times, err error) {
	file, err := plainfile.Open(path, maxSize)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := bufio.NewReaderSize(plainfile.Reader(ctx, file), 64<<10)
	begin, err := in.Peek(4 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	t, err := kindOf(begin)(in, examples)
	if wrong := (*os.PathError)(nil); err == nil || errors.As(err, &wrong) || ctx.Err() != nil {
		return t, err
	}
	return nil, usage.Errorf("%w", err)
}

// reader reads a file of one kind.
type reader func(io.Reader, []hub.Example) (Times, error)

// kindOf tells what a file is by its beginning.
func kindOf(begin []byte) reader {
	begin = bytes.TrimSpace(bytes.TrimPrefix(begin, []byte("\ufeff")))
	if bytes.HasPrefix(begin, []byte("<")) {
		return readJUnit
	}
	dec := json.NewDecoder(bytes.NewReader(begin))
	open, _ := dec.Token()
	key, _ := dec.Token()
	switch {
	case open != json.Delim('{'):
		return readUnknown
	case key == "type":
		return readLog
	case key == "metadata", key == "examples", key == "statistics":
		return readStatus
	}
	return readReport
}

func readUnknown(io.Reader, []hub.Example) (Times, error) {
	return nil, usage.Errorf("it is no status.json, report.json, run log or JUnit report")
}

func readLog(in io.Reader, _ []hub.Example) (Times, error) {
	l, err := runlog.Decode(in)
	if err == nil && !l.Started {
		err = errors.New("it is no run log")
	}
	return ofRun(&l.Run), err
}

func readReport(in io.Reader, _ []hub.Example) (Times, error) {
	run, err := reporters.ReadJSON(in)
	if err != nil {
		return nil, err
	}
	return ofRun(run), nil
}

// ofRun returns the times of the results of a run that ended by themselves.
func ofRun(run *hub.Run) Times {
	t := Times{}
	for i := range run.Results {
		if r := &run.Results[i]; r.Status == hub.StatusCompleted || r.Status == hub.StatusError {
			t.add(r.ID, r.Seconds)
		}
	}
	return t
}

func readStatus(in io.Reader, examples []hub.Example) (Times, error) {
	f, err := status.Decode(in)
	if err != nil {
		return nil, fmt.Errorf("reading the status: %w", err)
	}
	f.Adopt(examples)
	return Of(f), nil
}
