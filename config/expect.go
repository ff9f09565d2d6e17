package config

import (
	"reflect"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// expectOutputForm accepts a mapping, or a string alone, which is equals.
func expectOutputForm() yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.ExpectOutput) {
		if n.Kind == yaml.MappingNode {
			d.Struct(n, key, v)
			switch regex := keyGiven(n, "regex") || len(v.Regex) > 0; {
			case regex && keyGiven(n, "matches"):
				v.Matches = append(slices.Clip(v.Matches), v.Regex...)
			case regex:
				v.Matches = v.Regex
			}
			v.Regex = nil
			return
		}
		key.Field.Rule = yamlmap.Rule{Binary: true}
		if s, ok := d.Text(n, key); ok {
			*v = hub.ExpectOutput{Equals: &s}
		}
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.ExpectOutput) *yaml.Node {
		if v.Equals != nil && !e.Given.Given(key.Below("equals").Path) && reflect.DeepEqual(v, hub.ExpectOutput{Equals: v.Equals}) {
			return e.Text(key, *v.Equals)
		}
		return e.Struct(key, v)
	}, func(g *schema.Generator, _ yamlmap.Field) schema.Object {
		return schema.Object{"anyOf": []schema.Object{yamlmap.Schema[string](g, yamlmap.Field{}), yamlmap.StructSchema[hub.ExpectOutput](g)}}
	})
}

func keyGiven(n *yaml.Node, key string) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func exitCodesForm() yamlmap.Form {
	return yamlmap.OneOrList(func(e *yamlmap.Encoder, key yamlmap.Key, v hub.ExitCodes) *yaml.Node {
		if len(v) == 1 {
			return yamlmap.Plain(strconv.Itoa(v[0]))
		}
		n := e.List(key, v)
		n.Style = yaml.FlowStyle
		return n
	})
}

// stringsForm accepts a list of strings, or one alone.
func stringsForm() yamlmap.Form {
	f := yamlmap.OneOrList(func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Strings) *yaml.Node { return e.List(key, v) })
	f.Schema = func(g *schema.Generator, f yamlmap.Field) schema.Object {
		one := yamlmap.Schema[string](g, f)
		return schema.Object{"anyOf": []schema.Object{one, {"type": "array", "items": one}}}
	}
	return f
}
