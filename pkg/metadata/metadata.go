package metadata

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/catalog/edit"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Metadata is the metadata of one example, as it was read.
type Metadata struct {
	entry  string // the entry file, which holds file
	file   []byte
	matter *head.Matter // nil: file has no front matter

	sidecar string // its file, which holds yaml
	yaml    []byte // nil: there is no sidecar
	// alone: it is the only example of its folder, or stands for the folder, so that
	// the sidecar is its own.
	alone bool
}

// Get returns the value of a key, nil when it has none; front matter comes before
// the sidecar.
func (m *Metadata) Get(key string) *yaml.Node {
	if m.matter != nil {
		if v := edit.Get(m.matter.YAML, key); v != nil {
			return v
		}
	}
	return edit.Get(m.yaml, key)
}

// Skip returns the reason of the key skip; empty when the key does not skip.
func (m *Metadata) Skip() hub.Skip {
	value := m.Get("skip")
	if value == nil {
		return ""
	}
	text, err := yaml.Marshal(map[string]*yaml.Node{"skip": value})
	if err != nil {
		return ""
	}
	fm, _, err := config.ParseFrontMatter("", 1, text, nil)
	if err != nil {
		return ""
	}
	return fm.Settings.Skip
}

// Change is the new content of a file of metadata.
type Change struct {
	File    string
	content []byte
}

// Set returns the change that sets a key to value, which is true or a text. It is
// one of the front matter where there is any, else of the sidecar where there is
// one, else new front matter, else a new sidecar. On an error File is set as well.
func (m *Metadata) Set(key string, value any) (Change, error) {
	if m.matter == nil && m.yaml != nil {
		content, err := edit.SetYAML(m.yaml, key, value)
		return Change{m.sidecar, content}, err
	}
	content, err := edit.Set(lang.All(), m.entry, m.file, key, value)
	if !errors.Is(err, edit.ErrNoComment) {
		return Change{m.entry, content}, err
	}
	if !m.alone {
		return Change{File: m.entry}, fmt.Errorf("%w; %s would hold for several examples: give this one its own folder", err, catalog.SidecarName)
	}
	content, err = edit.SetYAML(nil, key, value)
	return Change{m.sidecar, content}, err
}

// Write replaces the file as a whole where guard allows it: an entry file or a
// sidecar of the project's, and neither the configuration nor anything of git's,
// whatever links lead to.
func (c Change) Write(guard *place.Guard) error {
	to, err := guard.Only(place.Configuration).File(c.File, place.Configured)
	if err != nil {
		return err
	}
	if filepath.Base(c.File) == catalog.SidecarName && filepath.Base(to.Path) != catalog.SidecarName {
		return fmt.Errorf("it is a link to %s, which has another name and may serve another purpose: it is left alone", hub.PrintablePath(to.Path))
	}
	return to.Replace(true, func(w io.Writer) error {
		_, err := w.Write(c.content)
		return err
	})
}
