package asyncwriter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestEverythingIsPassedOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got bytes.Buffer
		s := New(&got)
		text := strings.Repeat("0123456789", 1<<18)
		for part := text; part != ""; part = part[min(len(part), 99999):] {
			n, err := io.WriteString(s, part[:min(len(part), 99999)])
			assert.NoError(t, err)
			assert.Positive(t, n)
		}
		assert.NoError(t, s.Close(t.Context()))
		assert.Equal(t, text, got.String())
	})
}

// stuck blocks every write until it is released.
type stuck struct{ release chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.release
	return 0, errors.New("broken pipe")
}

func TestWritesWaitOnceForAStoppedReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		s := New(w)
		begin := time.Now()
		for range maxQueued/maxChunk + 10 {
			n, err := s.Write(make([]byte, maxChunk))
			assert.NoError(t, err)
			assert.Equal(t, maxChunk, n)
		}
		assert.Equal(t, Patience, time.Since(begin), "waits once, not on every write")
		assert.ErrorIs(t, s.Close(t.Context()), ErrUnread)
		assert.Positive(t, s.dropped)
		close(w.release)
	})
}

// paused blocks writes for a while.
type paused struct {
	bytes.Buffer
	until <-chan time.Time
}

func (p *paused) Write(b []byte) (int, error) {
	<-p.until
	return p.Buffer.Write(b)
}

func TestALongPauseOfTheReaderDropsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		time.AfterFunc(time.Hour, func() { close(until) })
		s := New(r)
		begin := time.Now()
		for i := range 100_000 {
			fmt.Fprintf(s, "line %d\n", i)
		}
		assert.Zero(t, time.Since(begin), "no write waits")
		time.Sleep(2 * time.Hour)
		assert.NoError(t, s.Close(t.Context()))
		assert.Equal(t, 100_000, strings.Count(r.String(), "\n"))
	})
}

func TestWritingContinuesWhenTheReaderDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		s := New(r)
		for range maxQueued/maxChunk + 3 {
			_, _ = s.Write(make([]byte, maxChunk))
		}
		dropped := s.dropped
		assert.Positive(t, dropped)
		close(until)
		synctest.Wait()
		for range 2 * maxQueued / maxChunk {
			_, _ = s.Write(make([]byte, maxChunk))
		}
		assert.Equal(t, dropped, s.dropped)
		assert.ErrorContains(t, s.Close(t.Context()), fmt.Sprintf("dropped %d bytes", dropped))
	})
}

func TestFlush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		time.AfterFunc(Grace/2, func() { close(until) })
		s := New(r)
		fmt.Fprint(s, "one ")
		fmt.Fprint(s, "two ")
		begin := time.Now()
		assert.NoError(t, s.Flush(t.Context()))
		assert.Equal(t, Grace/2, time.Since(begin))
		assert.Equal(t, "one two ", r.String())
		assert.NoError(t, s.Flush(t.Context()), "there is nothing more")
		fmt.Fprint(s, "three")
		assert.NoError(t, s.Close(t.Context()))
		assert.Equal(t, "one two three", r.String())
	})
}

func TestFlushTimesOutOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		s := New(w)
		fmt.Fprint(s, "x")
		begin := time.Now()
		assert.ErrorIs(t, s.Flush(t.Context()), ErrUnread)
		fmt.Fprint(s, "y")
		assert.ErrorIs(t, s.Flush(t.Context()), ErrUnread)
		assert.ErrorIs(t, s.Close(t.Context()), ErrUnread)
		assert.Equal(t, Grace, time.Since(begin))
		close(w.release)

		broken := stuck{make(chan struct{})}
		close(broken.release)
		s = New(broken)
		assert.NoError(t, s.Flush(t.Context()), "nothing was written")
		fmt.Fprint(s, "x")
		assert.ErrorContains(t, s.Flush(t.Context()), "broken pipe")
		assert.ErrorContains(t, s.Close(t.Context()), "broken pipe")
	})
}

func TestCloseReturnsTheErrorOfTheReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		close(w.release)
		s := New(w)
		_, err := s.Write([]byte("x"))
		assert.NoError(t, err)
		assert.ErrorContains(t, s.Close(t.Context()), "broken pipe")
	})
}
