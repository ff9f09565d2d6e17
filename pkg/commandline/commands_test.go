package commandline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheCommandOfALine(t *testing.T) {
	for _, c := range []struct {
		line, command string
		bare          bool
	}{
		{"", "", true},
		{"-q", "", true},
		{"-C dir --state=x -v", "", true},
		{"--color never", "", true},
		{"-C", "", false},
		{"list", "list", false},
		{"-q -C list all", "all", false},
		{"--color=never list -x", "list", false},
		{"--state x --silent clean", "clean", false},
		{"-qC x", "", false},
		{"-Cx list", "", false},
		{"--help", "", false},
		{"-q --version", "", false},
		{"-- list", "", false},
		{"--nope", "", false},
	} {
		args := strings.Fields(c.line)
		assert.Equal(t, c.command, CommandOf(args), c.line)
		assert.Equal(t, c.bare, Bare(args), c.line)
	}
}
