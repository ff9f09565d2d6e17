package config

import (
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// FrontMatter is the metadata of one example, from its entry file or the
// sidecar example.yaml. Unknown keys belong to other tools and are ignored.
type FrontMatter struct {
	// ID is the key id; see [ID].
	ID       ID           `yaml:"-"`
	Title    string       `yaml:"title"`
	DocName  string       `yaml:"docname"`
	Order    *float64     `yaml:"order"`
	Tags     hub.Strings  `yaml:"tags"`
	Settings hub.Settings `yaml:",inline"`

	// Warnings are of keys that are nearly known ones, and of values that are
	// taken otherwise than they are written.
	Warnings yamlmap.Problems `yaml:"-"`
}

// ParseFrontMatter reads the YAML of an example's metadata, whose first line is
// line firstLine of file. Unknown keys belong to other tools and are passed
// over; known ones are checked as strictly as those of hub.yaml, nested ones
// included. ${VAR} is expanded in args and in the values of env only, by lookup;
// an unset variable without a default is an error, except when needs.env names
// it, for then the example is skipped.
//
// The function lays the settings that the metadata names over others. The
// error is of type [yamlmap.Problems]; columns count within data. The ID and the
// warnings are there with it, as far as the text is YAML at all: what an example
// is does not depend on a mistake in another key.
func ParseFrontMatter(file string, firstLine int, data []byte, lookup Lookup) (FrontMatter, func(*hub.Settings), error) {
	var m FrontMatter
	nothing := func(*hub.Settings) {}
	shift := max(1, firstLine) - 1
	n, err := yamlmap.Parse(file, shift, data)
	if n == nil {
		return m, nothing, err
	}
	d := yamlmap.Decoder{Format: format(), File: file, Shift: shift, Foreign: true, Lookup: lookup}
	d.Decode(n, &m)
	m.ID = readID(n, shift)
	warnOfSlips(&d, n)
	m.Warnings = d.Warnings.InOrder()
	if err := d.Problems.Err(); err != nil {
		return FrontMatter{ID: m.ID, Warnings: m.Warnings}, nothing, err
	}
	return m, applier(n, yamlmap.Decoder{Lookup: lookup}), nil
}

// metadataKeys are the keys that hub reads in metadata.
func metadataKeys() []string {
	out := []string{"id"}
	for _, f := range format().Fields(reflect.TypeFor[FrontMatter]()) {
		out = append(out, f.Name)
	}
	return out
}

// warnOfSlips warns of keys of a mapping that are nearly known ones: the others
// belong to other tools, these are slips of the hand.
func warnOfSlips(d *yamlmap.Decoder, root *yaml.Node) {
	known := metadataKeys()
	for _, p := range yamlmap.Pairs(root) {
		if near := nearest.Slip(p.Key.Value, known); near != "" {
			d.Warn(p.Key, yamlmap.Key{}, "unknown key %q has no effect (did you mean %q?)", p.Key.Value, near)
		}
	}
}
