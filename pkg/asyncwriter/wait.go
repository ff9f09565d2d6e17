package asyncwriter

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrUnread reports that the reader has stopped consuming output.
var ErrUnread = errors.New("timed out: the reader is not consuming output")

// Do runs call, which may block on a reader (opening a pipe, writing to it), and
// returns its error. Once ctx is done, Do waits at most longer and then returns
// [ErrUnread]; call itself keeps running.
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

// await waits until written is closed, within the bounds of Flush.
func (s *Writer) await(ctx context.Context, written <-chan struct{}) error {
	if s.timedOut {
		return ErrUnread
	}
	select {
	case <-written:
	case <-time.After(Grace):
		s.timedOut = true
	case <-ctx.Done():
		select {
		case <-written:
		case <-time.After(Patience):
			s.timedOut = true
		}
	}
	switch {
	case s.timedOut:
		return ErrUnread
	case s.err == nil && s.dropped > 0:
		return fmt.Errorf("dropped %d bytes while the reader was not consuming output", s.dropped)
	}
	return s.err
}
