package capture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestCapture(t *testing.T) {
	for _, test := range []struct {
		name    string
		max     int64
		in, out string
		dropped int64
	}{
		{"empty", 8, "", "", 0},
		{"fits", 8, "12345678", "12345678", 0},
		{"one too many", 8, "123456789", "1234\n[… 1 bytes dropped …]\n6789", 1},
		{"odd bound", 3, "abcdef", "ab\n[… 3 bytes dropped …]\nf", 3},
		{"nothing kept", 0, "abc", "\n[… 3 bytes dropped …]\n", 3},
		{"negative", -1, "abc", "\n[… 3 bytes dropped …]\n", 3},
		{"character on the seam", 4, "aé€", "a\n[… 5 bytes dropped …]\n", 5},
		{"character over the seam is whole", 6, "ab€c", "ab€c", 0},
		{"head cut within a character", 8, "abc€abcdefgh", "abc\n[… 7 bytes dropped …]\nefgh", 7},
		{"tail cut within a character", 8, "abcdefgh€xy", "abcd\n[… 7 bytes dropped …]\nxy", 7},
		{"not UTF-8", 8, "a\xffb\xc3", "a\uFFFDb\uFFFD", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := New(test.max)
			n, err := c.Write([]byte(test.in))
			require.NoError(t, err)
			require.Equal(t, len(test.in), n)
			require.Equal(t, test.out, c.String())
			require.Equal(t, test.dropped, c.Dropped())
		})
	}
}

// Whatever comes in whatever pieces: what is kept and what is dropped is what
// was written.
func TestCaptureLosesNothing(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		limit := r.IntN(200)
		c := New(int64(limit))
		if seed%2 == 0 { // used before
			_, _ = c.Write(make([]byte, r.IntN(1000)))
			c.Reset()
		}
		var all []byte
		for range r.IntN(40) {
			piece := make([]byte, r.IntN(60))
			for i := range piece {
				piece[i] = "aé€😀\xff\n"[r.IntN(12)]
			}
			all = append(all, piece...)
			n, err := c.Write(piece)
			require.NoError(t, err)
			require.Equal(t, len(piece), n)
			clear(piece)
		}
		head, before, after := c.parts()
		tail := string(before) + string(after)
		require.True(t, strings.HasPrefix(string(all), string(head)))
		require.True(t, strings.HasSuffix(string(all), tail))
		require.EqualValues(t, len(all), int64(len(head)+len(tail))+c.Dropped())
		require.EqualValues(t, len(all), c.Written())
		require.LessOrEqual(t, len(head)+len(tail), limit)
		require.LessOrEqual(t, cap(c.head)+cap(c.tail), limit)
		if len(all) <= limit {
			require.Zero(t, c.Dropped())
		} else {
			// No more is given up than a character at each side of the cut.
			require.GreaterOrEqual(t, len(head)+len(tail), limit-2*(utf8.UTFMax-1))
			require.Contains(t, c.String(), fmt.Sprintf("\n[… %d bytes dropped …]\n", c.Dropped()))
		}
		require.True(t, utf8.ValidString(c.String()))
	}
}

func TestCaptureTakesNoMoreThanNeeded(t *testing.T) {
	c := New(64 << 10)
	_, err := c.Write([]byte("one line\n"))
	require.NoError(t, err)
	require.LessOrEqual(t, cap(c.head)+cap(c.tail), 512)
}

func BenchmarkCapture(b *testing.B) {
	chunk := make([]byte, 64<<10)
	c := New(64 << 10)
	b.SetBytes(int64(len(chunk)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Write(chunk); err != nil {
			b.Fatal(err)
		}
	}
}
