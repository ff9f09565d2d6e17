package fingerprint

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// collector gathers the parts of one example.
type collector struct {
	in       *Inputs
	entryDir string
	items    []item
	buf      []byte // for what is hashed in one piece
	// seen holds the names of files that are in already; nil while there is
	// the entry file alone.
	seen map[string]bool
}

// files adds the entry file, the own folder and the inputs.
func (c *collector) files(e *hub.Example) error {
	if e.File == "" {
		return errNoFile
	}
	// The entry file is what is run, whatever link leads there.
	if err := c.content(filepath.Base(e.File), e.File, true); err != nil {
		return err
	}
	golden := e.Settings.Expect.Stdout.Golden
	if e.Dir == "" && len(e.Settings.Inputs) == 0 && golden == "" {
		return nil
	}
	c.seen = map[string]bool{filepath.Base(e.File): true}
	if golden != "" {
		file := filepath.Join(c.entryDir, filepath.FromSlash(golden))
		// Without it the example fails, and its expectation is a part as well.
		if err := c.content(path.Clean(golden), file, true); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("golden file: %w", err)
		}
	}
	if e.Dir != "" {
		prefix := ""
		if e.Dir != c.entryDir {
			rel, err := filepath.Rel(c.entryDir, e.Dir)
			if err != nil {
				return err
			}
			prefix = filepath.ToSlash(rel)
		}
		if err := c.folder(prefix, e.Dir); err != nil {
			return err
		}
	}
	for _, pattern := range e.Settings.Inputs {
		if err := c.inputs(pattern); err != nil {
			return fmt.Errorf("inputs %q: %w", pattern, err)
		}
	}
	return nil
}

// left reports whether a folder of that name is left out.
func left(name string) bool {
	switch name {
	case ".git", ".hub", "node_modules", "__pycache__":
		return true
	}
	return false
}

// folder adds everything below dir. A file that vanishes meanwhile was not one
// of the example's.
func (c *collector) folder(prefix, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := c.in.done(); err != nil {
			return err
		}
		name, file := path.Join(prefix, e.Name()), filepath.Join(dir, e.Name())
		switch {
		case e.IsDir() && left(e.Name()):
		case e.IsDir():
			err = c.folder(name, file)
		case e.Type()&fs.ModeSymlink != 0:
			err = c.link(name, file)
		case e.Type().IsRegular():
			err = c.content(name, file, false)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// link adds a symbolic link by the text of its target.
func (c *collector) link(name, file string) error {
	if c.known(name) {
		return nil
	}
	target, err := os.Readlink(file)
	if err != nil {
		return err
	}
	h := sha256.New()
	text(h, "link")
	text(h, filepath.ToSlash(target))
	return c.add(name, h)
}

// inputs adds the files that a glob names, and all files below a folder that
// it names without a wildcard.
func (c *collector) inputs(pattern string) error {
	g := NewGlob(c.entryDir, pattern)
	matches, err := g.Find()
	if err != nil {
		return err
	}
	for _, match := range matches {
		name, file := path.Join(g.base, match), filepath.Join(g.Dir, filepath.FromSlash(match))
		if inLeft(match) {
			continue
		}
		info, err := os.Stat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = c.link(name, file) // a link that leads nowhere
		case err != nil:
		case info.IsDir() && g.literal:
			err = c.folder(name, file)
		case info.Mode().IsRegular():
			err = c.content(name, file, true)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// inLeft reports whether the path lies in git's or hub's own folder. Others
// that are left out of a folder may be named as inputs.
func inLeft(match string) bool {
	for dir := range strings.SplitSeq(match, "/") {
		if dir == ".git" || dir == ".hub" {
			return true
		}
	}
	return false
}

// known notes the name, and reports whether it was there.
func (c *collector) known(name string) bool {
	if c.seen == nil {
		return false
	}
	if c.seen[name] {
		return true
	}
	c.seen[name] = true
	return false
}

// content adds a regular file by its contents.
func (c *collector) content(name, file string, follow bool) error {
	if c.known(name) {
		return nil
	}
	if len(c.items) >= MaxFiles {
		return ErrTooManyFiles
	}
	look := plainfile.LookLink
	if follow {
		look = plainfile.Look
	}
	id, err := look(file)
	if err != nil {
		return err
	}
	if !id.Mode.IsRegular() {
		return &plainfile.Error{Path: file, Mode: id.Mode}
	}
	if id.Size > MaxWhole && c.in.Sampled != nil {
		c.in.Sampled(file, id.Size)
	}
	s, ok := c.in.Cache.Digest(file, &id)
	if !ok {
		if s, id, err = c.read(file, id.Size); err != nil {
			return err
		}
		c.in.Cache.PutDigest(file, &id, s)
	}
	c.items = append(c.items, item{"file " + name, s})
	return nil
}

func (c *collector) add(name string, h hash.Hash) error {
	if len(c.items) >= MaxFiles {
		return ErrTooManyFiles
	}
	var s sum
	h.Sum(s[:0])
	c.items = append(c.items, item{"file " + name, s})
	return nil
}
