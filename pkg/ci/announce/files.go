package announce

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// agentTime and agentHaste bound how long the agent of a CI system may take; the
// latter after an interrupt, when hub will soon be killed.
const agentTime, agentHaste = 30 * time.Second, 3 * time.Second

// appendTo appends to the file at path, beginning on a new line. A pipe is waited for
// no longer than agentHaste.
func (t Target) appendTo(file ci.File, path string, r ci.Report) error {
	err := func() error {
		f, err := plainfile.Append(path)
		if err != nil {
			return err
		}
		// For a pipe whose reader has stopped; other files have no deadlines.
		_ = f.SetWriteDeadline(time.Now().Add(agentHaste))
		info, err := f.Stat()
		if err != nil {
			return errors.Join(err, f.Close())
		}
		var lead []byte
		if info.Size() > 0 {
			lead = []byte("\n")
		}
		data, err := file.Text(r, info.Size()+int64(len(lead)))
		if err == nil && len(data) > 0 {
			_, err = f.Write(append(lead, data...))
		}
		return errors.Join(err, f.Close())
	}()
	if err != nil {
		return fmt.Errorf("writing to %s (named by %s): %w", path, file.Variable, err)
	}
	return nil
}
