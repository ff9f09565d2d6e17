package runlog

import (
	"encoding/json"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Line is one event of a log.
type Line struct {
	Event hub.Event
	// Text is the line with its end, valid until visit returns, and Offset where it
	// begins in the log, in bytes.
	Text   []byte
	Offset int64
	// Plan are the examples of a run-started event as they are in Text, valid as long.
	Plan []json.RawMessage
}

// Scan reads a run log like [Decode], without holding what it contains: visit gets each
// event that can be read, up to and including run-finished, and the results of the
// returned run are brief ([hub.Result.Brief]). Whether the log is damaged is known only
// at its end.
func Scan(in io.Reader, visit func(Line)) (Log, error) { return (*Reader)(nil).Scan(in, visit) }

// Scan is the function of this name, for one of several logs.
func (r *Reader) Scan(in io.Reader, visit func(Line)) (Log, error) {
	return r.decode(in, MaxLine, visit)
}

// DecodeLine decodes one line of a log, with or without its end. It is false if the line
// is damaged.
func DecodeLine(line []byte) (hub.Event, bool) {
	event, _, ok, err := decodeLine(line)
	return event, ok && err == nil
}
