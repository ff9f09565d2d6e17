package runner

import (
	"context"
	"errors"
)

// InterruptedError is the error of a run that a signal ended before its first
// example. Err is the error of the step that the signal ended.
type InterruptedError struct {
	Signal ErrSignal
	Err    error
}

func (e *InterruptedError) Error() string { return e.Err.Error() }

// Unwrap returns the error of the step that the signal ended.
func (e *InterruptedError) Unwrap() error { return e.Err }

// Interrupted returns err, as an [InterruptedError] if a signal has ended ctx.
func Interrupted(ctx context.Context, err error) error {
	if sig, ok := errors.AsType[ErrSignal](context.Cause(ctx)); ok {
		return &InterruptedError{Signal: sig, Err: err}
	}
	return err
}
