package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// text is the text of a scalar: variables expanded where the field allows it,
// and the field's rule applied.
func (w *walker) text(n *yaml.Node, at string, f field) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		w.problem(n, at, "must be a text, not %s", describe(n))
		return "", false
	}
	s := n.Value
	if !f.check.literal() && (w.everywhere || f.expand) {
		var err error
		if s, err = expand(s, w.getenv, w.optional); err != nil {
			w.problem(n, at, "%v", err)
			return "", false
		}
	}
	if message := checkText(f.check, s); message != "" {
		w.problem(n, at, "%s", message)
		return "", false
	}
	return s, true
}

// plain is a scalar's text as it is written, for values with a form of their
// own; must says that form.
func (w *walker) plain(n *yaml.Node, at, must string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		w.problem(n, at, "must be %s, not %s", must, describe(n))
		return "", false
	}
	return n.Value, true
}

func (w *walker) integer(n *yaml.Node, at string, f field) (int, bool) {
	var i int
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || n.Decode(&i) != nil || i > math.MaxInt32 || i < math.MinInt32 {
		w.problem(n, at, "must be a whole number, not %s", describe(n))
		return 0, false
	}
	if f.check == ruleMin0 && i < 0 {
		w.problem(n, at, "must be 0 or more, not %d", i)
		return 0, false
	}
	return i, true
}

func (w *walker) number(n *yaml.Node, at string, f field) (float64, bool) {
	var x float64
	if tag := n.ShortTag(); n.Kind == yaml.ScalarNode && (tag == "!!int" || tag == "!!float") {
		// As people count: YAML reads 010 as eight.
		var err error
		if x, err = strconv.ParseFloat(n.Value, 64); err != nil {
			err = n.Decode(&x)
		}
		if err == nil && f.check == ruleShare && !(x >= 0 && x <= 1) {
			w.problem(n, at, "must be a number from 0 to 1, not %s", describe(n))
			return 0, false
		}
		if err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x, true
		}
	}
	w.problem(n, at, "must be a number, not %s", describe(n))
	return 0, false
}

// boolean reads true and false, and YAML 1.1's yes, no, on and off, which to
// take as texts would turn skip: no into a reason.
func boolean(n *yaml.Node) (value, ok bool) {
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
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}

// known reports whether the node's tag is one of YAML's own that hub reads.
func known(n *yaml.Node) bool {
	switch n.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!merge", "!!map", "!!seq":
		return true
	}
	return false
}

// describe names a value in messages.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.AliasNode:
		return describe(n.Alias)
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
		return "nothing"
	}
	return fmt.Sprintf("%q", text)
}
