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

// metadata is what front matter and sidecar say together; front matter wins
// key by key.
type metadata struct {
	lookup                config.Lookup // of variables in it
	id                    config.ID
	idFile                string // where id stands, printable
	title, docName, group string
	order                 *float64
	tags                  []string
	layers                []func(*hub.Settings) // sidecar, then front matter
	runner, limit         keyPlace              // where the last such key stands
	invalid               *hub.Error            // the first thing that is wrong
	findings              []Finding
}

// keyPlace is where a key stands.
type keyPlace struct {
	file         string // printable; empty: nowhere
	line, column int
}

// lay lays the settings over those of the configuration.
func (m *metadata) lay(s *hub.Settings) {
	for _, layer := range m.layers {
		layer(s)
	}
}

// fail notes what keeps the example from being run.
func (m *metadata) fail(file string, line, column int, message string) {
	m.find(file, line, column, message, false)
	m.refuse(file, line, column, message)
}

// refuse keeps the example from being run, for a reason that is among the
// findings.
func (m *metadata) refuse(file string, line, column int, message string) {
	if m.invalid == nil {
		m.invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: message, File: file, Line: line, Column: column}
	}
}

func (m *metadata) find(file string, line, column int, message string, warning bool) {
	m.findings = append(m.findings, Finding{File: file, Line: line, Column: column, Message: message, Warning: warning})
}

// metadata reads the sidecar and the front matter of the entry file whose
// printable path is shown. Variables in them come from lookup.
func (f *entry) metadata(shown string, lookup config.Lookup) metadata {
	m := metadata{lookup: lookup}
	if f.sidecar {
		f.readSidecar(&m)
	}
	switch matter := f.head.Matter; {
	case matter == nil:
	case matter.Open:
		m.fail(shown, matter.Line, 1, fmt.Sprintf("the front matter that begins here has no closing --- in its comment within the first %d KiB", head.Size>>10))
	default:
		m.add(shown, matter.Line, matter.YAML, matter.Cut)
	}
	return m
}

// readSidecar adds what the sidecar says.
func (f *entry) readSidecar(m *metadata) {
	shown := f.source.printable(siblingOf(f.rel, sidecarName))
	switch {
	case f.beside:
		return // it is that of the file that stands for the folder
	case !f.alone && !f.stands():
		m.fail(shown, 0, 0, sidecarName+" is beside several entry files: give each its own folder, or write the metadata into each as front matter")
		return
	}
	file := filepath.Join(filepath.Dir(f.path), sidecarName)
	var data []byte
	err := f.source.reader.patiently(func() (err error) {
		data, err = plainfile.Read(context.Background(), file, head.Size)
		return err
	})
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case isOdd && odd.Most > 0:
		m.fail(shown, 0, 0, fmt.Sprintf("%s is larger than %d KiB", sidecarName, head.Size>>10))
		return
	case isOdd:
		m.fail(shown, 0, 0, sidecarName+" "+odd.Reason())
		return
	case err != nil:
		m.fail(shown, 0, 0, fmt.Sprintf("%s cannot be read: %v", sidecarName, reason(err)))
		return
	}
	m.add(shown, 1, data, nil)
	if other := f.folder.stands; other != "" && !f.stands() && m.id.Line > 0 {
		// Which example has the ID must not depend on what an include takes.
		m.id.Text, m.id.Fault = "", fmt.Sprintf("the id belongs to %s, the entry file of the folder; write the id of this example into its own front matter", hub.PrintablePath(other))
	}
}

// add takes one layer of YAML, which wins over those before. Its first line is
// line of the file, and cut how many characters of each stand before it.
func (m *metadata) add(file string, line int, data []byte, cut []int) {
	fm, lay, err := config.ParseFrontMatter(file, line, data, m.lookup)
	if only := lineOf(data, "id"); err != nil && fm.ID.Line == 0 && only > 0 {
		// The ID is the key to all that is known of the example: that the rest is
		// no YAML does not change it.
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
	place := func(key string) keyPlace {
		at := yamlmap.Position{Line: line + max(0, lineOf(data, key)-1), Column: 1}
		return keyPlace{file, at.Line, column(at)}
	}
	if wrong := validOrder(fm.Order); wrong != "" {
		at := place("order")
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
		m.runner = place("runner")
	}
	if fm.Settings.Limit != "" {
		m.limit = place("limit")
	}
	m.layers = append(m.layers, lay)
}

// broken notes all that is wrong with a layer. The error of the example is one
// line, and says the first.
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

// lineOf is the 1-based line of data on which a key of the outermost mapping
// stands; 0 when it is not found.
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

// siblingOf is the slash path of a file in the same folder.
func siblingOf(rel, name string) string {
	return rel[:strings.LastIndexByte(rel, '/')+1] + name
}
