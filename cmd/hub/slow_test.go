package main

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

func TestSlowWriterPassesEverythingOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got bytes.Buffer
		s := newSlowWriter(&got)
		text := strings.Repeat("0123456789", 1<<18)
		for part := text; part != ""; part = part[min(len(part), 99999):] {
			n, err := io.WriteString(s, part[:min(len(part), 99999)])
			assert.NoError(t, err)
			assert.Positive(t, n)
		}
		assert.NoError(t, s.close(t.Context()))
		assert.Equal(t, text, got.String())
	})
}

// stuck is a reader that takes nothing.
type stuck struct{ release chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.release
	return 0, errors.New("broken pipe")
}

func TestSlowWriterGivesUpOnWhoDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		s := newSlowWriter(w)
		begin := time.Now()
		for range slowHeld/slowChunk + 10 {
			n, err := s.Write(make([]byte, slowChunk))
			assert.NoError(t, err)
			assert.Equal(t, slowChunk, n)
		}
		assert.Equal(t, slowWait, time.Since(begin), "he is waited for once, not with every line")
		assert.ErrorContains(t, s.close(t.Context()), "nobody reads it")
		assert.Positive(t, s.dropped)
		close(w.release)
	})
}

// paused is a reader who takes nothing for a while.
type paused struct {
	bytes.Buffer
	until <-chan time.Time
}

func (p *paused) Write(b []byte) (int, error) {
	<-p.until
	return p.Buffer.Write(b)
}

func TestSlowWriterKeepsTheLinesOfALongPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		time.AfterFunc(time.Hour, func() { close(until) })
		s := newSlowWriter(r)
		begin := time.Now()
		for i := range 100_000 {
			fmt.Fprintf(s, "line %d\n", i)
		}
		assert.Zero(t, time.Since(begin), "nobody waits for him")
		time.Sleep(2 * time.Hour)
		assert.NoError(t, s.close(t.Context()))
		assert.Equal(t, 100_000, strings.Count(r.String(), "\n"))
	})
}

func TestSlowWriterGoesOnWithWhoReadsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		s := newSlowWriter(r)
		for range slowHeld/slowChunk + 3 {
			_, _ = s.Write(make([]byte, slowChunk))
		}
		dropped := s.dropped
		assert.Positive(t, dropped)
		close(until)
		synctest.Wait()
		for range 2 * slowHeld / slowChunk {
			_, _ = s.Write(make([]byte, slowChunk))
		}
		assert.Equal(t, dropped, s.dropped)
		assert.ErrorContains(t, s.close(t.Context()), fmt.Sprintf("%d bytes were left out", dropped))
	})
}

func TestSlowWriterFlushes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan time.Time)
		r := &paused{until: until}
		time.AfterFunc(slowEnd/2, func() { close(until) })
		s := newSlowWriter(r)
		fmt.Fprint(s, "one ")
		fmt.Fprint(s, "two ")
		begin := time.Now()
		assert.NoError(t, s.flush(t.Context()))
		assert.Equal(t, slowEnd/2, time.Since(begin))
		assert.Equal(t, "one two ", r.String())
		assert.NoError(t, s.flush(t.Context()), "there is nothing more")
		fmt.Fprint(s, "three")
		assert.NoError(t, s.close(t.Context()))
		assert.Equal(t, "one two three", r.String())
	})
}

// Who takes nothing is waited for once, and then no more.
func TestSlowWriterFlushesInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		s := newSlowWriter(w)
		fmt.Fprint(s, "x")
		begin := time.Now()
		assert.ErrorContains(t, s.flush(t.Context()), "nobody reads it")
		fmt.Fprint(s, "y")
		assert.ErrorContains(t, s.flush(t.Context()), "nobody reads it")
		assert.ErrorContains(t, s.close(t.Context()), "nobody reads it")
		assert.Equal(t, slowEnd, time.Since(begin))
		close(w.release)

		broken := stuck{make(chan struct{})}
		close(broken.release)
		s = newSlowWriter(broken)
		assert.NoError(t, s.flush(t.Context()), "nothing was written")
		fmt.Fprint(s, "x")
		assert.ErrorContains(t, s.flush(t.Context()), "broken pipe")
		assert.ErrorContains(t, s.close(t.Context()), "broken pipe")
	})
}

func TestSlowWriterTellsTheReadersEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		close(w.release)
		s := newSlowWriter(w)
		_, err := s.Write([]byte("x"))
		assert.NoError(t, err)
		assert.ErrorContains(t, s.close(t.Context()), "broken pipe")
	})
}
