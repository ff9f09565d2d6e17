package frames

import (
	"slices"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/require"
)

// Whatever is sent arrives, in whatever pieces the stream comes.
func TestFrames(t *testing.T) {
	same := func(payloads [][]byte, piece uint8) bool {
		var stream []byte
		for i, p := range payloads {
			stream = Append(stream, byte(i), p[:len(p)/2], p[len(p)/2:])
		}
		var in Inbox
		for i := 0; i < len(payloads); {
			kind, payload, ok := in.Next()
			if ok {
				if kind != byte(i) || string(payload) != string(payloads[i]) {
					return false
				}
				i++
				continue
			}
			n, err := in.Fill(func(buf []byte) (int, error) {
				n := copy(buf[:min(len(buf), int(piece)+1)], stream)
				stream = stream[n:]
				return n, nil
			})
			if n == 0 || err != nil {
				return false
			}
		}
		_, _, more := in.Next()
		return !more && len(stream) == 0
	}
	require.NoError(t, quick.Check(same, nil))
}

func TestClear(t *testing.T) {
	var in Inbox
	_, err := in.Fill(func(buf []byte) (int, error) { return copy(buf, Append(nil, 'x', []byte("half"))[:6]), nil })
	require.NoError(t, err)
	in.Clear()
	_, err = in.Fill(func(buf []byte) (int, error) { return copy(buf, Append(nil, 'y')), nil })
	require.NoError(t, err)
	kind, payload, ok := in.Next()
	require.True(t, ok)
	require.Equal(t, byte('y'), kind)
	require.Empty(t, payload)
}

func TestValues(t *testing.T) {
	type message struct {
		n    int64
		text string
		list []string
		a, b bool
	}
	values := func(v *Values, m *message) {
		Number(v, &m.n)
		v.Text(&m.text)
		List(v, &m.list, v.Text)
		v.Flags(&m.a, &m.b)
	}
	same := func(n int64, text string, list []string, a, b bool) bool {
		said, heard := message{n, text, list, a, b}, message{list: []string{"before"}, b: true}
		w := Write([]byte("x"))
		values(w, &said)
		values(Read(w.Written()[1:]), &heard)
		return heard.n == n && heard.text == text && slices.Equal(heard.list, list) && heard.a == a && heard.b == b
	}
	require.NoError(t, quick.Check(same, nil))
}
