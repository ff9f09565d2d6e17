package asyncwriter

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrUnread is the error of a reader that takes nothing.
var ErrUnread = errors.New("timed out: the reader is not consuming output")

// Do calls what may wait for a reader (the opening of a pipe, a write to it) and
// returns its error. Once ctx is done it waits only for so much longer, and
// returns [ErrUnread]; the call itself goes on.
func Do(ctx context.Context, longer time.Duration, call func() error) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(longer):
		return ErrUnread
	}
}

// await waits until everything before a mark was taken, within the bounds of
// Flush.
func (s *Writer) await(ctx context.Context, taken <-chan struct{}) error {
	if s.gone {
		return ErrUnread
	}
	select {
	case <-taken:
	case <-time.After(Grace):
		s.gone = true
	case <-ctx.Done():
		select {
		case <-taken:
		case <-time.After(Patience):
			s.gone = true
		}
	}
	switch {
	case s.gone:
		return ErrUnread
	case s.err == nil && s.dropped > 0:
		return fmt.Errorf("dropped %d bytes while the reader was not consuming output", s.dropped)
	}
	return s.err
}
