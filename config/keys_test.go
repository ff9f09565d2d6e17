package config

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
)

type object = map[string]any

// hubKey is one key of hub.yaml.
type hubKey struct {
	path, name string
	schema     object
	// value is a valid value that differs from the default; nil for a mapping
	// of keys that are tested themselves.
	value any
	// file returns a file with the given mapping at the key's position, which
	// requires the keys of beside.
	file   func(object) object
	beside object
}

// beside has the keys that a mapping requires.
func beside(typ reflect.Type) object {
	return map[reflect.Type]object{
		reflect.TypeFor[Source]():         {"path": "p"},
		reflect.TypeFor[Group]():          {"id": "g"},
		reflect.TypeFor[Array]():          {"hub": "h"},
		reflect.TypeFor[Step]():           {"command": []any{"a"}},
		reflect.TypeFor[hub.Normalizer](): {"match": "m"},
	}[typ]
}

// within returns the type below the lists and mappings of typ, and a function
// that wraps a value of it.
func within(key string, typ reflect.Type) (reflect.Type, func(any) any) {
	switch typ.Kind() {
	case reflect.Slice:
		below, wrap := within(key, typ.Elem())
		return below, func(v any) any { return []any{wrap(v)} }
	case reflect.Map:
		name := map[string]string{"runners": "go", "limits": "l"}[key]
		below, wrap := within(key, typ.Elem())
		return below, func(v any) any { return object{name: wrap(v)} }
	}
	return typ, func(v any) any { return v }
}

// hubKeys returns every key by the fields of the types, with its schema, which
// must have the same keys.
func hubKeys(t *testing.T) []hubKey {
	t.Helper()
	var root object
	require.NoError(t, json.Unmarshal(Schema(), &root))
	var out []hubKey
	seen := map[reflect.Type]bool{}
	var walk func(string, reflect.Type, object, func(object) object)
	walk = func(path string, typ reflect.Type, s object, file func(object) object) {
		seen[typ] = true
		properties, _ := s["properties"].(object)
		var names []string
		for _, f := range format().Fields(typ) {
			names = append(names, f.Name)
			property, _ := properties[f.Name].(object)
			k := hubKey{path: path + f.Name, name: f.Name, schema: property, file: file, beside: beside(typ)}
			below, wrap := within(f.Name, f.Type)
			switch {
			case below.Kind() != reflect.Struct || len(format().Fields(below)) == 0:
				k.value = sample(k.path, property)
			case seen[below]:
				k.value = wrap(beside(below))
			default:
				walk(k.path+".", below, mapping(property), func(m object) object {
					whole := maps.Clone(k.beside)
					if whole == nil {
						whole = object{}
					}
					whole[f.Name] = wrap(m)
					return file(whole)
				})
			}
			out = append(out, k)
		}
		assert.ElementsMatch(t, names, slices.Collect(maps.Keys(properties)), "the keys of %s and those of its schema", typ)
	}
	walk("", reflect.TypeFor[Config](), root, func(m object) object { return m })
	return out
}

// mapping returns the schema of a mapping of keys within that of a value.
func mapping(s object) object {
	if s["properties"] != nil {
		return s
	}
	for _, inner := range []string{"items", "additionalProperties"} {
		if below, ok := s[inner].(object); ok {
			return mapping(below)
		}
	}
	forms, _ := s["anyOf"].([]any)
	for _, form := range forms {
		if found := mapping(form.(object)); found != nil {
			return found
		}
	}
	return nil
}

// sample returns a value that the schema allows and that differs from the
// default.
func sample(path string, s object) any {
	known := map[string]any{ // what a schema cannot say
		"runners.command": []any{"x", "{bin}"}, "runners.build": []any{"x", "{bin}"}, "sources.runner": "php", "overrides.runner": "php", "overrides.limit": "l",
		"groups.setup.wait-for.tcp": "localhost:80", "groups.setup.wait-for.http": "http://localhost/",
	}
	for _, list := range []string{"enum", "examples"} {
		values, _ := s[list].([]any)
		if i := slices.IndexFunc(values, func(v any) bool { return v != s["default"] }); i >= 0 {
			return values[i]
		}
	}
	if forms, ok := s["anyOf"].([]any); ok {
		return sample(path, forms[len(forms)-1].(object))
	}
	kinds, ok := s["type"].([]any)
	if !ok {
		kinds = []any{s["type"]}
	}
	switch {
	case known[path] != nil:
		return known[path]
	case s["format"] == "date":
		return "2027-01-31"
	case kinds[0] == "array":
		return []any{sample(path, s["items"].(object))}
	case s["const"] != nil:
		return s["const"]
	}
	return map[any]any{"boolean": true, "integer": 7, "number": 0.5, "string": "x", "object": object{"A": "x"}}[kinds[0]]
}

// Every key is described, decoded, encoded and, if misspelt, reported: the test
// fails if something was forgotten for a new one.
func TestEveryKey(t *testing.T) {
	text := func(k hubKey, name string) string { // JSON is YAML
		m := object{}
		maps.Copy(m, k.beside)
		if name != "" {
			m[name] = k.value
		}
		file := k.file(m)
		if file["limits"] == nil {
			file["limits"] = object{"l": object{"concurrent": 1}}
		}
		data, err := json.Marshal(file)
		require.NoError(t, err)
		return string(data)
	}
	whole := schematest.Compile(t, Schema())
	keys := hubKeys(t)
	require.Greater(t, len(keys), 80)
	for _, k := range keys {
		t.Run(k.path, func(t *testing.T) {
			doc, _ := k.schema["description"].(string)
			assert.True(t, strings.HasSuffix(doc, "."), "the description %q", doc)
			_, err := Parse("hub.yaml", []byte(text(k, k.name+"x")), "/project", environment)
			assert.ErrorContains(t, err, `unknown key "`+k.name+`x" (did you mean "`+k.name+`"?)`)
			if k.value == nil || k.path == "version" {
				return
			}
			with, without := parse(t, text(k, k.name)), parse(t, text(k, ""))
			assert.NotEqual(t, bare(without), bare(with), "not decoded")
			assert.NoError(t, schematest.Validate(whole, []byte(text(k, k.name))))
			same(t, with)
		})
	}
}

// Every key of metadata is decoded, and its settings are applied to others.
func TestEveryKeyOfMetadata(t *testing.T) {
	settings := map[string]hubKey{}
	for _, k := range hubKeys(t) {
		if name, ok := strings.CutPrefix(k.path, "overrides."); ok {
			settings[name] = k
		}
	}
	for _, f := range format().Fields(reflect.TypeFor[FrontMatter]()) {
		value := map[string]any{"title": "x", "docname": "x", "order": 7, "tags": "x", "retries": 7, "needs": object{"os": []any{"linux"}},
			"expect": object{"exit": 7}, "allow-failure": true}[f.Name]
		if value == nil {
			value = settings[f.Name].value
		}
		data, err := json.Marshal(object{f.Name: value})
		require.NoError(t, err)
		m, apply, err := ParseFrontMatter("run.sh", 1, data, nil)
		require.NoError(t, err, "%s", data)
		assert.NotEqual(t, FrontMatter{}, m, f.Name)
		var s hub.Settings
		apply(&s)
		assert.Equal(t, m.Settings, s, f.Name)
	}
}
