package text

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSeconds(t *testing.T) {
	for s, want := range map[float64]string{0: "0.00s", 0.004: "0.00s", 1.005: "1.00s", 59.99: "59.99s", 99.99: "99.99s", 100: "1m40s", 3599: "59m59s", 3600: "1h00m", 90000: "25h00m", -1: "0.00s"} {
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
