package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// walker decodes YAML onto Go values: what the YAML does not name keeps its
// value, mappings are joined key by key, lists are replaced. That makes laying
// defaults, configuration, overrides and metadata over each other one
// operation. It never stops at a problem, it collects them.
//
// A null is a key without a value and changes nothing, but sets a pointer to
// nil. A text may be any scalar, as it is written, so that PORT: 8080 needs no
// quotes. Anchors, aliases and merge keys (<<) work, within a bound.
type walker struct {
	file string
	// shift is added to the lines of positions.
	shift int
	// foreign says that unknown keys of the outermost mapping belong to others.
	foreign bool
	// everywhere says that variables are expanded in every text, and not only
	// where the field asks for it.
	everywhere bool
	getenv     func(string) (string, bool)
	// optional names variables that may be unset, for the example is skipped then.
	optional map[string]bool

	problems  Problems
	warnings  Problems
	positions map[string]Position

	// aliases are the anchors that are being expanded, visits how many values
	// were seen below any.
	aliases []*yaml.Node
	visits  int
}

// maxVisits bounds what aliases expand to: a small file could otherwise stand
// for billions of values.
const maxVisits = 20_000

func (w *walker) position(n *yaml.Node) Position {
	return Position{max(1, n.Line) + w.shift, max(1, n.Column)}
}

func (w *walker) problem(n *yaml.Node, at, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if at != "" {
		message = at + ": " + message
	}
	w.problems = append(w.problems, Problem{File: w.file, Position: w.position(n), Message: printable(message)})
}

// warn notes what is used, and hardly meant.
func (w *walker) warn(n *yaml.Node, at, format string, args ...any) {
	quiet := walker{file: w.file, shift: w.shift}
	quiet.problem(n, at, format, args...)
	w.warnings = append(w.warnings, quiet.problems...)
}

// mark remembers where a key's value stands; with it a key is known as given.
func (w *walker) mark(at string, n *yaml.Node) {
	if w.positions != nil {
		w.positions[at] = w.position(n)
	}
}

// value decodes n onto v. at is the path of v in messages, f the field whose
// rules hold for it.
func (w *walker) value(n *yaml.Node, v reflect.Value, at string, f field) {
	n, leave := w.enter(n, at)
	if n == nil {
		return
	}
	defer leave()
	if isNull(n) {
		if v.Kind() == reflect.Pointer {
			w.mark(at, n)
			v.SetZero()
		}
		return
	}
	if !known(n) {
		w.problem(n, at, "the tag %s is not understood; remove it", n.ShortTag())
		return
	}
	w.mark(at, n)
	if h, ok := hookFor(v.Type()); ok {
		h.decode(w, n, v, at, f)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		w.value(n, fresh.Elem(), at, f)
		v.Set(fresh)
	case reflect.Struct:
		w.structure(n, v, at)
	case reflect.Map:
		w.mapping(n, v, at, f)
	case reflect.Slice:
		w.list(n, v, at, f)
	case reflect.String:
		if s, ok := w.text(n, at, f); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		if b, ok := boolean(n); ok {
			v.SetBool(b)
		} else {
			w.problem(n, at, "must be true or false, not %s", describe(n))
		}
	case reflect.Int:
		if i, ok := w.integer(n, at, f); ok {
			v.SetInt(int64(i))
		}
	case reflect.Float64:
		if x, ok := w.number(n, at, f); ok {
			v.SetFloat(x)
		}
	default:
		panic("config: no decoding for " + v.Type().String())
	}
}

func (w *walker) structure(n *yaml.Node, v reflect.Value, at string) {
	if n.Kind != yaml.MappingNode {
		w.problem(n, at, "must be a mapping of keys, not %s", describe(n))
		return
	}
	foreign := w.foreign
	w.foreign = false
	fields := fieldsOf(v.Type())
	pairs := w.pairs(n, at)
	if slices.ContainsFunc(fields, func(f field) bool { return f.name == "needs" }) {
		defer func(before map[string]bool) { w.optional = before }(w.optional)
		w.optional = w.needed(pairs)
	}
	for _, p := range pairs {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == p.key.Value })
		if i >= 0 {
			w.value(p.value, v.FieldByIndex(fields[i].index), join(at, fields[i].name), fields[i])
		} else if !foreign {
			w.unknownKey(p.key, at, fields)
		}
	}
}

func (w *walker) unknownKey(key *yaml.Node, at string, fields []field) {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	hint := nearest.DidYouMean(key.Value, names)
	if hint == "" {
		hint = "; known keys: " + strings.Join(names, ", ")
	}
	w.problem(key, at, "unknown key %q%s", key.Value, hint)
}

// needed reads the names of needs.env ahead of the other keys: an example that
// lacks one of them is skipped, so their absence is no mistake elsewhere.
func (w *walker) needed(pairs []pair) map[string]bool {
	names := map[string]bool{}
	for _, p := range pairs {
		if p.key.Value != "needs" {
			continue
		}
		var needs struct {
			Env []string `yaml:"env"`
		}
		quiet := walker{foreign: true, everywhere: w.everywhere, getenv: w.getenv}
		quiet.value(p.value, reflect.ValueOf(&needs).Elem(), "", field{})
		for _, name := range needs.Env {
			names[name] = true
		}
	}
	return names
}

func (w *walker) mapping(n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind != yaml.MappingNode {
		w.problem(n, at, "must be a mapping of names, not %s", describe(n))
		return
	}
	// A copy: the map may belong to the value underneath.
	joined := reflect.MakeMap(v.Type())
	for k, e := range maps.All(anyMap(v)) {
		joined.SetMapIndex(k, e)
	}
	for _, p := range w.pairs(n, at) {
		name := p.key.Value
		if message := checkKey(f, name); message != "" {
			w.problem(p.key, at, "%s", message)
			continue
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if old := joined.MapIndex(reflect.ValueOf(name)); old.IsValid() {
			elem.Set(old)
		}
		if elem.Kind() == reflect.String && isNull(p.value) {
			w.problem(p.value, join(at, name), `has no value; write "" for an empty one`)
			continue
		}
		w.mark(join(at, name), p.key)
		w.value(p.value, elem, join(at, name), f)
		joined.SetMapIndex(reflect.ValueOf(name), elem)
	}
	if joined.Len() == 0 {
		v.SetZero()
		return
	}
	v.Set(joined)
}

// anyMap is the content of a map value.
func anyMap(v reflect.Value) map[reflect.Value]reflect.Value {
	out := make(map[reflect.Value]reflect.Value, v.Len())
	for it := v.MapRange(); it.Next(); {
		out[it.Key()] = it.Value()
	}
	return out
}

func (w *walker) list(n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind != yaml.SequenceNode {
		hint := ""
		if n.Kind == yaml.ScalarNode && v.Type().Elem().Kind() == reflect.String {
			hint = fmt.Sprintf("; write [%q]", n.Value)
		}
		w.problem(n, at, "must be a list, not %s%s", describe(n), hint)
		return
	}
	// Never nil within the loop, never empty after it: an empty list is no list.
	items := reflect.MakeSlice(v.Type(), 0, min(len(n.Content), 64))
	for i, item := range n.Content {
		path := at + "[" + strconv.Itoa(i) + "]"
		elem := reflect.New(v.Type().Elem()).Elem()
		if isNull(item) {
			w.problem(item, path, "has no value; remove the entry")
		}
		w.value(item, elem, path, f)
		items = reflect.Append(items, elem)
	}
	if items.Len() == 0 {
		v.SetZero()
		return
	}
	v.Set(items)
}

// join adds a key to a path.
func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}
