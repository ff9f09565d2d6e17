package config

import (
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Retries says how failed attempts are retried, and how many in the whole run.
type Retries struct {
	hub.Retries `yaml:",inline"`
	// MaxTotal applies to the run as a whole, not to each example.
	MaxTotal int `yaml:"max-total" check:"min0" doc:"Maximum number of retries of all examples in the run. When they are used up, failures are final. 0 means no limit."`
}

// retriesForm accepts a mapping, or a number alone for the field that maxOf
// returns.
func retriesForm[T any](maxOf func(*T) *int) yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *T) {
		if n.Kind == yaml.MappingNode {
			d.Struct(n, key, v)
			return
		}
		key.Field.Rule = min0Rule()
		if i, ok := d.Int(n, key); ok {
			d.Mark(n, key.Below("max"))
			*maxOf(v) = i
		}
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v T) *yaml.Node { return e.Struct(key, v) },
		func(g *schema.Generator, _ yamlmap.Field) schema.Object {
			return schema.Object{"anyOf": []schema.Object{{"type": "integer", "minimum": 0}, yamlmap.StructSchema[T](g)}}
		})
}
