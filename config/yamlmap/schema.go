package yamlmap

import (
	"reflect"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Schema returns the schema of a value of type T with the rule of field f.
func Schema[T any](g *schema.Generator, f Field) schema.Object {
	return g.Value(schema.Field{Type: reflect.TypeFor[T](), Rule: f})
}

// StructSchema returns the schema of the keys of T, even if T has a form.
func StructSchema[T any](g *schema.Generator) schema.Object { return g.Struct(reflect.TypeFor[T]()) }

// Generator returns a generator of schemas of files in this format. A key
// without a value changes nothing, so null is allowed where editors support it.
func (f *Format) Generator() *schema.Generator {
	return &schema.Generator{Closed: true, Own: f.own, Fields: func(t reflect.Type) ([]schema.Field, error) {
		var out []schema.Field
		for _, field := range f.Fields(t) {
			out = append(out, schema.Field{Name: field.Name, Doc: field.Doc, Type: field.Type, Default: field.shown(), Rule: field})
		}
		return out, nil
	}, Null: func(f schema.Field) bool {
		switch f.Type.Kind() {
		case reflect.Bool, reflect.Struct, reflect.Map, reflect.Slice, reflect.Pointer:
			return true
		}
		return false
	}}
}

// own returns the schema of a type with a form, and adds rules.
func (f *Format) own(g *schema.Generator, at schema.Field) (schema.Object, error) {
	field, _ := at.Rule.(Field)
	if form, ok := f.forms[at.Type]; ok {
		return form.Schema(g, field), nil
	}
	s := schema.Object{}
	switch at.Type.Kind() {
	case reflect.String:
		s["type"] = []string{"string", "number", "boolean"} // used as written
	case reflect.Int:
		s["type"] = "integer"
	case reflect.Float64:
		s["type"] = "number"
	case reflect.Map:
		s = g.Kind(at)
		s["type"], s["propertyNames"] = []string{"object", "null"}, schema.Object{"minLength": 1}
		return s, nil
	default:
		return nil, nil
	}
	if field.Rule.Schema != nil {
		field.Rule.Schema(s)
	}
	return s, nil
}
