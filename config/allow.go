package config

import (
	"fmt"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// allowFailureForm accepts true, false, or a mapping with until, reason and
// owner.
func allowFailureForm() yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.AllowFailure) {
		if n.Kind == yaml.MappingNode {
			if len(n.Content) == 0 {
				*v = hub.AllowFailure{}
			}
			v.Allowed = true
			d.Struct(n, key, v)
			return
		}
		b, ok := yamlmap.Bool(n)
		if !ok {
			d.Problem(n, key, "must be true, false or a mapping with until, reason and owner, not %s", yamlmap.Describe(n))
			return
		}
		*v = hub.AllowFailure{Allowed: b}
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.AllowFailure) *yaml.Node {
		if n := e.Struct(key, v); v.Allowed && len(n.Content) > 0 {
			return n
		}
		return yamlmap.Plain(strconv.FormatBool(v.Allowed))
	}, func(g *schema.Generator, _ yamlmap.Field) schema.Object {
		return schema.Object{"anyOf": []schema.Object{{"type": "boolean"}, yamlmap.StructSchema[hub.AllowFailure](g)}}
	})
}

// DateForm returns the form of a date, for this and other files.
func DateForm() yamlmap.Form {
	return yamlmap.Scalar("a date like 2027-01-31", func(n *yaml.Node) (hub.Date, error) {
		if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
			return "", fmt.Errorf("%s is not a date; write year-month-day, like 2027-01-31", yamlmap.Describe(n))
		}
		return hub.Date(n.Value), nil
	}, func(v hub.Date) *yaml.Node { return yamlmap.Quoted(string(v)) },
		schema.Object{"type": "string", "format": "date", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`})
}
