package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/catalog/edit"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
)

// metadata is where the metadata of one example stands.
type metadata struct {
	example hub.Example
	file    []byte // the entry file
	matter  *head.Matter
	// sidecar is its file, yaml what it holds; nil when there is none.
	sidecar string
	yaml    []byte
	// alone: no other example lies in its folder, or it stands for that, so that
	// a sidecar is its own.
	alone bool
}

// metadata returns the function that reads what an example of the catalog says
// of itself. Files that a symbolic link leads to outside of every source are
// nobody's to change, and an error.
func (a *App) metadata(p *project.Project) func(hub.Example) (*metadata, error) {
	files := map[string]bool{}
	within := map[string]int{} // a folder: its entry files
	for i := range p.Catalog.Examples {
		if file := p.Catalog.Examples[i].File; !files[file] {
			files[file] = true
			within[filepath.Dir(file)]++
		}
	}
	return func(e hub.Example) (*metadata, error) {
		return readMetadata(p.Config, e, within[filepath.Dir(e.File)] == 1 || e.Unit() != e.Path)
	}
}

// unreadable reports whether the entry file could not be read, or is none.
func unreadable(e hub.Example) bool {
	return e.Invalid != nil && e.Invalid.Type == hub.ErrUnreadable
}

// maxEdited bounds the files in which metadata is written, in bytes. They are
// held in memory, and their front matter is found in the first part of them.
const maxEdited = 64 << 20

func readMetadata(cfg *config.Config, e hub.Example, alone bool) (*metadata, error) {
	if unreadable(e) {
		return nil, errors.New(e.Invalid.Message)
	}
	if err := insideSources(cfg, e.File); err != nil {
		return nil, err
	}
	m := &metadata{example: e, sidecar: filepath.Join(filepath.Dir(e.File), catalog.SidecarName), alone: alone}
	var err error
	if m.file, err = plainfile.Read(context.Background(), e.File, maxEdited); err != nil {
		return nil, err
	}
	m.matter = head.Parse(e.File, m.file).Matter
	if !m.alone {
		return m, nil
	}
	m.yaml, err = plainfile.Read(context.Background(), m.sidecar, maxEdited)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		m.yaml = nil
	case err != nil:
		return nil, err
	default:
		return m, insideSources(cfg, m.sidecar)
	}
	return m, nil
}

// get returns the value of a key; front matter comes before the sidecar.
func (m *metadata) get(key string) *yaml.Node {
	if m.matter != nil {
		if v := edit.Get(m.matter.YAML, key); v != nil {
			return v
		}
	}
	return edit.Get(m.yaml, key)
}

// set returns what the key makes of the metadata, and of which file: that of
// the front matter where there is any, else the sidecar where there is one,
// else new front matter, else a new sidecar. Nothing is written.
func (m *metadata) set(key string, value any) (file string, content []byte, err error) {
	if m.matter == nil && m.yaml != nil {
		content, err = edit.SetYAML(m.yaml, key, value)
		return m.sidecar, content, err
	}
	content, err = edit.Set(lang.All(), m.example.File, m.file, key, value)
	if !errors.Is(err, edit.ErrNoComment) {
		return m.example.File, content, err
	}
	if !m.alone {
		return m.example.File, nil, fmt.Errorf("%w; %s would be that of several examples: give this one a folder of its own", err, catalog.SidecarName)
	}
	content, err = edit.SetYAML(nil, key, value)
	return m.sidecar, content, err
}

// rewrite replaces the file as a whole: an entry file or a sidecar of the
// project's, and neither the configuration nor anything of git's, whatever
// links lead to.
func (a *App) rewrite(p *project.Project, file string, content []byte) error {
	to, err := p.Guard.Only(place.Configuration).File(file, place.Configured)
	if err != nil {
		return err
	}
	if filepath.Base(file) == catalog.SidecarName && filepath.Base(to.Path) != catalog.SidecarName {
		return fmt.Errorf("it is a link to %s, which is called otherwise and may be for something else: it is left alone", line(a.shown(to.Path)))
	}
	return to.Replace(true, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// insideSources makes sure that the file lies, all links followed, in one of
// the configured sources.
func insideSources(cfg *config.Config, file string) error {
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	for _, s := range cfg.Sources {
		dir, err := filepath.EvalSymlinks(place.Under(cfg.Root, s.Path))
		if err != nil {
			continue
		}
		if rel, err := filepath.Rel(dir, real); err == nil && filepath.IsLocal(rel) {
			return nil
		}
	}
	return fmt.Errorf("%s is a link to %s, outside of every source: it is left alone", hub.PrintablePath(file), hub.PrintablePath(real))
}
