package yamlmap

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Format has the types with a special form, and the rules that check tags name.
// It is made by [NewFormat], and is safe for concurrent use.
type Format struct {
	forms  map[reflect.Type]Form
	rules  map[string]Rule
	fields sync.Map // reflect.Type → []Field, cached because overrides × examples need it
}

// NewFormat returns a format with the given rules, by the names in check tags,
// and forms.
func NewFormat(rules map[string]Rule, forms ...Form) *Format {
	f := &Format{forms: map[reflect.Type]Form{}, rules: rules}
	for _, form := range forms {
		f.forms[form.typ] = form
	}
	return f
}

// Rule is the rule for the value of a key; for a list, for each element. The
// zero value allows every string without NUL bytes and every number.
type Rule struct {
	// Text says what is wrong with a string after expansion; "" if it is valid.
	Text func(string) string
	// Number says what a number must be ("must be 0 or more"); "" if it is
	// valid.
	Number func(float64) string
	// Name says what is wrong with a name in a mapping of names; "" if it is
	// valid.
	Name func(string) string
	// Literal strings are never expanded.
	Literal bool
	// Binary strings may contain NUL bytes.
	Binary bool
	// Schema completes the schema of one string or number; nil if not needed.
	Schema func(schema.Object)
}

// number calls Number, if there is one.
func (r Rule) number(x float64) string {
	if r.Number == nil {
		return ""
	}
	return r.Number(x)
}

// Field is one key of a struct, or of an inlined one.
type Field struct {
	Name, Doc string
	Type      reflect.Type
	Rule      Rule

	index    []int
	expand   bool
	fallback string
	unset    string
}

// Fields returns the keys of a struct in the order of its fields. The result is
// shared and must not be changed.
func (f *Format) Fields(t reflect.Type) []Field {
	if cached, ok := f.fields.Load(t); ok {
		return cached.([]Field)
	}
	fields := f.read(t)
	f.fields.Store(t, fields)
	return fields
}

func (f *Format) read(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, option, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
		switch {
		case option == "inline":
			for _, inner := range f.read(sf.Type) {
				inner.index = append([]int{i}, inner.index...)
				out = append(out, inner)
			}
		case name != "" && name != "-":
			check := sf.Tag.Get("check")
			rule, ok := f.rules[check]
			if !ok && check != "" {
				panic(fmt.Sprintf("yamlmap: %s.%s: no rule %q", t, sf.Name, check))
			}
			out = append(out, Field{
				Name: name, Doc: sf.Tag.Get("doc"), Type: sf.Type, Rule: rule, index: []int{i},
				expand: sf.Tag.Get("expand") == "always", fallback: sf.Tag.Get("default"), unset: sf.Tag.Get("unset"),
			})
		}
	}
	return out
}

// SetDefaults sets the fields of *v, and of structs in it, to their default
// tags. It panics if a tag is invalid.
func (f *Format) SetDefaults(v any) { f.setDefaults(reflect.ValueOf(v).Elem()) }

func (f *Format) setDefaults(v reflect.Value) {
	for _, field := range f.Fields(v.Type()) {
		at := v.FieldByIndex(field.index)
		_, formed := f.forms[field.Type]
		switch {
		case field.fallback != "":
			n, err := field.fallbackNode()
			d := Decoder{Format: f, File: "default"}
			if err == nil {
				d.value(n, Key{field.Name, field}, at)
				err = d.Problems.Err()
			}
			if err != nil {
				panic(fmt.Sprintf("yamlmap: %s.%s: %v", v.Type(), field.Name, err))
			}
		case field.Type.Kind() == reflect.Struct && !formed:
			f.setDefaults(at)
		}
	}
}

// fallbackNode returns the default as YAML. Only a list or mapping needs the parser: most
// are scalars, and every start of hub sets them all.
func (f Field) fallbackNode() (*yaml.Node, error) {
	if strings.ContainsAny(f.fallback[:1], "[{") {
		return Parse("default", 0, []byte(f.fallback))
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: f.fallback}, nil
}

// shown returns the default for the schema; nil for a mapping.
func (f Field) shown() any {
	var out any
	if yaml.Unmarshal([]byte(f.fallback), &out) != nil {
		return nil
	}
	if _, nested := out.(map[string]any); nested {
		return nil
	}
	return out
}
