package config

import (
	"maps"
	"reflect"
	"strconv"

	"gopkg.in/yaml.v3"
)

// cleanKey is the key of an env mapping that is a switch when its value is a
// boolean. A variable of that name is written with quotes: clean: "true".
const cleanKey = "clean"

// decodeEnv reads a mapping of variables, with the switch among them.
func decodeEnv(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	set := v.FieldByName("Set")
	if n.Kind != yaml.MappingNode {
		w.mapping(n, set, at, f)
		return
	}
	variables := *n
	variables.Content = nil
	for _, p := range w.pairs(n, at) { // what << merges included
		if on, ok := boolean(resolve(p.value)); ok && p.key.Value == cleanKey {
			w.mark(join(at, cleanKey), p.key)
			v.FieldByName("Clean").SetBool(on)
			continue
		}
		variables.Content = append(variables.Content, p.key, p.value)
	}
	w.mapping(&variables, set, at, f)
}

// resolve is what an alias stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func encodeEnv(e *encoder, v reflect.Value, at string, f field) *yaml.Node {
	n := e.mapping(v.FieldByName("Set"), reflect.Value{}, at, f)
	clean := v.FieldByName("Clean").Bool()
	if _, isVariable := e.given[join(at, cleanKey)]; clean || isVariable && !hasKey(v.FieldByName("Set"), cleanKey) {
		n.Content = append([]*yaml.Node{textNode(cleanKey), plainNode(strconv.FormatBool(clean))}, n.Content...)
		n.Style = 0
	}
	return n
}

func hasKey(m reflect.Value, key string) bool {
	for k := range maps.All(anyMap(m)) {
		if k.String() == key {
			return true
		}
	}
	return false
}

func envSchema(f field) object {
	s := typeSchema(reflect.TypeFor[map[string]string](), f, nil)
	s["properties"] = object{cleanKey: object{
		"type":        []string{"boolean", "string", "number"},
		"description": "true: nothing of hub's own environment is passed on but what env and needs.env name, and PATH and HOME. In quotes it is a variable of that name.",
	}}
	return s
}
