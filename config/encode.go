package config

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// YAML is the effective configuration, defaults and built-in runners included
// and variables expanded. Parse of it gives an equal Config. What an override
// does not name stays unnamed. It may hold the values of environment variables
// that the file asked for: mask before showing.
func (c *Config) YAML() ([]byte, error) {
	e := encoder{given: c.positions}
	base := defaults()
	n := e.structure(reflect.ValueOf(*c), reflect.ValueOf(*base), "")
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(n); err != nil {
		return nil, fmt.Errorf("printing the configuration: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("printing the configuration: %w", err)
	}
	return b.Bytes(), nil
}

// encoder is the inverse of walker.
type encoder struct{ given map[string]Position }

// value prints v, which lies over base; base is the zero Value when it lies
// over nothing.
func (e *encoder) value(v, base reflect.Value, at string, f field) *yaml.Node {
	if h, ok := hookFor(v.Type()); ok {
		return h.encode(e, v, at, f)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return plainNode("null")
		}
		return e.value(v.Elem(), reflect.Value{}, at, f)
	case reflect.Struct:
		return e.structure(v, base, at)
	case reflect.Map:
		return e.mapping(v, base, at, f)
	case reflect.Slice:
		return encodeList(e, v, at, f)
	case reflect.String:
		return encodeText(e, v, at, f)
	case reflect.Bool:
		return plainNode(strconv.FormatBool(v.Bool()))
	case reflect.Int:
		return plainNode(strconv.FormatInt(v.Int(), 10))
	case reflect.Float64:
		return plainNode(strconv.FormatFloat(v.Float(), 'g', -1, 64))
	}
	panic("config: no printing for " + v.Type().String())
}

// structure leaves out what is nothing, was nothing and was not said to be.
func (e *encoder) structure(v, base reflect.Value, at string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range fieldsOf(v.Type()) {
		var under reflect.Value
		if base.IsValid() {
			under = base.FieldByIndex(f.index)
		}
		path := join(at, f.name)
		value := v.FieldByIndex(f.index)
		_, given := e.given[path]
		if nothing(value) && (!under.IsValid() || nothing(under)) && !given {
			continue
		}
		n.Content = append(n.Content, textNode(f.name), e.value(value, under, path, f))
	}
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

func nothing(v reflect.Value) bool {
	if v.Kind() == reflect.Map || v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

func (e *encoder) mapping(v, base reflect.Value, at string, f field) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	values := anyMap(v)
	byName := map[string]reflect.Value{}
	for k, value := range maps.All(values) {
		byName[k.String()] = value
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		var under reflect.Value
		if base.IsValid() && base.Len() > 0 {
			under = base.MapIndex(reflect.ValueOf(name))
		}
		n.Content = append(n.Content, textNode(name), e.value(byName[name], under, join(at, name), f))
	}
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

func encodeStruct(e *encoder, v reflect.Value, at string, _ field) *yaml.Node {
	return e.structure(v, reflect.Value{}, at)
}

func encodeList(e *encoder, v reflect.Value, at string, f field) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		n.Content = append(n.Content, e.value(v.Index(i), reflect.Value{}, at+"["+strconv.Itoa(i)+"]", f))
	}
	if v.Type().Elem().Kind() == reflect.String {
		n.Style = yaml.FlowStyle
	}
	return n
}

// encodeText protects a text from being expanded when it is read again.
func encodeText(_ *encoder, v reflect.Value, _ string, f field) *yaml.Node {
	if f.check.literal() {
		return textNode(v.String())
	}
	return textNode(escape(v.String()))
}

func encodeDuration(_ *encoder, v reflect.Value, _ string, _ field) *yaml.Node {
	return plainNode(formatDuration(time.Duration(v.Int())))
}

func encodeWorkers(_ *encoder, v reflect.Value, _ string, _ field) *yaml.Node {
	if v.Int() == 0 {
		return plainNode("auto")
	}
	return plainNode(strconv.FormatInt(v.Int(), 10))
}

func encodeSize(_ *encoder, v reflect.Value, _ string, _ field) *yaml.Node {
	for _, u := range sizeUnits() {
		if v.Int()%u.bytes == 0 && u.bytes > 1 {
			return plainNode(strconv.FormatInt(v.Int()/u.bytes, 10) + u.name)
		}
	}
	return plainNode(strconv.FormatInt(v.Int(), 10))
}

func encodeRate(_ *encoder, v reflect.Value, _ string, _ field) *yaml.Node {
	r := v.Interface().(Rate)
	unit := map[time.Duration]string{time.Second: "s", time.Minute: "m", time.Hour: "h"}[r.Per]
	return plainNode(strconv.Itoa(r.Count) + "/" + unit)
}

func encodeSkip(_ *encoder, v reflect.Value, _ string, _ field) *yaml.Node {
	switch s := hub.Skip(v.String()); s {
	case "":
		return plainNode("false")
	case hub.SkipUnexplained:
		return plainNode("true")
	default:
		return textNode(escape(string(s)))
	}
}

func encodeAllowFailure(e *encoder, v reflect.Value, at string, _ field) *yaml.Node {
	a := v.Interface().(hub.AllowFailure)
	if n := e.structure(v, reflect.Value{}, at); a.Allowed && len(n.Content) > 0 {
		return n
	}
	return plainNode(strconv.FormatBool(a.Allowed))
}

func encodeExpectOutput(e *encoder, v reflect.Value, at string, f field) *yaml.Node {
	x := v.Interface().(hub.ExpectOutput)
	if _, given := e.given[join(at, "equals")]; x.Equals != nil && !given && reflect.DeepEqual(x, hub.ExpectOutput{Equals: x.Equals}) {
		return textNode(escape(*x.Equals))
	}
	return e.structure(v, reflect.Value{}, at)
}

func plainNode(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// safe is what may stand without quotes: words and paths.
var safe = regexp.MustCompile(`^[A-Za-z./][A-Za-z0-9_./-]*$`)

// textNode quotes whatever could be read as something else than a text.
func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	_, isBool := boolean(plainNode(s))
	if !safe.MatchString(s) || plainNode(s).ShortTag() != "!!str" || isBool {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
