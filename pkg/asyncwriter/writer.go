package asyncwriter

import (
	"context"
	"io"
	"sync"
	"time"
)

const (
	// Patience bounds how long a write waits for a reader that takes nothing, and
	// a flush once its context is done.
	Patience = time.Second
	// Grace bounds how long a flush waits for the reader.
	Grace = 5 * time.Second

	maxHeld  = 16 << 20 // bytes that were written and not yet taken
	maxChunk = 64 << 10 // bytes of one write to the reader
)

// Writer passes on what is written to it from a goroutine of its own. Writes
// wait for a slow reader once 16 MiB are held. A reader that has taken nothing
// for [Patience] is not waited for until it continues: what does not fit
// meanwhile is dropped, which is an error of Flush and Close.
//
// Its methods are for one goroutine at a time.
type Writer struct {
	w    io.Writer
	some chan struct{} // something is queued, or closed; has room for one
	room chan struct{} // something was taken; has room for one
	done chan struct{}
	err  error // of w; to be read after done, or a mark

	stopped bool  // nothing was taken for Patience
	dropped int64 // bytes
	gone    bool  // a flush has timed out

	mu     sync.Mutex // guards the queue
	queue  []chunk    // in the order written
	held   int        // bytes in it
	closed bool
}

// chunk is a piece of what was written, or a mark in between.
type chunk struct {
	data []byte
	// mark is closed when everything before it was taken; nil for data.
	mark chan struct{}
}

// New returns a writer to w. Its goroutine ends after Close, once w returns.
func New(w io.Writer) *Writer {
	s := &Writer{w: w, some: make(chan struct{}, 1), room: make(chan struct{}, 1), done: make(chan struct{})}
	go s.pass()
	return s
}

// pass writes the queue to w until it is empty and closed.
func (s *Writer) pass() {
	defer close(s.done)
	for {
		s.mu.Lock()
		var next chunk
		if len(s.queue) > 0 {
			next, s.queue = s.queue[0], s.queue[1:]
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

// notify signals a channel that has room for one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Write takes all of p and never fails.
func (s *Writer) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part := rest[:min(len(rest), maxChunk)]
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
func (s *Writer) wait() bool {
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
	case <-time.After(Patience):
		s.stopped = true
	}
	return !s.stopped
}

// hold queues the whole part if there is room for it.
func (s *Writer) hold(part []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held+len(part) > maxHeld {
		return false
	}
	s.held += len(part)
	if last := len(s.queue) - 1; last >= 0 && s.queue[last].mark == nil && len(s.queue[last].data)+len(part) <= maxChunk {
		s.queue[last].data = append(s.queue[last].data, part...)
	} else {
		s.queue = append(s.queue, chunk{data: append([]byte(nil), part...)})
	}
	notify(s.some)
	return true
}

// Flush waits until the reader has taken what was written so far: for [Grace],
// and for [Patience] once ctx is done. It returns what was not written and why.
// Writing continues afterwards; a reader that timed out is not waited for again.
func (s *Writer) Flush(ctx context.Context) error {
	mark := make(chan struct{})
	s.mu.Lock()
	s.queue = append(s.queue, chunk{mark: mark})
	s.mu.Unlock()
	notify(s.some)
	return s.await(ctx, mark)
}

// Close ends the writer, and waits and returns as Flush does. The underlying
// writer stays open.
func (s *Writer) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	notify(s.some)
	return s.await(ctx, s.done)
}
