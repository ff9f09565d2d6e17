package config

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Overrides and metadata win over the group, the group over the runner, the runner over
// run; an empty list looks for nothing.
func TestComplete(t *testing.T) {
	c := parse(t, `
sources: [{path: x}]
run: {fail-on: R, skip-on: [S, T]}
runners:
  php: {fail-on: [P], fail-on-output: O}
  go: {fail-on-output: []}
groups:
  - {id: g, skip-on: G}
  - {id: none, fail-on: [], skip-on: []}
`)
	for name, x := range map[string]struct{ is, want hub.Settings }{
		"run":         {hub.Settings{}, hub.Settings{FailOn: hub.Patterns{"R"}, SkipOn: hub.Patterns{"S", "T"}}},
		"runner":      {hub.Settings{Runner: "php"}, hub.Settings{FailOn: hub.Patterns{"P", "O"}, SkipOn: hub.Patterns{"S", "T"}}},
		"empty alias": {hub.Settings{Runner: "go"}, hub.Settings{FailOn: hub.Patterns{}, SkipOn: hub.Patterns{"S", "T"}}},
		"group":       {hub.Settings{Runner: "php", Group: "g"}, hub.Settings{FailOn: hub.Patterns{"P", "O"}, SkipOn: hub.Patterns{"G"}}},
		"empty group": {hub.Settings{Runner: "php", Group: "none"}, hub.Settings{FailOn: hub.Patterns{}, SkipOn: hub.Patterns{}}},
		"example":     {hub.Settings{Runner: "php", Group: "none", FailOn: hub.Patterns{"E"}}, hub.Settings{FailOn: hub.Patterns{"E"}, SkipOn: hub.Patterns{}}},
		"none":        {hub.Settings{Runner: "php", FailOn: hub.Patterns{}}, hub.Settings{FailOn: hub.Patterns{}, SkipOn: hub.Patterns{"S", "T"}}},
	} {
		s := x.is
		c.Complete(&s)
		assert.Equal(t, x.want.FailOn, s.FailOn, name)
		assert.Equal(t, x.want.SkipOn, s.SkipOn, name)
	}
	same(t, c)
}
