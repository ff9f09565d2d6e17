package runlog

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Encode writes the events to w as the lines that a run log holds, in one
// write call: for another program that follows the run.
func Encode(w io.Writer, events ...hub.Event) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	for i := range events {
		if err := enc.Encode(&events[i]); err != nil {
			return err
		}
	}
	_, err := w.Write(buf.Bytes())
	return err
}
