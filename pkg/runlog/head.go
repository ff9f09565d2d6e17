package runlog

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Sequence returns the sequence in the run-started line of the run's log in dir
// ([hub.RunHeader]); 0 if it has none. It reads at most that line, or two lines
// ([MaxLine]), because only a torn line may come before it. It also reads logs
// of newer hubs, which [Read] refuses. The errors are those of the file system,
// and [*plainfile.Error].
func Sequence(dir *os.Root, id string) (int64, error) {
	file, err := plainfile.OpenIn(dir, Path("", id), MaxSize)
	if err != nil {
		return 0, fmt.Errorf("reading run log: %w", err)
	}
	defer file.Close() // read only: nothing can be lost
	lines := lineReader{in: bufio.NewReaderSize(io.LimitReader(file, 2*MaxLine), 64<<10), max: MaxLine, hash: io.Discard}
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return 0, nil // a line without an end was torn
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
