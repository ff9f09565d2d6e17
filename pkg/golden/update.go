package golden

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Take returns the current fingerprint of an example and the parts of it, as package
// fingerprint takes it. The error says that hub lacked a resource.
type Take = func(context.Context, *hub.Example) (print string, parts []string, err error)

// Updater writes golden files during one run. Its methods are safe for concurrent
// use. A nil Updater writes and changes nothing.
type Updater struct {
	ctx   context.Context // ends taking fingerprints
	guard *place.Guard
	check func(place.File) error
	take  Take

	mu      sync.Mutex              // guards the fields below
	before  map[string]string       // fingerprints at the start, by ID
	after   map[string]dependencies // of examples whose golden file was written, by ID
	written map[string]written      // by file
}

type dependencies struct {
	print string
	parts []string
}

type written struct{ id, text, shown string }

// NewUpdater returns an Updater that writes where guard and check permit; check
// rejects the files of the state. ctx ends the calls of take.
func NewUpdater(ctx context.Context, guard *place.Guard, check func(place.File) error, take Take) *Updater {
	return &Updater{
		ctx: ctx, guard: guard, check: check, take: take,
		before: map[string]string{}, after: map[string]dependencies{}, written: map[string]written{},
	}
}

// Remember wraps take, which is called before an example starts, so that u keeps
// the fingerprints.
func (u *Updater) Remember(take Take) Take {
	if u == nil {
		return take
	}
	return func(ctx context.Context, e *hub.Example) (string, []string, error) {
		print, parts, err := take(ctx, e)
		u.mu.Lock()
		defer u.mu.Unlock()
		u.before[e.ID] = print
		return print, parts, err
	}
}

// Renew wraps observe so that the results of examples whose golden file was written
// have the fingerprint of the new file.
func (u *Updater) Renew(observe func(...hub.Event)) func(...hub.Event) {
	if u == nil {
		return observe
	}
	return func(events ...hub.Event) {
		u.mu.Lock()
		for i := range events {
			if r := events[i].Result; r != nil {
				if now, ok := u.after[r.ID]; ok {
					r.Fingerprint, r.DependsOn = now.print, now.parts
				}
			}
		}
		u.mu.Unlock()
		observe(events...)
	}
}

// Notes returns the lines for people about the golden files that were written, as [Shown]
// names them, in the order of the examples that wrote each of them last.
func (u *Updater) Notes(examples []hub.Example) []string {
	if u == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	shown := make(map[string]string, len(u.written))
	for _, w := range u.written {
		shown[w.id] = w.shown
	}
	var notes []string
	for i := range examples {
		if file, ok := shown[examples[i].ID]; ok {
			notes = append(notes, "wrote the golden file "+file)
		}
	}
	if len(notes) == 0 {
		notes = append(notes, "no golden file was written")
	}
	return notes
}

// maxStyle is how many bytes of a golden file are read for its style.
const maxStyle = 16 << 20

// Write replaces the example's golden file atomically with the output, in the style
// of the old file (see [expect.InStyleOf]). Examples may share a golden file only if
// all print the same.
func (u *Updater) Write(e *hub.Example, x hub.Expect, p expect.Printed) error {
	printed, err := expect.Golden(x, p)
	if err != nil {
		return err
	}
	file, err := u.file(e)
	if err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if other, ok := u.written[file.Path]; ok && other.text != printed {
		return fmt.Errorf("%s has the same golden file but printed something else", other.id)
	}
	old, err := file.Head(maxStyle) // of a longer file only the style of its end is unknown
	if err != nil {
		return err
	}
	unchanged, _, err := u.take(u.ctx, e)
	if err != nil {
		return err
	}
	err = file.Replace(true, func(w io.Writer) error {
		_, err := io.WriteString(w, expect.InStyleOf(string(old), printed))
		return err
	})
	if err != nil {
		return err
	}
	u.written[file.Path] = written{e.ID, printed, Shown(e)}
	if unchanged != u.before[e.ID] {
		return nil // the result is rightly stale
	}
	print, parts, err := u.take(u.ctx, e)
	if err == nil {
		u.after[e.ID] = dependencies{print, parts}
	}
	return err
}

// file returns the golden file for writing, or the reason why it must not be written.
func (u *Updater) file(e *hub.Example) (place.File, error) {
	file, err := u.guard.File(File(e), place.Configured)
	if refusal, ok := errors.AsType[*place.Refusal](err); ok && refusal.Kind == place.Protected && refusal.What != place.Configuration {
		return file, fmt.Errorf("it is an entry file or its metadata: %s", refusal.What)
	}
	if err == nil {
		err = u.check(file)
	}
	return file, err
}
