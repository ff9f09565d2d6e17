package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	slowHeld  = 16 << 20        // bytes written and not yet taken by the reader
	slowChunk = 64 << 10        // bytes of one write at most
	slowWait  = time.Second     // that one write waits for room
	slowEnd   = 5 * time.Second // that the end waits for the reader
)

// slowWriter writes from a goroutine of its own, so that a reader who has
// stopped reading (a pager, a full pipe) holds up neither the timeouts of
// examples nor signals nor the recording of results. A reader who is only slow
// gets everything: writers wait for him, as on any pipe. One who has not taken
// anything for slowWait is waited for no more until he does: what does not fit
// meanwhile is left out, and that is an error of close.
type slowWriter struct {
	w    io.Writer
	some chan struct{} // something is held, or closed; has room for one
	room chan struct{} // something was taken; has room for one
	done chan struct{}
	err  error // of w; to be read after done, or a mark

	// Of the goroutine that writes.
	stopped bool // nothing was taken for slowWait
	dropped int64

	// gone: flush has waited for the reader in vain.
	gone bool

	mu     sync.Mutex // guards what follows
	chunks []chunk    // in the order written
	held   int        // bytes of them
	closed bool
}

// chunk is a piece of what was written, or a mark in between.
type chunk struct {
	data []byte
	// mark is closed when everything before it was taken; nil for data.
	mark chan struct{}
}

func newSlowWriter(w io.Writer) *slowWriter {
	s := &slowWriter{w: w, some: make(chan struct{}, 1), room: make(chan struct{}, 1), done: make(chan struct{})}
	go s.pass()
	return s
}

// pass passes on what is held until all is.
func (s *slowWriter) pass() {
	defer close(s.done)
	for {
		s.mu.Lock()
		var next chunk
		if len(s.chunks) > 0 {
			next, s.chunks = s.chunks[0], s.chunks[1:]
			s.held -= len(next.data)
		}
		closed := s.closed
		s.mu.Unlock()
		switch {
		case next.mark != nil:
			close(next.mark)
		case next.data != nil:
			notify(s.room)
			if s.err == nil {
				_, s.err = s.w.Write(next.data)
			}
		case closed:
			return
		default:
			<-s.some
		}
	}
}

// notify leaves word in a channel that has room for one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Write takes all of p and never fails; it is for one goroutine at a time.
func (s *slowWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part := rest[:min(len(rest), slowChunk)]
		rest = rest[len(part):]
		for !s.hold(part) {
			if !s.wait() {
				s.dropped += int64(len(part))
				break
			}
		}
	}
	return len(p), nil
}

// wait waits until something was taken, and reports whether.
func (s *slowWriter) wait() bool {
	if s.stopped {
		select {
		case <-s.room:
			s.stopped = false
		default:
		}
		return !s.stopped
	}
	select {
	case <-s.room:
	case <-time.After(slowWait):
		s.stopped = true
	}
	return !s.stopped
}

// hold takes the whole part if there is room for it.
func (s *slowWriter) hold(part []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held+len(part) > slowHeld {
		return false
	}
	s.held += len(part)
	if last := len(s.chunks) - 1; last >= 0 && s.chunks[last].mark == nil && len(s.chunks[last].data)+len(part) <= slowChunk {
		s.chunks[last].data = append(s.chunks[last].data, part...)
	} else {
		s.chunks = append(s.chunks, chunk{data: append([]byte(nil), part...)})
	}
	notify(s.some)
	return true
}

// patiently does what may wait for a reader (a pipe that nobody has opened, one
// that is full) until it is done; when ctx ends, only for so much longer.
func patiently(ctx context.Context, longer time.Duration, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(longer):
		return errors.New("nobody reads it")
	}
}

// flush waits for the reader to take what was written so far, as long as close
// does, and returns what was not written and why. Writing goes on afterwards; a
// reader that was waited for in vain is not waited for again.
func (s *slowWriter) flush(ctx context.Context) error {
	mark := make(chan struct{})
	s.mu.Lock()
	s.chunks = append(s.chunks, chunk{mark: mark})
	s.mu.Unlock()
	notify(s.some)
	return s.await(ctx, mark)
}

// close waits for the reader to take what is left, not for ever and not beyond
// ctx, and returns what was not written and why.
func (s *slowWriter) close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	notify(s.some)
	return s.await(ctx, s.done)
}

// await waits until everything before a mark was taken, within the bounds of
// close, and returns what was not written and why.
func (s *slowWriter) await(ctx context.Context, taken <-chan struct{}) error {
	unread := errors.New("nobody reads it")
	if s.gone {
		return unread
	}
	select {
	case <-taken:
	case <-time.After(slowEnd):
		s.gone = true
		return unread
	case <-ctx.Done():
		select {
		case <-taken:
		case <-time.After(slowWait):
			s.gone = true
			return unread
		}
	}
	if s.err == nil && s.dropped > 0 {
		return fmt.Errorf("%d bytes were left out, for its reader had stopped", s.dropped)
	}
	return s.err
}
