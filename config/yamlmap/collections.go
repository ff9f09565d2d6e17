package yamlmap

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

func (d *Decoder) structure(n *yaml.Node, key Key, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.Problem(n, key, "must be a mapping of keys, not %s", Describe(n))
		return
	}
	foreign := d.Foreign
	d.Foreign = false
	fields := d.Format.Fields(v.Type())
	pairs := d.Pairs(n, key)
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.unset != "" }); i >= 0 {
		defer func(before map[string]bool) { d.optional = before }(d.optional)
		d.optional = d.mayBeUnset(pairs, fields[i])
	}
	for _, p := range pairs {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == p.Key.Value })
		if i >= 0 {
			d.value(p.Value, Key{join(key.Path, fields[i].Name), fields[i]}, v.FieldByIndex(fields[i].index))
		} else if !foreign {
			d.unknown(p.Key, key, fields)
		}
	}
}

func (d *Decoder) unknown(n *yaml.Node, key Key, fields []Field) {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	hint := nearest.DidYouMean(n.Value, names)
	if hint == "" {
		hint = "; known keys: " + strings.Join(names, ", ")
	}
	d.Problem(n, key, "unknown key %q%s", n.Value, hint)
}

// mayBeUnset reads the names of variables that may be unset, from below a field
// with the tag unset, before the other keys are decoded.
func (d *Decoder) mayBeUnset(pairs []Pair, f Field) map[string]bool {
	names := map[string]bool{}
	for _, p := range pairs {
		if p.Key.Value != f.Name {
			continue
		}
		if list := Get(p.Value, f.unset); list != nil {
			var texts []string
			quiet := Decoder{Format: d.Format, Everywhere: d.Everywhere, Lookup: d.Lookup}
			quiet.Value(list, Key{}, &texts)
			for _, name := range texts {
				names[name] = true
			}
		}
	}
	return names
}

func (d *Decoder) mapping(n *yaml.Node, key Key, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.Problem(n, key, "must be a mapping of names, not %s", Describe(n))
		return
	}
	// Copied, because the map may belong to the value that is extended.
	joined := reflect.MakeMap(v.Type())
	for it := v.MapRange(); it.Next(); {
		joined.SetMapIndex(it.Key(), it.Value())
	}
	for _, p := range d.Pairs(n, key) {
		name, below := p.Key.Value, Key{join(key.Path, p.Key.Value), key.Field}
		if message := checkName(key.Field.Rule, name); message != "" {
			d.Problem(p.Key, key, "%s", message)
			continue
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if old := joined.MapIndex(reflect.ValueOf(name)); old.IsValid() {
			elem.Set(old)
		}
		if elem.Kind() == reflect.String && isNull(p.Value) {
			d.Problem(p.Value, below, `has no value; write "" for an empty string`)
			continue
		}
		d.Mark(p.Key, below)
		d.value(p.Value, below, elem)
		joined.SetMapIndex(reflect.ValueOf(name), elem)
	}
	if joined.Len() == 0 {
		v.SetZero()
		return
	}
	v.Set(joined)
}

func checkName(r Rule, name string) string {
	switch {
	case name == "":
		return "a name must not be empty"
	case strings.Contains(name, "\x00"):
		return "a name cannot contain a NUL byte"
	case r.Name != nil:
		return r.Name(name)
	}
	return ""
}

func (d *Decoder) list(n *yaml.Node, key Key, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		hint := ""
		if n.Kind == yaml.ScalarNode && v.Type().Elem().Kind() == reflect.String {
			hint = fmt.Sprintf("; write [%q]", n.Value)
		}
		d.Problem(n, key, "must be a list, not %s%s", Describe(n), hint)
		return
	}
	// An empty list is decoded as nil.
	items := reflect.MakeSlice(v.Type(), 0, min(len(n.Content), 64))
	for i, item := range n.Content {
		elem := reflect.New(v.Type().Elem()).Elem()
		if isNull(item) {
			d.Problem(item, key.entry(i), "has no value; remove the entry")
		}
		d.value(item, key.entry(i), elem)
		items = reflect.Append(items, elem)
	}
	if items.Len() == 0 {
		v.SetZero()
		return
	}
	v.Set(items)
}
