package yamlmap

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// Decoder decodes YAML onto Go values. It never stops at a problem, it collects
// them. Format must be set.
type Decoder struct {
	Format *Format
	// File is the file's name in problems, Shift how many of its lines come
	// before those that are decoded.
	File  string
	Shift int
	// Foreign lets unknown keys of the outermost mapping belong to others.
	Foreign bool
	// Everywhere expands variables in every text, and not only where the field
	// has the tag expand.
	Everywhere bool
	// Lookup returns the value of a variable; nil is an empty environment.
	Lookup func(string) (string, bool)

	Problems Problems
	// Warnings are of values that are used, and hardly meant.
	Warnings Problems
	// Positions, unless nil, gets the place of every key that is given.
	Positions Positions

	// optional names variables that may be unset.
	optional map[string]bool
	// aliases are the anchors that are being expanded, visits how many values
	// were seen below any.
	aliases []*yaml.Node
	visits  int
}

// Key is the key whose value is decoded or printed: its path in problems, like
// run.timeout, and its field.
type Key struct {
	Path  string
	Field Field
}

// Below returns the key of the given name below k, for problems.
func (k Key) Below(name string) Key { return Key{Path: join(k.Path, name)} }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (k Key) entry(i int) Key { return Key{k.Path + "[" + strconv.Itoa(i) + "]", k.Field} }

// Decode lays the YAML of a whole document over *v.
func (d *Decoder) Decode(n *yaml.Node, v any) { d.Value(n, Key{}, v) }

// Value lays the YAML of one key over *v.
func (d *Decoder) Value(n *yaml.Node, key Key, v any) { d.value(n, key, reflect.ValueOf(v).Elem()) }

// Struct lays a mapping of keys over the struct *v, even if its type has a form.
func (d *Decoder) Struct(n *yaml.Node, key Key, v any) {
	d.structure(n, key, reflect.ValueOf(v).Elem())
}

// Map joins a mapping of names to the map *v.
func (d *Decoder) Map(n *yaml.Node, key Key, v any) { d.mapping(n, key, reflect.ValueOf(v).Elem()) }

// List replaces the slice *v by a list.
func (d *Decoder) List(n *yaml.Node, key Key, v any) { d.list(n, key, reflect.ValueOf(v).Elem()) }

// Problem adds a problem of a value of key.
func (d *Decoder) Problem(n *yaml.Node, key Key, format string, args ...any) {
	d.add(&d.Problems, n, key, format, args...)
}

// Warn adds a warning about a value of key.
func (d *Decoder) Warn(n *yaml.Node, key Key, format string, args ...any) {
	d.add(&d.Warnings, n, key, format, args...)
}

func (d *Decoder) add(to *Problems, n *yaml.Node, key Key, format string, args ...any) {
	if key.Path != "" {
		format, args = "%s: "+format, append([]any{key.Path}, args...)
	}
	to.Add(d.File, d.position(n), format, args...)
}

// Mark notes that the file gives the key.
func (d *Decoder) Mark(n *yaml.Node, key Key) {
	if d.Positions != nil {
		d.Positions[key.Path] = d.position(n)
	}
}

func (d *Decoder) position(n *yaml.Node) Position { return PositionOf(n, d.Shift) }

func (d *Decoder) value(n *yaml.Node, key Key, v reflect.Value) {
	n, leave := d.enter(n, key)
	if n == nil {
		return
	}
	defer leave()
	if isNull(n) {
		if v.Kind() == reflect.Pointer {
			d.Mark(n, key)
			v.SetZero()
		}
		return
	}
	if !known(n) {
		d.Problem(n, key, "the tag %s is not understood; remove it", n.ShortTag())
		return
	}
	d.Mark(n, key)
	if form, ok := d.Format.forms[v.Type()]; ok {
		form.Decode(d, n, key, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		d.value(n, key, fresh.Elem())
		v.Set(fresh)
	case reflect.Struct:
		d.structure(n, key, v)
	case reflect.Map:
		d.mapping(n, key, v)
	case reflect.Slice:
		d.list(n, key, v)
	default:
		d.scalar(n, key, v)
	}
}

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

// mayBeUnset reads the names below a field with the tag unset ahead of the
// other keys.
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
	// A copy: the map may belong to the value underneath.
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
			d.Problem(p.Value, below, `has no value; write "" for an empty one`)
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
		return "a name cannot hold a NUL byte"
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
	// Never nil within the loop, never empty after it: an empty list is no list.
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
