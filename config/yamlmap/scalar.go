package yamlmap

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// scalar decodes a string, boolean or number.
func (d *Decoder) scalar(n *yaml.Node, key Key, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s, ok := d.Text(n, key); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		if b, ok := Bool(n); ok {
			v.SetBool(b)
		} else {
			d.Problem(n, key, "must be true or false, not %s", Describe(n))
		}
	case reflect.Int:
		if i, ok := d.Int(n, key); ok {
			v.SetInt(int64(i))
		}
	case reflect.Float64:
		if x, ok := d.number(n, key); ok {
			v.SetFloat(x)
		}
	default:
		panic("yamlmap: no decoding for " + v.Type().String())
	}
}

// Text returns the string in a scalar, with variables expanded if the field
// allows it, and checks the field's rule.
func (d *Decoder) Text(n *yaml.Node, key Key) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.Problem(n, key, "must be a string, not %s", Describe(n))
		return "", false
	}
	s, rule := n.Value, key.Field.Rule
	if !rule.Literal && (d.Everywhere || key.Field.expand) {
		var err error
		if s, err = expand(s, d.Lookup, d.optional); err != nil {
			d.Problem(n, key, "%v", err)
			return "", false
		}
	}
	message := ""
	if !rule.Binary && strings.Contains(s, "\x00") {
		message = "contains a NUL byte, which names, arguments and paths cannot"
	} else if rule.Text != nil {
		message = rule.Text(s)
	}
	if message != "" {
		d.Problem(n, key, "%s", message)
		return "", false
	}
	return s, true
}

// ParseInt returns a whole number of at most 32 bits.
func ParseInt(n *yaml.Node) (int, error) {
	var i int
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || n.Decode(&i) != nil || i > math.MaxInt32 || i < math.MinInt32 {
		return 0, fmt.Errorf("must be a whole number, not %s", Describe(n))
	}
	return i, nil
}

// Int returns a whole number that satisfies the field's rule.
func (d *Decoder) Int(n *yaml.Node, key Key) (int, bool) {
	i, err := ParseInt(n)
	if must := key.Field.Rule.number(float64(i)); err == nil && must != "" {
		err = fmt.Errorf("%s, not %d", must, i)
	}
	if err != nil {
		d.Problem(n, key, "%v", err)
	}
	return i, err == nil
}

func (d *Decoder) number(n *yaml.Node, key Key) (float64, bool) {
	must := "must be a number"
	if tag := n.ShortTag(); n.Kind == yaml.ScalarNode && (tag == "!!int" || tag == "!!float") {
		// Decimal, as users expect: YAML reads 010 as eight.
		x, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			err = n.Decode(&x)
		}
		if rule := key.Field.Rule.number(x); err == nil && rule != "" {
			must = rule
		} else if err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x, true
		}
	}
	d.Problem(n, key, "%s, not %s", must, Describe(n))
	return 0, false
}

// Bool reads true and false, and yes, no, on and off of YAML 1.1: as strings
// they would turn skip: no into a reason.
func Bool(n *yaml.Node) (value, ok bool) {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 ||
		n.Style&yaml.TaggedStyle != 0 && n.ShortTag() != "!!bool" {
		return false, false
	}
	switch strings.ToLower(n.Value) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

func isNull(n *yaml.Node) bool {
	n = Resolve(n)
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}

// supported reports whether hub reads the node's tag.
func supported(n *yaml.Node) bool {
	switch n.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!merge", "!!map", "!!seq":
		return true
	}
	return false
}

// Describe describes a value for problems: a list, a mapping, "text", 3.
func Describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.AliasNode:
		return Describe(n.Alias)
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	text := n.Value
	if runes := []rune(text); len(runes) > 60 {
		text = string(runes[:60]) + "…"
	}
	switch n.ShortTag() {
	case "!!int", "!!float", "!!bool":
		return text
	case "!!null":
		return "null"
	}
	return fmt.Sprintf("%q", text)
}
