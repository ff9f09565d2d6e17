package config

import (
	"os"
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// ParseFrontMatter reads the YAML of an example's metadata, whose first line is
// line firstLine of file. Unknown keys belong to other tools and are passed
// over; known ones are checked as strictly as those of hub.yaml, nested ones
// included. ${VAR} is expanded in args and in the values of env only, from
// hub's environment; an unset variable without a default is an error, except
// when needs.env names it, for then the example is skipped.
//
// The function lays the settings that the metadata names over others. The
// error is of type Problems; columns count within data. The ID and the warnings
// are there with it, as far as the text is YAML at all: what an example is does
// not depend on a mistake in another key.
func ParseFrontMatter(file string, firstLine int, data []byte) (FrontMatter, func(*hub.Settings), error) {
	return parseFrontMatter(file, firstLine, data, os.LookupEnv)
}

func parseFrontMatter(file string, firstLine int, data []byte, getenv func(string) (string, bool)) (FrontMatter, func(*hub.Settings), error) {
	var m FrontMatter
	nothing := func(*hub.Settings) {}
	shift := max(1, firstLine) - 1
	n, p := document(data)
	if p != nil {
		p.File = file
		p.Line += shift
		return FrontMatter{}, nothing, Problems{*p}
	}
	if n == nil || isNull(n) {
		return m, nothing, nil
	}
	w := walker{file: file, shift: shift, foreign: true, getenv: getenv}
	w.value(n, reflect.ValueOf(&m).Elem(), "", field{})
	m.ID = w.readID(n)
	w.nearKeys(n)
	m.Warnings = w.warnings.inOrder()
	if err := w.problems.sorted(); err != nil {
		return FrontMatter{ID: m.ID, Warnings: m.Warnings}, nothing, err
	}
	return m, applier(n, walker{getenv: getenv}), nil
}

// metadataKeys are the keys that hub reads in metadata.
func metadataKeys() []string {
	out := []string{"id"}
	for _, f := range fieldsOf(reflect.TypeFor[FrontMatter]()) {
		out = append(out, f.name)
	}
	return out
}

// nearKeys warns of keys of a mapping that are nearly known ones: the others
// belong to other tools, these are slips of the hand.
func (w *walker) nearKeys(root *yaml.Node) {
	quiet := walker{}
	root, leave := quiet.enter(root, "")
	if root == nil {
		return
	}
	defer leave()
	known := metadataKeys()
	for _, p := range quiet.pairs(root, "") {
		if near := nearest.Slip(p.key.Value, known); near != "" {
			w.warn(p.key, "", "the key %q is unknown and has no effect (did you mean %q?)", p.key.Value, near)
		}
	}
}
