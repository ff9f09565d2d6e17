package config

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// buildTimeout is the default timeout of a build: compilers are slow with a
// cold cache, but rarely hang.
const buildTimeout = 10 * time.Minute

// BuiltinRunners returns the built-in runners by name. The caller owns them.
func BuiltinRunners() map[string]Runner { return Runners(lang.All()) }

// Runners returns one runner for each language, by name. A runner without Match
// is selected only by a #! line or by name. FailOn and SkipOn are empty:
// they are for users.
func Runners(languages lang.Table) map[string]Runner {
	runners := make(map[string]Runner, len(languages))
	for _, l := range languages {
		r := Runner{
			Match: l.Match, Interpreters: l.Interpreters, Command: l.Command, Build: l.Build, Version: l.Version,
			Builder: l.Builder, Silent: l.Silent,
		}
		if len(r.Version) == 0 {
			r.Version = nil
		}
		if r.Build != nil {
			r.BuildTimeout = buildTimeout
		}
		runners[l.Name] = r
	}
	return runners
}
