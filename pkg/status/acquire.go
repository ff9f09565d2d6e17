package status

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// silence is how long Acquire waits before it reports that it waits.
const silence = 100 * time.Millisecond

// OwnRunError says that the run that started this process holds the lock.
type OwnRunError struct{ locked *LockedError }

func (e *OwnRunError) Error() string {
	return fmt.Sprintf("an example or step of run %s started this hub, and that run holds %s until it ends, so hub cannot write its state from within the run; "+
		"use hub there in a separate project (hub -C FOLDER, with a hub.yaml in it)", e.locked.Holder.RunID, e.locked.File)
}

func (e *OwnRunError) Unwrap() error { return e.locked }

// LockWait is how long a command waits for another hub that writes the state.
const LockWait = 10 * time.Second

// Acquire is [Store.Lock] for a command: while another hub holds the lock it
// waits, after calling waits with the holder. within is the run that started
// this process (empty: none). If that run holds the lock, Acquire does not
// wait, because the run waits for this process: the error is an *[OwnRunError].
// Otherwise it is a *[LockedError].
func (s *Store) Acquire(ctx context.Context, wait time.Duration, within string, waits func(Holder)) (*Lock, error) {
	lock, err := s.Lock(ctx, min(wait, silence))
	locked, ok := errors.AsType[*LockedError](err)
	switch {
	case !ok:
		return lock, err
	case within != "" && within == locked.Holder.RunID:
		return nil, &OwnRunError{locked}
	case wait == 0:
		return nil, err
	}
	waits(locked.Holder)
	return s.Lock(ctx, wait)
}
