package baseline

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// FileName is the name of the file beside hub.yaml.
const FileName = "hub.baseline.yaml"

// version is the version of the format.
const version = 1

// Failure is one known failure.
type Failure struct {
	ID      string        `yaml:"id" check:"id" doc:"ID of the example."`
	Type    hub.ErrorType `yaml:"type" doc:"Type of the failure."`
	Message string        `yaml:"message" check:"text" doc:"Message of the failure, without what differs between runs and machines: temporary paths, ports, dates, durations."`
	Until   hub.Date      `yaml:"until" doc:"Last day on which the failure is known, as YYYY-MM-DD. After that day it fails the run."`
	Reason  string        `yaml:"reason" check:"text" doc:"Why it is not fixed yet."`
	Owner   string        `yaml:"owner" check:"text" doc:"Who is responsible for it."`
}

// File is a baseline.
type File struct {
	// Path is the absolute path of the file, Name the one for people, Recorded the
	// slash path from the project's root that runs record.
	Path, Name, Recorded string
	// Strict: a run fails for a known failure that is fixed.
	Strict bool
	// Failures are sorted by ID, without duplicates.
	Failures []Failure

	text  []byte // of the file; nil if there is none
	claim place.Claim
}

// document is the content of the file.
type document struct {
	Version  int       `yaml:"version" check:"version" default:"1" doc:"Version of the file format: 1."`
	Failures []Failure `yaml:"failures" doc:"The known failures, sorted by ID."`
}

// format returns the types and rules for yamlmap.
func format() *yamlmap.Format {
	return yamlmap.NewFormat(map[string]yamlmap.Rule{
		"id":      {Literal: true, Schema: func(s schema.Object) { s["minLength"] = 1 }},
		"text":    {Literal: true},
		"version": {Schema: func(s schema.Object) { clear(s); s["const"] = version }},
	}, config.DateForm(), yamlmap.Enum(types()...))
}

// types returns the types of failures that a baseline can list.
func types() []hub.ErrorType { return slices.DeleteFunc(hub.ErrorTypes(), hub.ErrorType.NeverAllowed) }

// Parse returns the failures in the text of a file called name, sorted by ID. The error
// is of type [yamlmap.Problems] and has every problem with its position.
func Parse(name string, text []byte) ([]Failure, error) {
	n, err := yamlmap.Parse(name, 0, text)
	if n == nil {
		return nil, err
	}
	d := yamlmap.Decoder{Format: format(), File: name, Positions: yamlmap.Positions{}}
	doc := document{Version: version}
	d.Decode(n, &doc)
	if doc.Version != version {
		var p yamlmap.Problems
		p.Add(name, d.Positions.Nearest("version"), "version: %d needs another hub; this one reads version %d", doc.Version, version)
		return nil, p
	}
	lines := make(map[string]int, len(doc.Failures)) // by ID
	for i := range doc.Failures {
		at := fmt.Sprintf("failures[%d]", i)
		for _, key := range []string{"id", "type", "message"} {
			if !d.Positions.Given(at + "." + key) {
				d.Problems.Add(name, d.Positions.Nearest(at), "%s: has no %s; every known failure needs id, type and message", at, key)
			}
		}
		id := doc.Failures[i].ID
		here := d.Positions.Nearest(at + ".id")
		switch {
		case !d.Positions.Given(at + ".id"):
		case id == "":
			d.Problems.Add(name, here, "%s.id: must not be empty", at)
		case lines[id] > 0:
			d.Problems.Add(name, here, "%s.id: %q is listed twice, first on line %d", at, id, lines[id])
		default:
			lines[id] = here.Line
		}
	}
	if err := d.Problems.Err(); err != nil {
		return nil, err
	}
	return sorted(doc.Failures), nil
}

func sorted(failures []Failure) []Failure {
	slices.SortFunc(failures, func(a, b Failure) int { return cmp.Compare(a.ID, b.ID) })
	return failures
}

// head is the beginning of every file.
const head = "# yaml-language-server: $schema=" + SchemaURL + `
# Known failures: they do not fail a run, everything else does. See 'hub baseline --help'.
# 'hub baseline update' writes this file anew; it keeps until, reason and owner, but no comments.
`

// Text returns the text of a file with these failures: the same for the same failures.
func Text(failures []Failure) ([]byte, error) {
	doc := document{Version: version, Failures: sorted(slices.Clone(failures))}
	e := yamlmap.Encoder{Format: format(), Given: yamlmap.Positions{"failures": {}}}
	for i := range doc.Failures {
		e.Given[fmt.Sprintf("failures[%d].message", i)] = yamlmap.Position{} // which may be empty
	}
	text, err := e.Document(&doc, &document{})
	if err != nil {
		return nil, fmt.Errorf("writing the baseline: %w", err)
	}
	return append([]byte(head), text...), nil
}

// Digest identifies the listed failures, without reasons and owners, which affect no
// verdict.
func (f *File) Digest() string {
	sum := sha256.New()
	for i := range f.Failures {
		k := &f.Failures[i]
		for _, text := range []string{k.ID, string(k.Type), k.Message, string(k.Until)} {
			fmt.Fprintf(sum, "%d:%s", len(text), text)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Record returns what a run records of the baseline; nil for nil.
func (f *File) Record() *hub.Baseline {
	if f == nil {
		return nil
	}
	return &hub.Baseline{File: f.Recorded, Digest: f.Digest(), Failures: len(f.Failures), Strict: f.Strict}
}
