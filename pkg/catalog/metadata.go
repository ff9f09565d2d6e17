package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// metadata is what front matter and sidecar say together; front matter wins
// key by key.
type metadata struct {
	id, title, docName, group string
	order                     *float64
	tags                      []string
	layers                    []func(*hub.Settings) // sidecar, then front matter
	runner, limit             keyPlace              // where the last such key stands
	invalid                   *hub.Error            // the first thing that is wrong
}

// keyPlace is where a key stands.
type keyPlace struct {
	file string // printable; empty: nowhere
	line int
}

// lay lays the settings over those of the configuration.
func (m *metadata) lay(s *hub.Settings) {
	for _, layer := range m.layers {
		layer(s)
	}
}

func (m *metadata) fail(file string, line int, message string) {
	if m.invalid == nil {
		m.invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: message, File: file, Line: line}
	}
}

// metadata reads the sidecar and the front matter of the entry file whose
// printable path is shown.
func (f *entry) metadata(shown string) (m metadata) {
	if f.sidecar {
		f.readSidecar(&m)
	}
	switch matter := f.head.Matter; {
	case matter == nil:
	case matter.Open:
		m.fail(shown, matter.Line, fmt.Sprintf("the front matter that begins here has no closing --- (looked for in its comment, within the first %d KiB)", head.Size>>10))
	default:
		m.add(shown, matter.Line, matter.YAML)
	}
	return m
}

// readSidecar adds what the sidecar says.
func (f *entry) readSidecar(m *metadata) {
	shown := f.source.printable(siblingOf(f.rel, sidecarName))
	if !f.alone {
		m.fail(shown, 0, sidecarName+" lies beside several entry files: give each a folder of its own, or write its metadata into it as front matter")
		return
	}
	file := filepath.Join(filepath.Dir(f.path), sidecarName)
	info, err := os.Stat(file)
	switch {
	case err != nil:
		m.fail(shown, 0, fmt.Sprintf("%s cannot be read: %v", sidecarName, reason(err)))
		return
	case !info.Mode().IsRegular():
		m.fail(shown, 0, sidecarName+" is not a file")
		return
	case info.Size() > head.Size:
		m.fail(shown, 0, fmt.Sprintf("%s is larger than %d KiB", sidecarName, head.Size>>10))
		return
	}
	data, err := readHead(file, make([]byte, head.Size))
	if err != nil {
		m.fail(shown, 0, fmt.Sprintf("%s cannot be read: %v", sidecarName, reason(err)))
		return
	}
	m.add(shown, 1, data)
}

// add takes one layer of YAML, which wins over those before.
func (m *metadata) add(file string, line int, data []byte) {
	fm, lay, err := config.ParseFrontMatter(file, line, data)
	if err != nil {
		// The ID is the key to all that is known of the example: a mistake in
		// another key does not change it.
		if only := lineOf(data, "id"); only > 0 {
			fm, _, _ = config.ParseFrontMatter(file, line, nthLine(data, only))
			if fm.ID != "" && validID(fm.ID) == "" {
				m.id = fm.ID
			}
		}
		message, at := problem(err)
		m.fail(file, at, message)
		return
	}
	place := func(key string) int { return line + max(0, lineOf(data, key)-1) }
	if fm.ID != "" || lineOf(data, "id") > 0 {
		if wrong := validID(fm.ID); wrong != "" {
			m.fail(file, place("id"), wrong)
		} else {
			m.id = fm.ID
		}
	}
	if wrong := validOrder(fm.Order); wrong != "" {
		m.fail(file, place("order"), wrong)
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
		m.runner = keyPlace{file, place("runner")}
	}
	if fm.Settings.Limit != "" {
		m.limit = keyPlace{file, place("limit")}
	}
	m.layers = append(m.layers, lay)
}

// problem takes an error of package config apart: one line, and where.
func problem(err error) (message string, line int) {
	if ps, ok := errors.AsType[config.Problems](err); ok && len(ps) > 0 {
		message, line = ps[0].Message, ps[0].Line
		if more := len(ps) - 1; more > 0 {
			message += fmt.Sprintf(" (and %d more)", more)
		}
		return head.Clean(message), line
	}
	return head.Clean(err.Error()), 0
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
