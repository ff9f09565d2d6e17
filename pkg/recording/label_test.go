package recording

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func unfenced() (begin, end string) { return "", "" }

// Of several examples each line begins with a name, that of an unfinished line included.
func TestLabels(t *testing.T) {
	examples := []*hub.Example{{ID: "a"}, {ID: "long\x1b[31m/b"}}
	for _, log := range []bool{false, true} {
		var out bytes.Buffer
		s := NewStream(&out, log, nil, unfenced)
		s.Label(examples)
		var seen []hub.EventType
		observe := s.Before(func(e hub.Event) { seen = append(seen, e.Type) })
		for _, e := range examples {
			observe(hub.Event{Type: hub.EventExampleStarted, ID: e.ID})
			for _, part := range []string{"one\ntw", "o\n", "\nthree"} {
				_, err := io.WriteString(s, part)
				require.NoError(t, err)
			}
			observe(hub.Event{Type: hub.EventExampleFinished, ID: e.ID})
		}
		require.NoError(t, s.Close(context.Background()))
		assert.Equal(t, "a      | one\na      | two\na      | \na      | three\nlong/b | one\nlong/b | two\nlong/b | \nlong/b | three\n", out.String(), "log: %t", log)
		assert.Len(t, seen, 4)
	}
}

func TestOneExampleHasNoLabel(t *testing.T) {
	var out bytes.Buffer
	s := NewStream(&out, false, nil, unfenced)
	s.Label([]*hub.Example{{ID: "a"}})
	s.Before(func(hub.Event) {})(hub.Event{Type: hub.EventExampleStarted, ID: "a"})
	_, err := io.WriteString(s, "\x1b[31mas it is")
	require.NoError(t, err)
	require.NoError(t, s.Close(context.Background()))
	assert.Equal(t, "\x1b[31mas it is", out.String())
	var none *Stream
	none.Before(func(hub.Event) {})(hub.Event{})
}
