package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/status"
)

// lockWait is how long a command waits for another hub that writes in this tree.
const lockWait = 10 * time.Second

// quiet is how much of that passes before it says that it waits.
const quiet = 100 * time.Millisecond

// lock takes the right to write, for every command that writes. For another hub
// it waits, and says so; not for the one whose run this process belongs to: that
// waits for this one to end, however long. The error is an *ownRunError then,
// and a *status.LockedError in either case.
func (a *App) lock(ctx context.Context, store *status.Store, wait time.Duration) (*status.Lock, error) {
	lock, err := store.Lock(ctx, min(wait, quiet))
	locked, ok := errors.AsType[*status.LockedError](err)
	switch own := a.getenv("HUB_RUN_ID"); {
	case !ok:
		return lock, err
	case own != "" && own == locked.Holder.RunID:
		return nil, &ownRunError{locked}
	case wait == 0:
		return nil, err
	}
	a.warn("waiting up to %s for %s", wait, locked.Holder)
	return store.Lock(ctx, wait)
}

// ownRunError says that the lock is held by the run that this process is part of.
type ownRunError struct{ locked *status.LockedError }

func (e *ownRunError) Error() string {
	return fmt.Sprintf("this hub was started by an example or a step of run %s, whose hub holds %s until all of them have ended: nothing can be written from within a run; "+
		"let it use hub in a project of its own (hub -C FOLDER, with a hub.yaml there)", e.locked.Holder.RunID, e.locked.File)
}

func (e *ownRunError) Unwrap() error { return e.locked }
