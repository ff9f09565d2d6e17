package main

import (
	"fmt"
	"io"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// goldens is what --update does in one run; nil without it. It is safe for many
// goroutines.
type goldens struct {
	mu      sync.Mutex
	before  map[string]string  // fingerprints by ID, as of the start
	after   map[string]depends // of those whose golden file was written
	written map[string]written // by file
}

type depends struct {
	print string
	parts []string
}

type written struct{ id, text, shown string }

func newGoldens() *goldens {
	return &goldens{before: map[string]string{}, after: map[string]depends{}, written: map[string]written{}}
}

// takePrint takes the fingerprint of an example; see [runner.Options].
type takePrint = func(*hub.Example) (print string, parts []string, lack error)

// remember keeps the fingerprints that are taken before an example starts.
func (g *goldens) remember(take takePrint) takePrint {
	if g == nil {
		return take
	}
	return func(e *hub.Example) (string, []string, error) {
		print, parts, err := take(e)
		g.mu.Lock()
		defer g.mu.Unlock()
		g.before[e.ID] = print
		return print, parts, err
	}
}

// renew lets results say that they depend on the golden files that were made of
// them.
func (g *goldens) renew(observe func(...hub.Event)) func(...hub.Event) {
	if g == nil {
		return observe
	}
	return func(events ...hub.Event) {
		g.mu.Lock()
		for i := range events {
			if r := events[i].Result; r != nil {
				if now, ok := g.after[r.ID]; ok {
					r.Fingerprint, r.DependsOn = now.print, now.parts
				}
			}
		}
		g.mu.Unlock()
		observe(events...)
	}
}

// maxStyle is how much of a golden file is read for its style, in bytes.
const maxStyle = 16 << 20

// write replaces a golden file as a whole, in the style that it has. One file serves several examples
// only when all of them print the same.
func (g *goldens) write(e *hub.Example, file place.File, text string, take takePrint) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	printed := text
	if other, ok := g.written[file.Path]; ok && other.text != printed {
		return fmt.Errorf("%s, which has the same golden file, printed something else", other.id)
	}
	// What there is of a file that is longer says all of it but for its end.
	old, err := file.Head(maxStyle)
	if err != nil {
		return err
	}
	text = expect.InStyleOf(string(old), text)
	unchanged, _, err := take(e)
	if err != nil {
		return err
	}
	err = file.Replace(true, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return err
	}
	g.written[file.Path] = written{e.ID, printed, goldenPath(e)}
	if unchanged == g.before[e.ID] {
		// Had anything else changed since the start, the result would rightly be
		// stale.
		print, parts, err := take(e)
		if err != nil {
			return err
		}
		g.after[e.ID] = depends{print, parts}
	}
	return nil
}

// tellGoldens says which golden files were written, in catalog order.
func (s *session) tellGoldens() {
	if s.goldens == nil {
		return
	}
	shown := map[string]string{}
	for _, w := range s.goldens.written {
		shown[w.id] = w.shown
	}
	for i := range s.catalog.Examples {
		if file, ok := shown[s.catalog.Examples[i].ID]; ok {
			s.app.warn("wrote the golden file %s", file)
		}
	}
	if len(shown) == 0 {
		s.app.warn("no golden file was written")
	}
}
