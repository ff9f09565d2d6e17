package text

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMemory(t *testing.T) {
	for bytes, want := range map[int64]string{
		-1: "", 0: "", 1: "0.0 MiB", 1 << 20: "1.0 MiB", 10<<20 - 1: "10 MiB", 12<<20 + 1000: "12 MiB",
		1<<30 - 1: "1.0 GiB", 3 << 29: "1.5 GiB", 1 << 50: "1048576.0 GiB",
	} {
		assert.Equal(t, want, Memory(bytes), bytes)
	}
}

func TestSeconds(t *testing.T) {
	for s, want := range map[float64]string{
		0: "0ms", 0.0004: "0ms", 0.0006: "1ms", 0.004: "4ms", 0.9994: "999ms", 0.9996: "1.0s", 1.25: "1.2s", 59.99: "60.0s", 99.94: "99.9s", 99.96: "1m40s",
		3599: "59m59s", 3599.6: "1h00m", 90000: "25h00m", -1: "0ms", math.Inf(1): "0ms", math.NaN(): "0ms",
	} {
		assert.Equal(t, want, Seconds(s), s)
	}
}

func TestLastLines(t *testing.T) {
	for _, tt := range []struct {
		in           string
		lines, bytes int
		want         string
	}{
		{"a\nb\nc\n", 2, 99, "b\nc"},
		{"a\nb\nc", 9, 99, "a\nb\nc"},
		{"a\nb\nc\n\n \n", 1, 99, "c"},
		{"aaaa\nbbbb\ncccc", 9, 9, "bbbb\ncccc"},
		{"aaaa\nbbbb\ncccc", 9, 8, "cccc"},
		{"xxéé", 3, 3, "é"},
		{"", 3, 3, ""},
		{"\n\n", 3, 3, ""},
	} {
		assert.Equal(t, tt.want, LastLines(tt.in, tt.lines, tt.bytes), "%q", tt.in)
	}
}
