package runlog

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Encode writes the events to w as the lines that a run log holds, in one
// write call: for another program that follows the run.
func Encode(w io.Writer, events ...hub.Event) error {
	var lines []byte
	for i := range events {
		var err error
		if lines, err = appendEvent(lines, &events[i]); err != nil {
			return err
		}
	}
	_, err := w.Write(lines)
	return err
}
