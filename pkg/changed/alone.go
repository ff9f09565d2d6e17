package changed

import (
	"bytes"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// alone returns why an example is touched that had its folder for itself, until another
// one was added there.
func (c *concern) alone(e *hub.Example) (string, error) {
	if e.Dir != "" {
		return "", nil
	}
	dir := filepath.Dir(e.File)
	why, known := c.lone[dir]
	if known {
		return why, nil
	}
	if why = c.folder(dir); c.source(dir) {
		why = ""
	}
	if why != "" {
		n, err := c.earlierIn(dir)
		if err != nil {
			return "", err
		}
		if why += ", in the folder that it had for itself"; n > 1 {
			why = ""
		}
	}
	c.lone[dir] = why
	return why, nil
}

// source reports whether the folder is that of a source, and in no other: it is no example's own.
func (c *concern) source(dir string) bool {
	is := false
	for _, s := range c.cfg.Sources {
		rel, err := filepath.Rel(place.Under(c.cfg.Root, s.Path), dir)
		switch {
		case err != nil || rel != "." && filepath.IsLocal(rel):
			return false
		case rel == ".":
			is = true
		}
	}
	return is
}

// earlierIn counts the examples below a folder that were certainly examples before the change.
func (c *concern) earlierIn(dir string) (n int, err error) {
	for i := range c.all {
		if !strings.HasPrefix(c.all[i].File, dir+string(filepath.Separator)) {
			continue
		}
		before, err := c.wasEntry(&c.all[i])
		if err != nil {
			return 0, err
		}
		if before {
			n++
		}
	}
	return n, nil
}

// wasEntry reports whether the entry file of the example was certainly one before the change: it was
// there, and its first line, which makes a file a program, is the same.
func (c *concern) wasEntry(e *hub.Example) (bool, error) {
	for _, place := range c.trails.of(e.File).places {
		at := c.changed.at(place)
		switch {
		case at == "":
			continue
		case at != fold(place) || c.changed.is(at, opaque|added) || path.Ext(place) == ".go" || len(c.base.trees) != 1:
			return false, nil
		}
		text, ok, err := c.git.text(c.base.trees[0], place)
		if err != nil || !ok {
			return false, err
		}
		now, err := plainfile.Head(e.File, make([]byte, maxLine))
		if err != nil || !bytes.Equal(firstLine(now), firstLine(text[:min(len(text), maxLine)])) {
			return false, nil // in doubt it is a new one
		}
	}
	return true, nil
}

// maxLine bounds how much of a first line is compared, in bytes.
const maxLine = 4 << 10

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// minPrograms is how many folders with an entry file make a layout, where no sources are
// configured: other programs are no examples then.
const minPrograms = 3

// layout returns a function that says why the layout of sources that nobody configured touches an
// example: an added or removed file can make others examples.
func (c *concern) layout() func(*hub.Example) string {
	none := func(*hub.Example) string { return "" }
	if !c.cfg.Guessed() {
		return none
	}
	mains, moved := 0, ""
	for i := range c.all {
		if c.all[i].Unit() != c.all[i].Path {
			mains++
		}
	}
	for _, name := range c.changed.paths {
		if !c.changed.is(name, added|removed|opaque) {
			continue
		}
		if moved == "" {
			moved = name
		}
		for _, entry := range config.DefaultEntry() {
			if is, _ := path.Match(entry, path.Base(name)); is && c.changed.is(name, removed) {
				mains++
			}
		}
	}
	if moved == "" || mains < minPrograms {
		return none
	}
	return func(e *hub.Example) string {
		if e.Unit() != e.Path {
			return ""
		}
		return printable(moved) + " changed, and with it perhaps which files are examples"
	}
}
