package metadata

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Reader reads the metadata of the examples of one catalog.
type Reader struct {
	cfg     *config.Config
	entries map[string]int    // a folder: the entry files in it
	shared  map[string]string // see Other
}

// NewReader returns the reader for all examples of the catalog that cfg describes.
func NewReader(cfg *config.Config, examples []hub.Example) *Reader {
	r := &Reader{cfg: cfg, entries: map[string]int{}, shared: map[string]string{}}
	files := map[string]bool{}
	byTarget := make(map[string]*hub.Example, len(examples))
	for i := range examples {
		e := &examples[i]
		if !files[e.File] {
			files[e.File] = true
			r.entries[filepath.Dir(e.File)]++
		}
		target, err := filepath.EvalSymlinks(e.File)
		if err != nil {
			continue // Read says why
		}
		if other := byTarget[target]; other != nil {
			r.shared[e.File], r.shared[other.File] = other.Path, e.Path
			continue
		}
		byTarget[target] = e
	}
	return r
}

// Other returns the path of another example whose entry file is the same file by a
// link; "" when there is none. What is written for one holds for both.
func (r *Reader) Other(e hub.Example) string { return r.shared[e.File] }

// maxFile bounds the files in which metadata is written, in bytes. They are held
// in memory, and their front matter is found in the first part of them.
const maxFile = 64 << 20

// Read reads the metadata of an example of the catalog.
func (r *Reader) Read(e hub.Example) (*Metadata, error) {
	if e.Invalid != nil && e.Invalid.Type == hub.ErrUnreadable {
		return nil, errors.New(e.Invalid.Message)
	}
	if err := r.inSource(e.File); err != nil {
		return nil, err
	}
	dir := filepath.Dir(e.File)
	m := &Metadata{entry: e.File, sidecar: filepath.Join(dir, catalog.SidecarName), alone: r.entries[dir] == 1 || e.Unit() != e.Path}
	var err error
	if m.file, err = plainfile.Read(context.Background(), m.entry, maxFile); err != nil {
		return nil, err
	}
	m.matter = head.Parse(m.entry, m.file).Matter
	if !m.alone {
		return m, nil
	}
	m.yaml, err = plainfile.Read(context.Background(), m.sidecar, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err == nil {
		err = r.inSource(m.sidecar)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// inSource returns an error unless the file is in a configured source, links
// followed.
func (r *Reader) inSource(file string) error {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	for _, s := range r.cfg.Sources {
		dir, err := filepath.EvalSymlinks(place.Under(r.cfg.Root, s.Path))
		if err != nil {
			continue
		}
		if rel, err := filepath.Rel(dir, target); err == nil && filepath.IsLocal(rel) {
			return nil
		}
	}
	return fmt.Errorf("%s is a link to %s, outside every source, and is left alone", hub.PrintablePath(file), hub.PrintablePath(target))
}
