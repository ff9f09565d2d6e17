package sanitize

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLine(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "a  b", "a  b"},
		{"lines", " a \n\n\tb\r\nc\u2028d ", "a b c d"},
		{"command", "::error::x", ": :error::x"},
		{"command after space", "\n  ::set-env name=a::b", ": :set-env name=a::b"},
		{"command after nothing", "\u200b::error::", "\u200b: :error::"},
		{"split command", ":\u200b:error::", ":\u200b :error::"},
		{"scope", "std::string", "std::string"},
		{"nothing", " \n\t", ""},
	} {
		assert.Equal(t, tt.want, Line(tt.in), tt.name)
	}
}
