package runlog

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Sequence returns the sequence that the run log in the file path was started
// with ([hub.RunHeader]), 0 when its run-started line is missing or has none. It
// reads no further than that line, and takes that of a newer hub's log too, which
// [Read] refuses. The errors are those of the file system, and of a path that is
// not a regular file.
func Sequence(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("reading run log: %w", err)
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("reading run log: %s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("reading run log: %w", err)
	}
	defer file.Close() // read only: nothing can be lost
	lines := lineReader{in: bufio.NewReaderSize(file, 64<<10), max: MaxLine}
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return 0, nil // what has no line end was torn
		}
		if err != nil {
			return 0, fmt.Errorf("reading run log: %w", err)
		}
		var started struct {
			Type hub.EventType `json:"type"`
			Run  *struct {
				Sequence int64 `json:"sequence"`
			} `json:"run"`
		}
		if !lines.long && json.Unmarshal(line, &started) == nil && started.Type == hub.EventRunStarted && started.Run != nil {
			return started.Run.Sequence, nil
		}
	}
}
