package ansi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPaint(t *testing.T) {
	assert.Equal(t, "\x1b[31mx\x1b[0m", Bad.On("x"))
	assert.Equal(t, "\x1b[1;32mx\x1b[0m", Good.Strong().On("x"))
	assert.Empty(t, Bad.On(""))
	assert.Equal(t, "x", Paint("").On("x"))
}
