package merge

import (
	"fmt"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// maxOpened bounds the logs that are open at the same time.
const maxOpened = 64

// opened holds logs that are open to read pieces of them.
type opened map[*planLog]*os.File

func (o opened) close() {
	for l, file := range o {
		_ = file.Close() // read only: nothing can be lost
		delete(o, l)
	}
}

// read returns a piece of the log.
func (o opened) read(l *planLog, p *piece) ([]byte, error) {
	file := o[l]
	if file == nil {
		if len(o) >= maxOpened {
			o.close()
		}
		var err error
		if file, err = l.open(); err != nil {
			return nil, err
		}
		o[l] = file
	}
	return p.text(file, nil)
}

// result reads a result. Its run is named in it.
func (o opened) result(c choice) (*hub.Result, error) {
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
