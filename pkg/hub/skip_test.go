package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRequirements(t *testing.T) {
	for _, q := range []Requirement{"all", "env", "self", "env:KEY", "skip:not: yet", "breaker"} {
		assert.True(t, q.Valid(), q)
	}
	for _, q := range []Requirement{"", "All", "all:x", "env:", ":x", "environ", "needs environment variable KEY"} {
		assert.False(t, q.Valid(), q)
	}
	env, both := []SkipKind{SkipEnv}, []SkipKind{SkipCommands, SkipEnv}
	for _, c := range []struct {
		q      Requirement
		kinds  []SkipKind
		reason string
		want   bool
	}{
		{"all", env, "needs environment variable A", true},
		{"env", env, "needs environment variable A", true},
		{"env", both, "needs command c, environment variable A", true},
		{"commands", env, "needs environment variable A", false},
		{"env:variable A", env, "needs environment variable A", true},
		{"env:variable B", env, "needs environment variable A", false},
		{"self:A", env, "needs environment variable A", false},
		{"", env, "needs environment variable A", false},
	} {
		assert.Equal(t, c.want, c.q.Forbids(c.kinds, c.reason), "%q %v", c.q, c.kinds)
	}
	assert.Len(t, Requirements(), 1+len(SkipKinds()))
}
