package config

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// cleanKey is the key of an env mapping that is a switch if its value is a
// boolean. A variable of that name needs quotes: clean: "true".
const cleanKey = "clean"

// envForm accepts a mapping of variables that may include the switch.
func envForm() yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.Env) {
		if n.Kind != yaml.MappingNode {
			d.Map(n, key, &v.Set)
			return
		}
		variables := *n
		variables.Content = nil
		for _, p := range d.Pairs(n, key) { // including those merged by <<
			if on, ok := yamlmap.Bool(yamlmap.Resolve(p.Value)); ok && p.Key.Value == cleanKey {
				d.Mark(p.Key, key.Below(cleanKey))
				v.Clean = on
				continue
			}
			variables.Content = append(variables.Content, p.Key, p.Value)
		}
		d.Map(&variables, key, &v.Set)
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Env) *yaml.Node {
		n := e.Map(key, v.Set)
		_, isVariable := v.Set[cleanKey]
		if v.Clean || e.Given.Given(key.Below(cleanKey).Path) && !isVariable {
			n.Content = append([]*yaml.Node{yamlmap.Quoted(cleanKey), yamlmap.Plain(strconv.FormatBool(v.Clean))}, n.Content...)
			n.Style = 0
		}
		return n
	}, func(g *schema.Generator, f yamlmap.Field) schema.Object {
		s := yamlmap.Schema[map[string]string](g, f)
		s["propertyNames"] = schema.Object{"pattern": "^[^=]+$"}
		s["properties"] = schema.Object{cleanKey: schema.Object{
			"type":        []string{"boolean", "string", "number"},
			"description": "true: of hub's own environment, pass only PATH, HOME and the variables named in env and needs.env. A value in quotes sets a variable named clean.",
		}}
		return s
	})
}

// envRule is the rule for names of environment variables.
func envRule() yamlmap.Rule {
	return yamlmap.Rule{Name: func(name string) string {
		if strings.Contains(name, "=") {
			return fmt.Sprintf("%q is not a valid name for an environment variable", name)
		}
		return ""
	}}
}
