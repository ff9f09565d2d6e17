package merge

import (
	"fmt"
	"hash/maphash"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// maxOpened bounds the logs that are open at the same time.
const maxOpened = 64

// opened holds logs that are open to read pieces of them.
type opened struct {
	seed  maphash.Seed
	files map[*planLog]*os.File
	buf   []byte
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
	file := o.files[l]
	if file == nil {
		if len(o.files) >= maxOpened {
			o.close()
		}
		var err error
		if file, err = plainfile.Open(l.path, runlog.MaxSize); err != nil {
			return nil, err
		}
		o.files[l] = file
	}
	if cap(o.buf) < int(p.size) {
		o.buf = make([]byte, p.size)
	}
	text := o.buf[:p.size]
	if _, err := file.ReadAt(text, p.off); err != nil || maphash.Bytes(o.seed, text) != p.sum {
		return nil, errChanged
	}
	return text, nil
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
