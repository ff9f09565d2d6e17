package catalog

import (
	"slices"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// settings makes settings that examples share, since most have the same: those of the
// configuration, changed by one setting after the other. It is safe for concurrent
// use.
type settings struct {
	cfg  *config.Config
	base *hub.Settings // those of the configuration
	mu   sync.Mutex
	made map[made]*hub.Settings
	many map[*hub.Settings]bool // those that may be shared
}

// setting is a change of settings: the override with this number from 1, else the
// runner, with which they are complete, else the inputs that examples share, see [entry.shared],
// else the group.
type setting struct {
	override              int
	group, runner, inputs string
}

// made says how settings were made.
type made struct {
	from *hub.Settings
	by   setting
}

func newSettings(cfg *config.Config) *settings {
	base := cfg.Settings()
	return &settings{cfg: cfg, base: &base, made: map[made]*hub.Settings{}, many: map[*hub.Settings]bool{&base: true}}
}

// with returns the settings with one change. Settings that are not from here belong to
// one example, and are changed in place.
func (s *settings) with(from *hub.Settings, by setting) *hub.Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.many[from] {
		s.change(from, by)
		return from
	}
	key := made{from, by}
	out := s.made[key]
	if out == nil {
		own := *from
		out = &own
		s.change(out, by)
		s.made[key], s.many[out] = out, true
	}
	return out
}

func (s *settings) change(of *hub.Settings, by setting) {
	switch {
	case by.override > 0:
		s.cfg.Overrides[by.override-1].Apply(of)
	case by.runner != "":
		of.Runner = by.runner
		s.cfg.Complete(of)
	case by.inputs != "":
		of.Inputs = slices.Clone(of.Inputs)
		for glob := range strings.SplitSeq(by.inputs, separator) {
			if !slices.Contains(of.Inputs, glob) {
				of.Inputs = append(of.Inputs, glob)
			}
		}
	default:
		of.Group = by.group
	}
}
