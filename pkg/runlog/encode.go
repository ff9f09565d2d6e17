package runlog

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// Encoder writes events as the lines of a run log, for another program that
// follows the run. It seals them like [Writer], so that the output can be used
// as a log.
type Encoder struct {
	w    io.Writer
	seal sealer
	err  error // of a write: how many bytes were written is unknown
	over bool
	buf  []byte
}

// NewEncoder returns an Encoder that writes to w from the start of a log.
func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: w, seal: newSealer()} }

// Encode writes the events in one write call. After an error or run-finished it
// writes nothing more.
func (x *Encoder) Encode(events ...hub.Event) error {
	if x.err != nil {
		return x.err
	}
	lines := x.buf[:0]
	for _, e := range events {
		if x.over {
			x.err = ErrSealed
			break
		}
		if e.Type == hub.EventRunFinished {
			e, x.over = x.seal.seal(e), true
		}
		start := len(lines)
		if lines, x.err = jsonline.Plain.Event(lines, &e); x.err != nil {
			lines = lines[:start]
			break
		}
		x.seal.hash.Write(lines[start:])
		x.seal.count(&e)
	}
	if x.buf = lines; cap(lines) > keptBuffer {
		x.buf = nil
	}
	if _, err := x.w.Write(lines); err != nil && x.err == nil {
		x.err = err
	}
	return x.err
}

// Begin writes the first event, run-started, like Encode, but in many write calls: the
// line of a long plan is never in memory as a whole.
func (x *Encoder) Begin(e hub.Event) error {
	if x.err == nil {
		x.err = jsonline.Plain.WriteEvent(io.MultiWriter(x.w, x.seal.hash), &e)
		x.seal.count(&e)
	}
	return x.err
}
