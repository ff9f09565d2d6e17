package sanitize

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMessage(t *testing.T) {
	in := " a  \x1b[31mred\x1b[0m\u202e\r\n\tb\x00c\xff "
	assert.Equal(t, "a red b c\ufffd", Message(in))
	assert.Equal(t, "a  red   b c\ufffd", ExactMessage(in), "its white space is kept, one space a character")
	for _, bounded := range []func(string) string{Message, ExactMessage} {
		assert.Equal(t, strings.Repeat("é", MaxMessage), bounded(strings.Repeat("é", MaxMessage)))
		assert.Equal(t, strings.Repeat("é", MaxMessage-1)+"…", bounded(strings.Repeat("é", MaxMessage+1)))
	}
}
