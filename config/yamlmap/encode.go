package yamlmap

import (
	"bytes"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"gopkg.in/yaml.v3"
)

// Encoder is the inverse of Decoder: its output decodes to the same values.
type Encoder struct {
	Format *Format
	// Given are the keys in the file; they are encoded even if their value is
	// zero.
	Given Positions
}

// Document returns *v as YAML; base is the default value of the same type.
func (e *Encoder) Document(v, base any) ([]byte, error) {
	n := e.structure(Key{}, reflect.ValueOf(v).Elem(), reflect.ValueOf(base).Elem())
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	err := enc.Encode(n)
	if err == nil {
		err = enc.Close()
	}
	return b.Bytes(), err
}

// Struct encodes the keys of a struct that are not zero or were given, even if
// its type has a form.
func (e *Encoder) Struct(key Key, v any) *yaml.Node {
	return e.structure(key, reflect.ValueOf(v), reflect.Value{})
}

// Map encodes a map, sorted by name.
func (e *Encoder) Map(key Key, v any) *yaml.Node {
	return e.mapping(key, reflect.ValueOf(v), reflect.Value{})
}

// List encodes a slice; one of strings on one line.
func (e *Encoder) List(key Key, v any) *yaml.Node { return e.list(key, reflect.ValueOf(v)) }

// Text encodes a string so that variables in it are not expanded again.
func (e *Encoder) Text(key Key, s string) *yaml.Node {
	if key.Field.Rule.Literal {
		return Quoted(s)
	}
	return Quoted(escape(s))
}

// value encodes v; base is its default, or the zero Value if it has none.
func (e *Encoder) value(key Key, v, base reflect.Value) *yaml.Node {
	if form, ok := e.Format.forms[v.Type()]; ok {
		return form.Encode(e, key, v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return Plain("null")
		}
		return e.value(key, v.Elem(), reflect.Value{})
	case reflect.Struct:
		return e.structure(key, v, base)
	case reflect.Map:
		return e.mapping(key, v, base)
	case reflect.Slice:
		return e.list(key, v)
	case reflect.String:
		return e.Text(key, v.String())
	case reflect.Bool:
		return Plain(strconv.FormatBool(v.Bool()))
	case reflect.Int:
		return Plain(strconv.FormatInt(v.Int(), 10))
	case reflect.Float64:
		return Plain(strconv.FormatFloat(v.Float(), 'g', -1, 64))
	}
	panic("yamlmap: no printing for " + v.Type().String())
}

// structure omits keys that are empty, are empty by default and were not given.
func (e *Encoder) structure(key Key, v, base reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range e.Format.Fields(v.Type()) {
		var under reflect.Value
		if base.IsValid() {
			under = base.FieldByIndex(f.index)
		}
		below, value := Key{join(key.Path, f.Name), f}, v.FieldByIndex(f.index)
		if isEmpty(value) && (!under.IsValid() || isEmpty(under)) && !e.Given.Given(below.Path) {
			continue
		}
		n.Content = append(n.Content, Quoted(f.Name), e.value(below, value, under))
	}
	return flowIfEmpty(n)
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Map || v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

func (e *Encoder) mapping(key Key, v, base reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	names := map[string]reflect.Value{}
	for it := v.MapRange(); it.Next(); {
		names[it.Key().String()] = it.Value()
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		var under reflect.Value
		if base.IsValid() && base.Len() > 0 {
			under = base.MapIndex(reflect.ValueOf(name))
		}
		n.Content = append(n.Content, Quoted(name), e.value(Key{join(key.Path, name), key.Field}, names[name], under))
	}
	return flowIfEmpty(n)
}

func flowIfEmpty(n *yaml.Node) *yaml.Node {
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

func (e *Encoder) list(key Key, v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		n.Content = append(n.Content, e.value(key.entry(i), v.Index(i), reflect.Value{}))
	}
	if v.Type().Elem().Kind() == reflect.String {
		n.Style = yaml.FlowStyle
	}
	return n
}

// Plain returns a scalar without quotes.
func Plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// safe matches strings that need no quotes: words and paths.
var safe = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z./][A-Za-z0-9_./-]*$`) })

// Quoted returns a string, with quotes if it could be read as something else.
func Quoted(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	_, isBool := Bool(Plain(s))
	if !safe().MatchString(s) || Plain(s).ShortTag() != "!!str" || isBool {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
