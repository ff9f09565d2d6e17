// Package schema makes JSON Schemas (2020-12) from Go types by reflection: one
// walk over the kinds of types, with functions for the differences between file
// formats. Package jsontypes has the rules for files that hub writes as JSON,
// package yamlmap those for hub.yaml.
//
// Note: invopop/jsonschema reads doc comments, too, but needs seven modules;
// google/jsonschema-go does not read them. Neither supports constants, or tags
// other than its own.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Published is where the files of this repository can be fetched. The $id of a schema, by
// which editors know it, is its path after this.
//
// The files on the main branch are the only copy of the schemas, so a $id is right as soon
// as a change is merged, and needs no site. A new schema accepts the files of older
// versions of hub; that of the installed version is printed by 'hub schema'.
const Published = "https://raw.githubusercontent.com/seed-00a9b34c/hub/main/"

// Object is a JSON Schema, or a part of one.
type Object = map[string]any

// Field is a value in a document: a key of a struct, or, without a name, an
// element of a list or mapping.
type Field struct {
	Name string
	Doc  string // the description; empty for none
	Type reflect.Type
	// Required marks a key that every document has.
	Required bool
	// Default is the value of a missing key; nil for none.
	Default any
	// Rule is opaque data for the functions of the Generator. Elements of a
	// list have the rule of the list.
	Rule any
}

// Generator makes schemas. Null, Fields and Own must be set.
type Generator struct {
	// Fields lists the keys of a struct.
	Fields func(reflect.Type) ([]Field, error)
	// Own returns the schema of a value that is not described by its kind; nil
	// for others.
	Own func(*Generator, Field) (Object, error)
	// Null reports whether a value described by its kind may be null.
	Null func(Field) bool
	// Doc returns the description of a named struct, which is then described
	// once, in $defs. If Doc is nil, structs are described where they occur.
	Doc func(reflect.Type) (string, error)
	// Closed forbids unknown keys.
	Closed bool

	defs Object
	err  error
}

// Document returns the schema of documents of type t, as indented text, with
// the keys of root added.
func (g *Generator) Document(t reflect.Type, root Object) ([]byte, error) {
	g.defs = Object{}
	s := g.Struct(t)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	for key, value := range root {
		s[key] = value
	}
	if len(g.defs) > 0 {
		s["$defs"] = g.defs
	}
	if g.err != nil {
		return nil, fmt.Errorf("the schema of %s: %w", t, g.err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(s)
	return b.Bytes(), err
}

// Value returns the schema of a value.
func (g *Generator) Value(f Field) Object {
	s, err := g.Own(g, f)
	if err != nil {
		g.fail(err)
	}
	if s == nil {
		if s = g.Kind(f); g.Null(f) {
			s = orNull(s)
		}
	}
	return s
}

// Kind returns the schema for the kind of a value's type.
func (g *Generator) Kind(f Field) Object {
	switch f.Type.Kind() {
	case reflect.Pointer:
		f.Type = f.Type.Elem()
		return g.Value(f)
	case reflect.Struct:
		return g.reference(f.Type)
	case reflect.Slice:
		return Object{"type": "array", "items": g.Value(Field{Type: f.Type.Elem(), Rule: f.Rule})}
	case reflect.Map:
		return Object{"type": "object", "additionalProperties": g.Value(Field{Type: f.Type.Elem()})}
	case reflect.String:
		return Object{"type": "string"}
	case reflect.Bool:
		return Object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return Object{"type": "integer"}
	case reflect.Float64:
		return Object{"type": "number"}
	}
	g.fail(fmt.Errorf("no rule for %s", f.Type))
	return Object{}
}

// Struct returns the schema of a struct.
func (g *Generator) Struct(t reflect.Type) Object {
	fields, err := g.Fields(t)
	if err != nil {
		g.fail(err)
	}
	properties, required := Object{}, []string{}
	for _, f := range fields {
		s := g.Value(f)
		if f.Doc != "" {
			s["description"] = f.Doc
		}
		if f.Default != nil {
			s["default"] = f.Default
		}
		properties[f.Name] = s
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s := Object{"type": "object", "properties": properties}
	if g.Closed {
		s["additionalProperties"] = false
	}
	if len(required) > 0 {
		slices.Sort(required)
		s["required"] = required
	}
	return s
}

// reference describes a struct in place, or refers to its description in $defs.
func (g *Generator) reference(t reflect.Type) Object {
	if g.Doc == nil || t.Name() == "" {
		return g.Struct(t)
	}
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, done := g.defs[name]; !done {
		g.defs[name] = Object{} // it may be recursive
		s := g.Struct(t)
		doc, err := g.Doc(t)
		if err != nil {
			g.fail(err)
		}
		if doc != "" {
			s["description"] = doc
		}
		g.defs[name] = s
	}
	return Object{"$ref": "#/$defs/" + name}
}

// fail keeps the first error for Document.
func (g *Generator) fail(err error) {
	if g.err == nil {
		g.err = err
	}
}

func orNull(s Object) Object {
	switch t := s["type"].(type) {
	case string:
		s["type"] = []string{t, "null"}
	case []string:
		if !slices.Contains(t, "null") { // a pointer to a nullable value
			s["type"] = append(slices.Clip(t), "null")
		}
	default:
		return Object{"anyOf": []Object{s, {"type": "null"}}}
	}
	return s
}
