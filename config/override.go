package config

import (
	"maps"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Override has settings for the examples that match.
type Override struct {
	Match Match `yaml:"match" doc:"Which examples the settings apply to. All given keys must match; in a list, one entry is enough."`
	// Settings are for the schema and validation; Apply knows which keys are
	// set.
	Settings hub.Settings `yaml:",inline"`

	apply func(*hub.Settings)
}

// Apply applies the override to s: the keys that it sets replace values, maps
// are merged key by key, and other keys are unchanged.
func (o Override) Apply(s *hub.Settings) {
	if o.apply != nil {
		o.apply(s)
	}
}

// Match selects examples. An empty Match selects all.
type Match struct {
	Tags  hub.Strings `yaml:"tags" doc:"Tags; the example must have one of them."`
	Group hub.Strings `yaml:"group" doc:"Groups; the example must be in one of them."`
	Path  hub.Strings `yaml:"path" check:"glob" doc:"Globs of entry files, relative to the project's root or to the source."`
	ID    hub.Strings `yaml:"id" check:"glob" doc:"IDs, or globs of IDs."`
}

// bindOverrides sets the apply functions of the overrides; root is the root of
// the file.
func (c *Config) bindOverrides(root *yaml.Node) {
	if list := yamlmap.Get(root, "overrides"); list != nil && list.Kind == yaml.SequenceNode {
		for i, n := range list.Content {
			c.Overrides[i].apply = applier(n, yamlmap.Decoder{Everywhere: true, Lookup: c.Lookup})
		}
	}
}

// applier returns the function that applies the settings in a mapping, which
// has been decoded before, with its problems reported.
func applier(n *yaml.Node, d yamlmap.Decoder) func(*hub.Settings) {
	d.Format, d.Foreign = format(), true
	return func(s *hub.Settings) {
		fresh := d
		fresh.Decode(n, s)
	}
}

func (c *Config) checkOverrides(p *problems) {
	limits := slices.Sorted(maps.Keys(c.Limits))
	for i, o := range c.Overrides {
		at := "overrides[" + strconv.Itoa(i) + "]"
		p.checkRunner(at+".runner", o.Settings.Runner)
		if limit := o.Settings.Limit; limit != "" && !slices.Contains(limits, limit) {
			p.add(at+".limit", "unknown limit %q%s", limit, orKnown(limit, limits))
		}
	}
}
