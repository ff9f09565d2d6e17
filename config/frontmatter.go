package config

import (
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// FrontMatter is the metadata of one example, from its entry file or the
// sidecar example.yaml. Unknown keys are ignored: they belong to other tools.
type FrontMatter struct {
	// ID is the value of the key id; see [ID].
	ID       ID           `yaml:"-"`
	Title    string       `yaml:"title"`
	DocName  string       `yaml:"docname"`
	Order    *float64     `yaml:"order"`
	Tags     hub.Strings  `yaml:"tags"`
	Settings hub.Settings `yaml:",inline"`

	// Warnings report keys that resemble known ones, and values that do not
	// mean what they seem to.
	Warnings yamlmap.Problems `yaml:"-"`
}

// ParseFrontMatter parses the YAML of an example's metadata, which begins on
// line firstLine of file. Unknown keys are ignored, because they belong to
// other tools; known ones are checked as strictly as in hub.yaml, including
// nested ones. ${VAR} is expanded only in args and the values of env, by
// lookup; an unset variable without a default is an error, unless needs.env
// names it, because then the example is skipped.
//
// The returned function applies the settings in the metadata to others. The
// error is of type [yamlmap.Problems]; columns count within data. ID and
// warnings are returned with the error if the text is YAML at all, so that a
// mistake in another key does not change the identity of an example.
func ParseFrontMatter(file string, firstLine int, data []byte, lookup Lookup) (FrontMatter, func(*hub.Settings), error) {
	n, err := yamlmap.Parse(file, max(1, firstLine)-1, data)
	if n == nil {
		return FrontMatter{}, func(*hub.Settings) {}, err
	}
	return ReadFrontMatter(file, firstLine, n, lookup)
}

// ReadFrontMatter is [ParseFrontMatter] for YAML that [yamlmap.Parse] has parsed.
func ReadFrontMatter(file string, firstLine int, n *yaml.Node, lookup Lookup) (FrontMatter, func(*hub.Settings), error) {
	var m FrontMatter
	shift := max(1, firstLine) - 1
	d := yamlmap.Decoder{Format: format(), File: file, Shift: shift, Foreign: true, Lookup: lookup}
	d.Decode(n, &m)
	m.ID = readID(n, shift)
	warnOfSlips(&d, n)
	m.Warnings = d.Warnings.InOrder()
	if err := d.Problems.Err(); err != nil {
		return FrontMatter{ID: m.ID, Warnings: m.Warnings}, func(*hub.Settings) {}, err
	}
	return m, applier(n, yamlmap.Decoder{Lookup: lookup}), nil
}

// metadataKeys returns the keys that hub reads in metadata.
func metadataKeys() []string {
	out := []string{"id"}
	for _, f := range format().Fields(reflect.TypeFor[FrontMatter]()) {
		out = append(out, f.Name)
	}
	return out
}

// warnOfSlips warns of keys that are probably misspelt known ones. Other
// unknown keys belong to other tools.
func warnOfSlips(d *yamlmap.Decoder, root *yaml.Node) {
	keys := metadataKeys()
	for _, p := range yamlmap.Pairs(root) {
		if near := nearest.Slip(p.Key.Value, keys); near != "" {
			d.Warn(p.Key, yamlmap.Key{}, "unknown key %q has no effect (did you mean %q?)", p.Key.Value, near)
		}
	}
}
