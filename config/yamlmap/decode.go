package yamlmap

import (
	"reflect"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Decoder decodes YAML into Go values. It continues after problems and collects
// them. Format must be set.
type Decoder struct {
	Format *Format
	// File is the file's name in problems, and Shift the number of its lines
	// before the decoded ones.
	File  string
	Shift int
	// Foreign allows unknown keys in the outermost mapping, for other tools.
	Foreign bool
	// Everywhere expands variables in every string, not only in fields with the
	// tag expand.
	Everywhere bool
	// Lookup returns the value of a variable; nil is an empty environment.
	Lookup func(string) (string, bool)

	Problems Problems
	// Warnings report values that are used, but probably not meant.
	Warnings Problems
	// Positions, unless nil, receives the position of every given key.
	Positions Positions

	// optional has the names of variables that may be unset.
	optional map[string]bool
	// aliases are the anchors that are being expanded, and visits is the number
	// of values seen below any.
	aliases []*yaml.Node
	visits  int
}

// Key is the key of a value: its path in problems, like run.timeout, and its
// field.
type Key struct {
	Path  string
	Field Field
}

// Below returns the key with the given name below k, for problems.
func (k Key) Below(name string) Key { return Key{Path: join(k.Path, name)} }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (k Key) entry(i int) Key { return Key{k.Path + "[" + strconv.Itoa(i) + "]", k.Field} }

// Decode decodes a whole document into *v.
func (d *Decoder) Decode(n *yaml.Node, v any) { d.Value(n, Key{}, v) }

// Value decodes the value of one key into *v.
func (d *Decoder) Value(n *yaml.Node, key Key, v any) { d.value(n, key, reflect.ValueOf(v).Elem()) }

// Struct decodes a mapping of keys into the struct *v, even if its type has a
// form.
func (d *Decoder) Struct(n *yaml.Node, key Key, v any) {
	d.structure(n, key, reflect.ValueOf(v).Elem())
}

// Map merges a mapping of names into the map *v.
func (d *Decoder) Map(n *yaml.Node, key Key, v any) { d.mapping(n, key, reflect.ValueOf(v).Elem()) }

// List replaces the slice *v by a list.
func (d *Decoder) List(n *yaml.Node, key Key, v any) { d.list(n, key, reflect.ValueOf(v).Elem()) }

// Problem adds a problem with the value of key.
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

// Mark records that the file gives the key.
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
	if !supported(n) {
		d.Problem(n, key, "unknown tag %s; remove it", n.ShortTag())
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
