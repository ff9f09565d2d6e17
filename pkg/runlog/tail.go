package runlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// maxTail is how much of a log's end is looked at for its last line, which in a
// closed log is a short one.
const maxTail = 64 << 10

// MaxLooked is how many logs [Unclosed] looks at for their end: more than a folder
// usually keeps, and few enough to cost nothing that is felt.
const MaxLooked = 100

// Unclosed returns those of the runs whose logs in the folder dir have no end, of the last
// [MaxLooked] of ids: with the lock on the folder held, the processes that wrote them
// have been killed. A log that cannot be read costs only itself; the error names
// all of them.
func Unclosed(dir *os.Root, ids []string) ([]string, error) {
	var out []string
	var errs []error
	for _, id := range ids[max(0, len(ids)-MaxLooked):] {
		closed, err := closed(dir, id)
		switch {
		case err != nil:
			errs = append(errs, err)
		case !closed:
			out = append(out, id)
		}
	}
	return out, errors.Join(errs...)
}

// closed reports whether the log's last line says that the run has ended.
func closed(dir *os.Root, id string) (bool, error) {
	file, err := plainfile.OpenIn(dir, Path("", id), MaxSize)
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
