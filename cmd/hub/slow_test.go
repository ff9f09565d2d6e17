package main

import (
	"bytes"
	"errors"
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
		start := time.Now()
		for range slowChunks + 10 {
			n, err := s.Write(make([]byte, 10))
			assert.NoError(t, err)
			assert.Equal(t, 10, n)
		}
		assert.Equal(t, slowWait, time.Since(start), "a run of thousands must not wait for each of its events")
		assert.ErrorContains(t, s.close(t.Context()), "nobody reads it")
		assert.Positive(t, s.dropped)
		close(w.release)
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
