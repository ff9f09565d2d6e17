package asyncwriter

import (
	"context"
	"io"
	"sync"
	"time"
)

const (
	// Patience bounds how long a write waits for a stopped reader, and a flush
	// once its context is done.
	Patience = time.Second
	// Grace bounds how long a flush waits for the reader.
	Grace = 5 * time.Second

	maxQueued = 16 << 20 // bytes in the queue
	maxChunk  = 64 << 10 // bytes of one write to the reader
)

// Writer queues what is written to it and passes it on from its own goroutine.
// Writes wait for a slow reader once 16 MiB are queued. A reader that has taken
// nothing for [Patience] counts as stopped: until it continues, writes do not
// wait, and what does not fit into the queue is dropped, which Flush and Close
// report as an error.
//
// Its methods are for one goroutine at a time.
type Writer struct {
	w     io.Writer
	ready chan struct{} // signals a change of the queue; buffered
	room  chan struct{} // signals that a chunk has left the queue; buffered
	done  chan struct{}
	err   error // of w; valid after done or a closed mark

	stopped  bool  // the reader took nothing for Patience
	dropped  int64 // bytes
	timedOut bool  // a flush has timed out

	mu     sync.Mutex // guards the queue
	queue  []chunk    // in the order written
	queued int        // bytes
	closed bool
}

// chunk is a piece of the output, or a mark between two pieces.
type chunk struct {
	data []byte
	// mark is closed when everything before it is written; nil for data.
	mark chan struct{}
}

// New returns a writer to w. Its goroutine ends after Close, once w returns.
func New(w io.Writer) *Writer {
	s := &Writer{w: w, ready: make(chan struct{}, 1), room: make(chan struct{}, 1), done: make(chan struct{})}
	go s.pass()
	return s
}

// pass writes the queue to w until the queue is empty and the Writer closed.
func (s *Writer) pass() {
	defer close(s.done)
	for {
		s.mu.Lock()
		var next chunk
		if len(s.queue) > 0 {
			next, s.queue = s.queue[0], s.queue[1:]
			s.queued -= len(next.data)
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
			<-s.ready
		}
	}
}

// notify signals a channel of capacity 1; a pending signal is enough.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Write queues all of p and never fails.
func (s *Writer) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part := rest[:min(len(rest), maxChunk)]
		rest = rest[len(part):]
		for !s.enqueue(part) {
			if !s.wait() {
				s.dropped += int64(len(part))
				break
			}
		}
	}
	return len(p), nil
}

// wait waits until a chunk has left the queue, at most [Patience], and reports
// whether one did.
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

// enqueue queues the whole part if there is room for it.
func (s *Writer) enqueue(part []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queued+len(part) > maxQueued {
		return false
	}
	s.queued += len(part)
	if last := len(s.queue) - 1; last >= 0 && s.queue[last].mark == nil && len(s.queue[last].data)+len(part) <= maxChunk {
		s.queue[last].data = append(s.queue[last].data, part...)
	} else {
		s.queue = append(s.queue, chunk{data: append([]byte(nil), part...)})
	}
	notify(s.ready)
	return true
}

// Flush waits until everything written so far has reached the reader: at most
// [Grace], and at most [Patience] once ctx is done. The error is the first of the
// underlying writer, [ErrUnread], or the number of bytes dropped. The Writer stays
// usable; after a timeout no later call waits for the reader again.
func (s *Writer) Flush(ctx context.Context) error {
	mark := make(chan struct{})
	s.mu.Lock()
	s.queue = append(s.queue, chunk{mark: mark})
	s.mu.Unlock()
	notify(s.ready)
	return s.await(ctx, mark)
}

// Close ends the writer; it waits and returns as Flush does. The underlying
// writer stays open.
func (s *Writer) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	notify(s.ready)
	return s.await(ctx, s.done)
}
