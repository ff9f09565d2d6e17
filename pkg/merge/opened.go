package merge

import (
	"fmt"
	"hash/maphash"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// maxOpened bounds the logs that are open at the same time.
const maxOpened = 64

// ahead is how many bytes are read at a time while pieces follow each other in a log, as
// they mostly do in the order of the plan.
const ahead = 64 << 10

// opened holds logs that are open to read pieces of them.
type opened struct {
	seed  maphash.Seed
	files map[*planLog]*os.File
	// buf has the bytes of the log last, from off on; end is where its last piece ended.
	last     *planLog
	off, end int64
	buf      []byte
}

func (s *Survey) opened() *opened { return &opened{seed: s.seed, files: map[*planLog]*os.File{}} }

func (o *opened) close() {
	for l, file := range o.files {
		_ = file.Close() // read only: nothing can be lost
		delete(o.files, l)
	}
}

// read returns a piece of the log, valid until the next call, after checking that it is
// still what it was.
func (o *opened) read(l *planLog, p *piece) ([]byte, error) {
	if o.last != l || p.off < o.off || p.off+int64(p.size) > o.off+int64(len(o.buf)) {
		if err := o.fill(l, p); err != nil {
			return nil, err
		}
	}
	o.end = p.off + int64(p.size)
	text := o.buf[p.off-o.off:][:p.size]
	if maphash.Bytes(o.seed, text) != p.sum {
		return nil, errChanged
	}
	return text, nil
}

// fill reads the piece into the buffer, and what follows it if the last piece was close.
func (o *opened) fill(l *planLog, p *piece) error {
	file := o.files[l]
	if file == nil {
		if len(o.files) >= maxOpened {
			o.close()
		}
		var err error
		if file, err = plainfile.Open(l.path, runlog.MaxSize); err != nil {
			return err
		}
		o.files[l] = file
	}
	size := int(p.size)
	if o.last != l || p.off >= o.end && p.off-o.end < ahead {
		size = max(size, ahead)
	}
	if cap(o.buf) < size {
		o.buf = make([]byte, size)
	}
	n, err := file.ReadAt(o.buf[:size], p.off)
	o.last, o.off, o.buf = l, p.off, o.buf[:n]
	if n >= int(p.size) {
		return nil
	}
	if o.last = nil; err == io.EOF {
		err = errChanged
	}
	return err
}

// result reads a result. Its run is named in it.
func (o *opened) result(c choice) (*hub.Result, error) {
	text, err := o.read(c.log, &c.found().piece)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", c.log.shown, err)
	}
	event, ok := runlog.DecodeLine(text)
	if !ok || event.Result == nil {
		return nil, fmt.Errorf("reading %s: %w", c.log.shown, errChanged)
	}
	if event.Result.RunID == "" || c.found().run == 0 {
		event.Result.RunID = c.log.header.ID
	}
	return event.Result, nil
}
