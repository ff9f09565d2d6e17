package yamlmap

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Form says how values of one type are decoded, encoded and described, if that
// differs from its kind. It is made by [NewForm] and the functions below.
type Form struct {
	typ reflect.Type
	// Decode decodes a node that is neither an alias nor null into v.
	Decode func(d *Decoder, n *yaml.Node, key Key, v reflect.Value)
	Encode func(e *Encoder, key Key, v reflect.Value) *yaml.Node
	Schema func(g *schema.Generator, f Field) schema.Object
}

// NewForm returns the form of type T.
func NewForm[T any](
	decode func(d *Decoder, n *yaml.Node, key Key, v *T),
	encode func(e *Encoder, key Key, v T) *yaml.Node,
	describe func(g *schema.Generator, f Field) schema.Object,
) Form {
	return Form{
		typ:    reflect.TypeFor[T](),
		Decode: func(d *Decoder, n *yaml.Node, key Key, v reflect.Value) { decode(d, n, key, v.Addr().Interface().(*T)) },
		Encode: func(e *Encoder, key Key, v reflect.Value) *yaml.Node { return encode(e, key, v.Interface().(T)) },
		Schema: describe,
	}
}

// Described returns a describe function for [NewForm] that returns s.
func Described(s schema.Object) func(*schema.Generator, Field) schema.Object {
	return func(*schema.Generator, Field) schema.Object { return maps.Clone(s) }
}

// Words converts values to strings.
func Words[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// Scalar returns the form of a type that is written as one scalar. must
// describes it ("a duration like 90s or 5m"); parse parses the node and returns
// its own errors.
func Scalar[T any](must string, parse func(n *yaml.Node) (T, error), print func(T) *yaml.Node, describe schema.Object) Form {
	return NewForm(func(d *Decoder, n *yaml.Node, key Key, v *T) {
		if n.Kind != yaml.ScalarNode {
			d.Problem(n, key, "must be %s, not %s", must, Describe(n))
			return
		}
		parsed, err := parse(n)
		if err != nil {
			d.Problem(n, key, "%v", err)
			return
		}
		*v = parsed
	}, func(_ *Encoder, _ Key, v T) *yaml.Node { return print(v) },
		Described(describe))
}

// longEnum is the number of values up to which all are listed even if one of
// them is suggested.
const longEnum = 5

// Enum returns the form of a type with the given values.
func Enum[T ~string](values ...T) Form {
	words := Words(values)
	list := strings.Join(words, ", ")
	return Scalar("one of "+list, func(n *yaml.Node) (T, error) {
		if v := T(n.Value); slices.Contains(values, v) {
			return v, nil
		}
		hint := nearest.DidYouMean(n.Value, words)
		if len(words) > longEnum && hint != "" {
			return "", fmt.Errorf("unknown value %s%s", Describe(n), hint)
		}
		return "", fmt.Errorf("%s is not one of %s%s", Describe(n), list, hint)
	}, func(v T) *yaml.Node { return Quoted(string(v)) }, schema.Object{"enum": words})
}

// OneOrList returns the form of a list, or of a single element without a list.
func OneOrList[S ~[]E, E any](encode func(e *Encoder, key Key, v S) *yaml.Node) Form {
	return NewForm(func(d *Decoder, n *yaml.Node, key Key, v *S) {
		if n.Kind == yaml.SequenceNode {
			d.List(n, key, v)
			return
		}
		var one E
		before := len(d.Problems)
		d.Value(n, key, &one)
		if len(d.Problems) == before {
			*v = S{one}
		}
	}, encode, func(g *schema.Generator, f Field) schema.Object {
		one := Schema[E](g, f)
		return schema.Object{"anyOf": []schema.Object{one, {"type": []string{"array", "null"}, "items": one}}}
	})
}
