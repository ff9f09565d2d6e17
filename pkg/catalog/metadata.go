package catalog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// metadata is the combined content of sidecar and front matter; front matter
// wins key by key.
type metadata struct {
	none                  bool          // the example has no metadata; others share this
	lookup                config.Lookup // of environment variables
	id                    config.ID
	idFile                string // printable path of the file with the id
	title, docName, group string
	order                 *float64
	tags                  []string
	layers                []func(*hub.Settings) // sidecar, then front matter
	runner, limit         keyPosition           // of the last such key
	invalid               *hub.Error            // the first error
	findings              []Finding
}

// keyPosition is the position of a key.
type keyPosition struct {
	file         string // printable; empty if there is no such key
	line, column int
}

// apply applies the settings to those of the configuration.
func (m *metadata) apply(s *hub.Settings) {
	for _, layer := range m.layers {
		layer(s)
	}
}

// fail records an error that prevents the example from running.
func (m *metadata) fail(file string, line, column int, message string) {
	m.find(file, line, column, message, false)
	m.refuse(file, line, column, message)
}

// refuse prevents the example from running, for a reason that is already among
// the findings.
func (m *metadata) refuse(file string, line, column int, message string) {
	if m.invalid == nil {
		m.invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: message, File: file, Line: line, Column: column}
	}
}

func (m *metadata) find(file string, line, column int, message string, warning bool) {
	m.findings = append(m.findings, Finding{File: file, Line: line, Column: column, Message: message, Warning: warning})
}

// metadata reads the sidecar and the front matter of the entry file with the
// printable path shown. Environment variables come from lookup.
func (f *entry) metadata(shown string, lookup config.Lookup) *metadata {
	m := &metadata{lookup: lookup}
	if f.sidecar {
		f.readSidecar(m)
	}
	switch matter := f.head.Matter; {
	case matter == nil:
	case matter.Open:
		m.fail(shown, matter.Line, 1, fmt.Sprintf("the front matter that begins here has no closing --- in its comment within the first %d KiB", head.Size>>10))
	default:
		m.add(shown, matter.Line, matter.YAML, f.tree, matter.Cut)
	}
	return m
}

// readSidecar adds the content of the sidecar.
func (f *entry) readSidecar(m *metadata) {
	shown := f.source.printable(siblingOf(f.rel, SidecarName))
	switch {
	case f.beside:
		return // it belongs to the file that represents the folder
	case !f.alone && !f.represents():
		m.fail(shown, 0, 0, SidecarName+" is beside several entry files: give each its own folder, or write the metadata into each as front matter")
		return
	}
	file := filepath.Join(filepath.Dir(f.path), SidecarName)
	var data []byte
	err := f.source.reader.patiently(func() (err error) {
		data, err = plainfile.Read(context.Background(), file, head.Size)
		return err
	})
	notPlain, ok := errors.AsType[*plainfile.Error](err)
	switch {
	case ok && notPlain.Most > 0:
		m.fail(shown, 0, 0, fmt.Sprintf("%s is larger than %d KiB", SidecarName, head.Size>>10))
		return
	case ok:
		m.fail(shown, 0, 0, SidecarName+" "+notPlain.Reason())
		return
	case err != nil:
		m.fail(shown, 0, 0, fmt.Sprintf("%s cannot be read: %v", SidecarName, reason(err)))
		return
	}
	m.add(shown, 1, data, nil, nil)
	if other := f.folder.main; other != "" && !f.represents() && m.id.Line > 0 {
		// Which example has the ID must not depend on includes.
		m.id.Text, m.id.Fault = "", fmt.Sprintf("the id belongs to %s, the entry file of the folder; write the id of this example into its own front matter", hub.PrintablePath(other))
	}
}

// add adds one layer of YAML, which wins over earlier ones. Its first line is
// the given line of the file, tree is what it says if that is known, and cut has the
// number of characters before each line.
func (m *metadata) add(file string, line int, data, tree []byte, cut []int) {
	fm, apply, err := m.parse(file, line, data, tree)
	if only := lineOf(data, "id"); err != nil && fm.ID.Line == 0 && only > 0 {
		// The ID is the key of all records of the example, so an invalid rest
		// of the YAML must not change it.
		fm, _, _ = config.ParseFrontMatter(file, line+only-1, nthLine(data, only), m.lookup)
	}
	column := func(at yamlmap.Position) int {
		if i := at.Line - line; at.Column > 0 && 0 <= i && i < len(cut) {
			return at.Column + cut[i]
		}
		return at.Column
	}
	for _, w := range fm.Warnings {
		m.find(file, w.Line, column(w.Position), w.Message, true)
	}
	if fm.ID.Line > 0 {
		m.id, m.idFile = fm.ID, file
		m.id.Column = column(fm.ID.Position)
	}
	if err != nil {
		m.broken(file, err, column)
		return
	}
	position := func(key string) keyPosition {
		at := yamlmap.Position{Line: line + max(0, lineOf(data, key)-1), Column: 1}
		return keyPosition{file, at.Line, column(at)}
	}
	if wrong := validOrder(fm.Order); wrong != "" {
		at := position("order")
		m.fail(file, at.line, at.column, wrong)
	} else if fm.Order != nil {
		m.order = fm.Order
	}
	m.title = firstOf(fm.Title, m.title)
	m.docName = firstOf(fm.DocName, m.docName)
	m.group = firstOf(fm.Settings.Group, m.group)
	if len(fm.Tags) > 0 {
		m.tags = fm.Tags
	}
	if fm.Settings.Runner != "" {
		m.runner = position("runner")
	}
	if fm.Settings.Limit != "" {
		m.limit = position("limit")
	}
	m.layers = append(m.layers, apply)
}

// parse parses the YAML of a layer, or takes its tree.
func (m *metadata) parse(file string, line int, data, tree []byte) (config.FrontMatter, func(*hub.Settings), error) {
	if n := yamlmap.ReadTree(tree); n != nil {
		return config.ReadFrontMatter(file, line, n, m.lookup)
	}
	return config.ParseFrontMatter(file, line, data, m.lookup)
}

// broken records all problems of a layer. The error of the example is one line
// with the first problem.
func (m *metadata) broken(file string, err error, column func(yamlmap.Position) int) {
	ps, ok := errors.AsType[yamlmap.Problems](err)
	if !ok || len(ps) == 0 {
		m.fail(file, 0, 0, sanitize.Title(err.Error()))
		return
	}
	for _, p := range ps {
		m.find(file, p.Line, column(p.Position), sanitize.Title(p.Message), false)
	}
	message := ps[0].Message
	if more := len(ps) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	m.refuse(file, ps[0].Line, column(ps[0].Position), sanitize.Title(message))
}

// lineOf returns the 1-based line of data with a key of the outermost mapping;
// 0 if it is not found.
func lineOf(data []byte, key string) int {
	n := 0
	for l := range bytes.Lines(data) {
		n++
		if rest, ok := bytes.CutPrefix(l, []byte(key)); ok && bytes.HasPrefix(bytes.TrimLeft(rest, " "), []byte(":")) {
			return n
		}
	}
	return 0
}

func nthLine(data []byte, n int) []byte {
	for l := range bytes.Lines(data) {
		if n--; n == 0 {
			return l
		}
	}
	return nil
}

// siblingOf returns the slash path of a file in the same folder.
func siblingOf(rel, name string) string {
	return rel[:strings.LastIndexByte(rel, '/')+1] + name
}
