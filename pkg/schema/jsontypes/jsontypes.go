// Package jsontypes generates the JSON Schemas of files that hub writes as
// JSON: names and types are those of encoding/json, descriptions and known
// values come from doc comments (or doc tags) and constants in the sources. It
// works in tests, where the sources are available; the schemas are files of the
// packages with the types, and tests keep them up to date.
//
// The schemas are open: unknown fields are allowed, because files gain fields
// and readers ignore unknown ones. For the same reason a string with extensible
// values, such as an error type, is described by its form, with the known
// values as examples.
package jsontypes

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Options has what the types alone do not say.
type Options struct {
	Title, Description string
	// File is the path of the schema in this repository, for its $id.
	File string
	// Dir returns the folder of a package's sources by its import path.
	Dir func(path string) string
	// Types has the schemas of types that are not encoded by their kind.
	Types map[reflect.Type]schema.Object
	// Closed lists the string types that have only the values of their
	// constants.
	Closed []reflect.Type
	// Fields has the schemas of single fields, by "Type.name", with the name in
	// JSON.
	Fields map[string]schema.Object
	// Root is added to the schema of the document.
	Root schema.Object
}

// Schema returns the schema of documents of type t, as text.
func Schema(t reflect.Type, o Options) ([]byte, error) {
	d := dialect{o, map[string]*source{}}
	g := schema.Generator{Fields: d.fields, Own: d.own, Null: null, Doc: func(t reflect.Type) (string, error) {
		src, err := d.source(t.PkgPath())
		return src.types[t.Name()], err
	}}
	root := schema.Object{"title": o.Title, "description": o.Description}
	if o.File != "" {
		root["$id"] = schema.Published + o.File
	}
	maps.Copy(root, o.Root)
	return g.Document(t, root)
}

type dialect struct {
	Options
	sources map[string]*source
}

// null reports whether a nil value is encoded as null: where the field is never
// omitted, and in lists and mappings.
func null(f schema.Field) bool {
	k := f.Type.Kind()
	return (k == reflect.Slice || k == reflect.Map) && (f.Required || f.Name == "") || k == reflect.Pointer && f.Required
}

// own returns the schemas of types in [Options], times, and strings with
// constants.
func (d dialect) own(_ *schema.Generator, f schema.Field) (schema.Object, error) {
	if s, ok := f.Rule.(schema.Object); ok {
		return maps.Clone(s), nil
	}
	if s, ok := d.Types[f.Type]; ok {
		return maps.Clone(s), nil
	}
	if f.Type == reflect.TypeFor[time.Time]() {
		return schema.Object{"type": "string", "format": "date-time"}, nil
	}
	if f.Type.Kind() != reflect.String || f.Type.PkgPath() == "" {
		return nil, nil
	}
	src, err := d.source(f.Type.PkgPath())
	values := src.constants[f.Type.Name()]
	switch {
	case slices.Contains(d.Closed, f.Type):
		return schema.Object{"type": "string", "enum": values}, err
	case len(values) > 0:
		return schema.Object{"type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "examples": values}, err
	}
	return nil, err
}

// fields lists the fields of a struct; of two of one name the shallower counts,
// as encoding/json has it.
func (d dialect) fields(t reflect.Type) ([]schema.Field, error) {
	var out []schema.Field
	depth := map[string]int{}
	for _, f := range reflect.VisibleFields(t) {
		tag, tagged := f.Tag.Lookup("json")
		name, rest, _ := strings.Cut(tag, ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if !tagged || name == "" {
			return nil, fmt.Errorf("%s.%s has no name for JSON", t, f.Name)
		}
		if deep, ok := depth[name]; ok && deep <= len(f.Index) {
			continue
		}
		depth[name] = len(f.Index)
		owner := t
		for _, i := range f.Index[:len(f.Index)-1] {
			owner = owner.Field(i).Type
		}
		doc, err := d.doc(owner, f)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, f.Name, err)
		}
		field := schema.Field{Name: name, Doc: doc, Type: f.Type, Required: !strings.Contains(rest, "omitempty") && !strings.Contains(rest, "omitzero")}
		if s, ok := d.Fields[owner.Name()+"."+name]; ok {
			field.Rule = s
		}
		out = slices.DeleteFunc(out, func(other schema.Field) bool { return other.Name == name })
		out = append(out, field)
	}
	return out, nil
}

// doc is the description of a field of owner, from its comment or its tag.
func (d dialect) doc(owner reflect.Type, f reflect.StructField) (string, error) {
	if owner.PkgPath() == "" {
		return "", nil
	}
	src, err := d.source(owner.PkgPath())
	if doc := src.fields[owner.Name()+"."+f.Name]; doc != "" {
		return doc, err
	}
	return f.Tag.Get("doc"), err
}
