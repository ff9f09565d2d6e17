package runlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxTail is how much of a log's end is looked at for its last line, which in a
// closed log is a short one.
const maxTail = 64 << 10

// Interrupted returns the ID of the newest run in dir when its log was not
// closed, and empty when it was, or when there is no log: with the lock on the
// folder held, the process that wrote it has been killed.
func Interrupted(dir string) (string, error) {
	ids, err := List(dir)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	id := ids[len(ids)-1]
	closed, err := closed(Path(dir, id))
	if err != nil || closed {
		return "", err
	}
	return id, nil
}

// closed reports whether the log's last line says that the run has ended.
func closed(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("reading run log: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, fmt.Errorf("reading run log: %w", err)
	}
	tail := make([]byte, min(info.Size(), maxTail))
	if _, err := file.ReadAt(tail, info.Size()-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("reading run log: %w", err)
	}
	last, whole := bytes.CutSuffix(tail, []byte{'\n'})
	var event struct{ Type hub.EventType }
	err = json.Unmarshal(last[bytes.LastIndexByte(last, '\n')+1:], &event)
	return whole && err == nil && event.Type == hub.EventRunFinished, nil
}
