package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBuiltinRunners(t *testing.T) {
	c := defaults()
	assert.Empty(t, c.validate())
	for name, r := range c.Runners {
		assert.Equal(t, r.Build != nil, r.BuildTimeout > 0, name)
	}
	assert.Subset(t, c.RunnerNames(), []string{"php", "python", "node", "typescript", "go", "ruby", "perl", "sh", "bash", "lua", "r", "julia", "java", "rust"})
	c.Runners["php"].Command[0] = "changed"
	assert.Equal(t, "php", BuiltinRunners()["php"].Command[0], "the table is the caller's")
}
