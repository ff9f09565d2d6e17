package status

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// silence is how much of the time it waits that Acquire says nothing.
const silence = 100 * time.Millisecond

// OwnRunError says that the lock is held by the run that this process is part of.
type OwnRunError struct{ locked *LockedError }

func (e *OwnRunError) Error() string {
	return fmt.Sprintf("an example or step of run %s started this hub, and that run holds %s until it ends, so hub cannot write its state from within the run; "+
		"use hub there in a separate project (hub -C FOLDER, with a hub.yaml in it)", e.locked.Holder.RunID, e.locked.File)
}

func (e *OwnRunError) Unwrap() error { return e.locked }

// Acquire is [Store.Lock] for a command: while another hub writes it waits, and
// says for whom by calling waits. It does not wait for the hub whose run, within,
// this process is part of (empty: none): that waits for this one to end, however
// long. The error is an *[OwnRunError] then, and a *[LockedError] in either case.
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
