// Package schema makes the JSON Schemas (2020-12) of files that hub writes from
// the Go types that they are written with: names and types by reflection,
// descriptions and known values from the doc comments (or doc tags) and the
// constants of the sources. It works at test time, where the sources are; the schemas are files
// of the packages that own the types, and tests keep them fresh.
//
// The schemas are open: a field that a schema does not name is allowed, for
// files gain fields, and a reader passes over what it does not know. For the
// same reason a text of which values may be added, such as a type of error, is
// bound by its form and lists the known values as examples.
//
// Note: invopop/jsonschema reads doc comments too, with seven modules behind it;
// google/jsonschema-go does not read them. Neither knows of constants.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Object is a JSON Schema, or a part of one.
type Object = map[string]any

// Options say what the types alone do not.
type Options struct {
	Title, Description string
	// Dir is the folder of a package's sources, by its import path.
	Dir func(path string) string
	// Types are the schemas of types that are not written as they are made.
	Types map[reflect.Type]Object
	// Closed are the text types that have their constants' values and no others.
	Closed []reflect.Type
	// Fields are the schemas of single fields, by "Type.name", the name as in JSON.
	Fields map[string]Object
	// Root is added to the schema of the whole.
	Root Object
}

type generator struct {
	Options
	sources map[string]*source
	defs    Object
}

// Of makes the schema of documents that are values of type t, as text.
func Of(t reflect.Type, o Options) ([]byte, error) {
	g := &generator{Options: o, sources: map[string]*source{}, defs: Object{}}
	root, err := g.structure(t)
	if err != nil {
		return nil, fmt.Errorf("the schema of %s: %w", t, err)
	}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"], root["description"] = o.Title, o.Description
	for key, value := range o.Root {
		root[key] = value
	}
	if len(g.defs) > 0 {
		root["$defs"] = g.defs
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(root)
	return b.Bytes(), err
}

// typ is the schema of a value; null says whether a nil one is written as null.
func (g *generator) typ(t reflect.Type, null bool) (Object, error) {
	if s, ok := g.Types[t]; ok {
		return clone(s), nil
	}
	if t == reflect.TypeFor[time.Time]() {
		return Object{"type": "string", "format": "date-time"}, nil
	}
	kind := func(name string) any {
		if null {
			return []string{name, "null"}
		}
		return name
	}
	switch t.Kind() {
	case reflect.Pointer:
		s, err := g.typ(t.Elem(), false)
		if null && err == nil {
			s = Object{"anyOf": []Object{s, {"type": "null"}}}
		}
		return s, err
	case reflect.Struct:
		return g.reference(t)
	case reflect.Slice, reflect.Map:
		items, err := g.typ(t.Elem(), t.Elem().Kind() != reflect.Pointer && nillable(t.Elem()))
		if t.Kind() == reflect.Map {
			return Object{"type": kind("object"), "additionalProperties": items}, err
		}
		return Object{"type": kind("array"), "items": items}, err
	case reflect.String:
		return g.text(t)
	case reflect.Bool:
		return Object{"type": "boolean"}, nil
	case reflect.Int, reflect.Int64:
		return Object{"type": "integer"}, nil
	case reflect.Float64:
		return Object{"type": "number"}, nil
	}
	return nil, fmt.Errorf("no rule for %s", t)
}

func nillable(t reflect.Type) bool { return t.Kind() == reflect.Slice || t.Kind() == reflect.Map }

// text is the schema of a text type, of which constants are the known values.
func (g *generator) text(t reflect.Type) (Object, error) {
	s := Object{"type": "string"}
	if t.PkgPath() == "" {
		return s, nil
	}
	src, err := g.source(t.PkgPath())
	if err != nil {
		return nil, err
	}
	values := src.constants[t.Name()]
	switch {
	case slices.Contains(g.Closed, t):
		return Object{"type": "string", "enum": values}, nil
	case len(values) > 0:
		s["pattern"], s["examples"] = "^[a-z][a-z0-9_-]*$", values
	}
	return s, nil
}

// reference describes a struct under $defs, once, and refers to it.
func (g *generator) reference(t reflect.Type) (Object, error) {
	if t.Name() == "" {
		return g.structure(t)
	}
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, done := g.defs[name]; !done {
		g.defs[name] = Object{} // it may hold itself
		s, err := g.structure(t)
		if err != nil {
			return nil, err
		}
		src, err := g.source(t.PkgPath())
		if err != nil {
			return nil, err
		}
		if doc := src.types[t.Name()]; doc != "" {
			s["description"] = doc
		}
		g.defs[name] = s
	}
	return Object{"$ref": "#/$defs/" + name}, nil
}

// structure is the schema of a struct's fields; of two of one name the
// shallower counts, as encoding/json has it.
func (g *generator) structure(t reflect.Type) (Object, error) {
	properties, depth := Object{}, map[string]int{}
	required := []string{}
	for _, f := range reflect.VisibleFields(t) {
		tag, tagged := f.Tag.Lookup("json")
		name, rest, _ := strings.Cut(tag, ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if !tagged || name == "" {
			return nil, fmt.Errorf("%s.%s has no name for JSON", t, f.Name)
		}
		if d, ok := depth[name]; ok && d <= len(f.Index) {
			continue
		}
		depth[name] = len(f.Index)
		optional := strings.Contains(rest, "omitempty") || strings.Contains(rest, "omitzero")
		s, err := g.field(t, f, name, optional)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, f.Name, err)
		}
		properties[name] = s
		required = slices.DeleteFunc(required, func(r string) bool { return r == name })
		if !optional {
			required = append(required, name)
		}
	}
	slices.Sort(required)
	s := Object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s, nil
}

func (g *generator) field(t reflect.Type, f reflect.StructField, name string, optional bool) (Object, error) {
	owner := t
	for _, i := range f.Index[:len(f.Index)-1] {
		owner = owner.Field(i).Type
	}
	s, ok := g.Fields[owner.Name()+"."+name]
	if s = clone(s); !ok {
		var err error
		if s, err = g.typ(f.Type, !optional && (nillable(f.Type) || f.Type.Kind() == reflect.Pointer)); err != nil {
			return nil, err
		}
	}
	if owner.PkgPath() == "" {
		return s, nil
	}
	src, err := g.source(owner.PkgPath())
	if err != nil {
		return nil, err
	}
	doc := src.fields[owner.Name()+"."+f.Name]
	if doc == "" {
		doc = f.Tag.Get("doc")
	}
	if doc != "" {
		s["description"] = doc
	}
	return s, nil
}

func clone(s Object) Object {
	out := make(Object, len(s)+1)
	for k, v := range s {
		out[k] = v
	}
	return out
}
