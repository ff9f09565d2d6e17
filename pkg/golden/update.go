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

// Take returns what the result of an example depends on now, as one hash, and what
// that is made of. The error says that the program lacked something to find out.
type Take = func(context.Context, *hub.Example) (print string, parts []string, lack error)

// Updater writes golden files during one run. Its methods are safe for many
// goroutines; a nil one writes nothing and changes nothing.
type Updater struct {
	ctx   context.Context // ends taking
	guard *place.Guard
	check func(place.File) error
	take  Take

	mu      sync.Mutex         // guards what follows
	before  map[string]string  // fingerprints by ID, as of the start
	after   map[string]depends // of those whose golden file was written
	written map[string]written // by file
}

type depends struct {
	print string
	parts []string
}

type written struct{ id, text, shown string }

// NewUpdater returns an Updater that writes where the guard lets it, and calls
// take until ctx ends. check refuses further files, those of the state.
func NewUpdater(ctx context.Context, guard *place.Guard, check func(place.File) error, take Take) *Updater {
	return &Updater{
		ctx: ctx, guard: guard, check: check, take: take,
		before: map[string]string{}, after: map[string]depends{}, written: map[string]written{},
	}
}

// Remember returns take, which is called before an example starts, as one whose
// fingerprints are remembered.
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

// Renew returns observe, for which results depend on the golden files that were
// made of them.
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

// Written returns the golden files that were written, as people know them, by the
// IDs of the examples that wrote them last.
func (u *Updater) Written() map[string]string {
	shown := map[string]string{}
	if u == nil {
		return shown
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, w := range u.written {
		shown[w.id] = w.shown
	}
	return shown
}

// maxStyle is how much of a golden file is read for its style, in bytes.
const maxStyle = 16 << 20

// Write replaces the example's golden file as a whole with what was printed, in
// the style that it has. One file serves several examples only when all of them
// print the same.
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
	// What there is of a file that is longer says all of it but for its end.
	old, err := file.Head(maxStyle)
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
		u.after[e.ID] = depends{print, parts}
	}
	return err
}

// file returns the golden file as one that may be written.
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
