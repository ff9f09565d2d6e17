package config

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

//go:embed schema.json
var schemaJSON []byte

// Schema is the JSON Schema (2020-12) of hub.yaml, as editors read it: the file
// schema.json, which is made from the types of this package.
func Schema() []byte { return bytes.Clone(schemaJSON) }

// object is a JSON Schema.
type object = map[string]any

// generateSchema makes the schema of Config from its fields, their doc and
// check tags, and the hooks of their types.
func generateSchema() ([]byte, error) {
	base, err := plainDefaults()
	if err != nil {
		return nil, err
	}
	s := structSchema(reflect.TypeFor[Config](), base)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "hub.yaml"
	s["description"] = "Configuration of hub, which runs the examples of a repository. ${VAR} and ${VAR:-default} are expanded in every text but regular expressions; $$ is a dollar sign."
	s["type"] = []string{"object", "null"}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return b.Bytes(), nil
}

// plainDefaults are the defaults as JSON values, but for the runners, whose
// table would fill the schema.
func plainDefaults() (map[string]any, error) {
	c := defaults()
	c.Runners = nil
	text, err := c.YAML()
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := yaml.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("reading the defaults: %w", err)
	}
	return out, nil
}

// structSchema describes a struct; base holds the defaults of its keys.
func structSchema(t reflect.Type, base any) object {
	values, _ := base.(map[string]any)
	properties := object{}
	for _, f := range fieldsOf(t) {
		value, has := values[f.name]
		s := typeSchema(f.typ, f, value)
		s["description"] = f.doc
		if _, nested := value.(map[string]any); has && !nested {
			s["default"] = value
		}
		properties[f.name] = s
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

func typeSchema(t reflect.Type, f field, base any) object {
	if h, ok := hookFor(t); ok {
		return h.schema(f)
	}
	switch t.Kind() {
	case reflect.Pointer:
		s := typeSchema(t.Elem(), f, nil)
		if types, ok := s["type"].([]string); ok && !slices.Contains(types, "null") {
			s["type"] = append(types, "null")
		}
		return s
	case reflect.Struct:
		s := structSchema(t, base)
		// A key without a value changes nothing.
		s["type"] = []string{"object", "null"}
		return s
	case reflect.Map:
		s := object{"type": []string{"object", "null"}, "additionalProperties": typeSchema(t.Elem(), field{}, nil)}
		s["propertyNames"] = object{"minLength": 1}
		if f.check == ruleEnv {
			s["propertyNames"] = object{"pattern": "^[^=]+$"}
		}
		return s
	case reflect.Slice:
		return object{"type": []string{"array", "null"}, "items": typeSchema(t.Elem(), f, nil)}
	case reflect.Bool:
		return object{"type": []string{"boolean", "null"}}
	case reflect.Float64:
		s := object{"type": "number"}
		if f.check == ruleShare {
			s["minimum"], s["maximum"] = 0, 1
		}
		return s
	case reflect.Int:
		s := object{"type": "integer"}
		switch f.check {
		case ruleMin0:
			s["minimum"] = 0
		case ruleOne:
			s = object{"const": 1}
		}
		return s
	}
	return textSchema(f)
}

// textSchema describes a text, which may be any scalar.
func textSchema(f field) object {
	s := object{"type": []string{"string", "number", "boolean"}}
	switch f.check {
	case ruleName, ruleGlob, ruleGlobNot:
		s["minLength"] = 1
	case ruleEntry:
		s["pattern"] = "^[^/]+$"
	case ruleRegexp:
		s["minLength"] = 1
		s["format"] = "regex"
	case ruleOS:
		return object{"enum": systems()}
	}
	return s
}

func durationSchema(field) object {
	return object{"anyOf": []object{
		{"type": "string", "pattern": `^\s*\+?((an?\s+|([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*)[A-Za-zµμ]+\s*)+$|^0$`},
		{"const": 0},
	}, "examples": []string{"90s", "5m", "1h30m", "30d", "2w"}}
}

func workersSchema(field) object {
	return object{"anyOf": []object{{"const": "auto"}, {"type": "integer", "minimum": 1, "maximum": MaxWorkers}}}
}

func sizeSchema(field) object {
	return object{"anyOf": []object{
		{"type": "string", "pattern": `^\s*[0-9]+\s*([KMG]i)?B\s*$`},
		{"type": "integer", "minimum": 1, "maximum": maxSize},
	}, "examples": []string{"64KiB", "1MiB"}}
}

func rateSchema(field) object {
	return object{"type": "string", "pattern": `^\s*[0-9]+\s*/\s*[smh]\s*$`, "examples": []string{"60/m"}}
}

func dateSchema(field) object {
	return object{"type": "string", "format": "date", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
}

func skipSchema(field) object { return object{"type": []string{"boolean", "string"}} }

func stringsSchema(f field) object {
	one := textSchema(f)
	return object{"anyOf": []object{one, {"type": "array", "items": one}}}
}

func retriesSchema(t reflect.Type) func(field) object {
	return func(field) object {
		return object{"anyOf": []object{{"type": "integer", "minimum": 0}, structSchema(t, nil)}}
	}
}

func requirementSchema(field) object {
	return object{"type": "string", "pattern": "^(" + strings.Join(hub.Requirements(), "|") + ")$|^(" +
		strings.Join(hub.Requirements()[1:], "|") + "):.+$", "examples": []string{"all", "env", "env:OPENAI_API_KEY"}}
}

func allowFailureSchema(field) object {
	return object{"anyOf": []object{{"type": "boolean"}, structSchema(reflect.TypeFor[hub.AllowFailure](), nil)}}
}

func expectOutputSchema(field) object {
	return object{"anyOf": []object{textSchema(field{}), structSchema(reflect.TypeFor[hub.ExpectOutput](), nil)}}
}

func enumSchema(values []string) func(field) object {
	return func(field) object { return object{"enum": values} }
}
