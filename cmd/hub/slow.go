package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	slowChunks = 256             // written and not yet taken by the reader
	slowChunk  = 64 << 10        // bytes of one at most
	slowWait   = time.Second     // that one write waits for room
	slowEnd    = 5 * time.Second // that the end waits for the reader
)

// slowWriter writes from a goroutine of its own, so that a reader who has
// stopped reading (a pager, a full pipe) holds up neither the timeouts of
// examples nor signals nor the recording of results. A reader who is only slow
// gets everything: writers wait for him, as on any pipe. From one who has not
// taken anything for slowWait it keeps what does not fit, and that is an error
// of close.
type slowWriter struct {
	w       io.Writer
	chunks  chan []byte
	done    chan struct{}
	err     error // of w; to be read after done
	dropped int64
	// stalled: a write has waited in vain, and the reader has taken nothing since.
	stalled bool
}

func newSlowWriter(w io.Writer) *slowWriter {
	s := &slowWriter{w: w, chunks: make(chan []byte, slowChunks), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		for chunk := range s.chunks {
			if s.err == nil {
				_, s.err = w.Write(chunk)
			}
		}
	}()
	return s
}

// Write takes all of p and never fails; it is for one goroutine at a time.
func (s *slowWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		chunk := append([]byte(nil), rest[:min(len(rest), slowChunk)]...)
		rest = rest[len(chunk):]
		select {
		case s.chunks <- chunk:
			s.stalled = false
			continue
		default:
		}
		if s.stalled { // one wait for all that is written meanwhile
			s.dropped += int64(len(chunk))
			continue
		}
		select {
		case s.chunks <- chunk:
		case <-time.After(slowWait):
			s.stalled = true
			s.dropped += int64(len(chunk))
		}
	}
	return len(p), nil
}

// close waits for the reader to take what is left, not for ever and not beyond
// ctx, and returns what was not written and why.
func (s *slowWriter) close(ctx context.Context) error {
	close(s.chunks)
	select {
	case <-s.done:
	case <-time.After(slowEnd):
		return errors.New("nobody reads it")
	case <-ctx.Done():
		select {
		case <-s.done:
		case <-time.After(slowWait):
			return errors.New("nobody reads it")
		}
	}
	if s.err == nil && s.dropped > 0 {
		return fmt.Errorf("%d bytes were left out, for its reader had stopped", s.dropped)
	}
	return s.err
}
