package changed

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// concern decides which examples a change touches.
type concern struct {
	cfg     *config.Config
	all     []hub.Example
	git     *repo
	base    base
	changed *set
	ignored *set // by git
	trails  *trails

	inputs map[string]verdict // by the glob
	lone   map[string]string  // by folder, why it touches the one example that had it for itself
}

// verdict says why a file touches an example, or what keeps that from being known.
type verdict struct {
	why string
	err error
}

// judge sets why each example of the catalog is touched.
func (c *concern) judge(why []string) error {
	rules, err := c.rules()
	if err != nil {
		return err
	}
	all, layout := c.all, c.layout()
	for i := range all {
		e := &all[i]
		for _, ask := range []func(*hub.Example) string{rules, c.files, c.metadata, c.build, layout} {
			if why[i] = ask(e); why[i] != "" {
				break
			}
		}
		for _, glob := range fingerprint.ReachOf(e).Globs {
			if why[i] != "" {
				break
			}
			v := c.input(&glob)
			if why[i] = v.why; v.err != nil {
				return v.err
			}
		}
	}
	for i := range all {
		if why[i] == "" {
			if why[i], err = c.alone(&all[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// file returns why a file at an absolute path touches what depends on it.
func (c *concern) file(name string) string {
	t := c.trails.of(name)
	for _, place := range t.places {
		if at := c.changed.at(place); at != "" {
			return printable(at) + " changed"
		}
	}
	if t.outside {
		return fmt.Sprintf("%s is outside of the git repository, so git does not know whether it changed", filepath.Base(name))
	}
	return ""
}

// unknown returns that git ignores the file, if it does.
func (c *concern) unknown(name string) string {
	for _, place := range c.trails.of(name).places {
		if c.ignored.at(place) != "" {
			return fmt.Sprintf("git ignores %s, so it does not know whether that changed", printable(place))
		}
	}
	return ""
}

// files returns why the entry file, the golden file or the own folder touches the example.
func (c *concern) files(e *hub.Example) string {
	reach := fingerprint.ReachOf(e)
	for i, file := range reach.Files {
		why := c.file(file)
		if i == 0 && why == "" {
			why = c.unknown(file)
		}
		if why != "" {
			return why
		}
	}
	return c.folder(reach.Folder)
}

// folder returns why a folder touches the example that has it for itself.
func (c *concern) folder(dir string) string {
	if dir == "" {
		return ""
	}
	if why := c.file(dir); why != "" {
		return why
	}
	for _, place := range c.trails.of(dir).places {
		for _, name := range c.changed.below(place) {
			if fingerprint.Covers(rel(fold(place), name)) {
				return printable(name) + " changed"
			}
		}
	}
	return ""
}

// metadata returns why a sidecar, or a file that must exist, touches the example.
func (c *concern) metadata(e *hub.Example) string {
	names := []string{filepath.Join(filepath.Dir(e.File), catalog.SidecarName)}
	for _, need := range e.Settings.Needs.Files {
		if !filepath.IsAbs(need) {
			need = filepath.Join(c.cfg.Root, filepath.FromSlash(need))
		}
		names = append(names, need)
	}
	for i, name := range names {
		for _, place := range c.trails.of(name).places {
			at := c.changed.at(place)
			if below := c.changed.below(place); at == "" && i > 0 && len(below) > 0 {
				at = below[0] // of a folder that must exist
			}
			if at != "" {
				return printable(at) + " changed"
			}
		}
	}
	return ""
}

// build returns why a module's file touches an example that is built.
func (c *concern) build(e *hub.Example) string {
	if e.Build == nil || path.Ext(e.File) != ".go" {
		return ""
	}
	for _, place := range c.trails.of(filepath.Dir(e.File)).places {
		for dir := place; ; dir = path.Dir(dir) {
			for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum"} {
				if at := path.Join(dir, name); c.changed.has(fold(at)) {
					return printable(at) + " changed"
				}
			}
			if dir == "." {
				break
			}
		}
	}
	return ""
}

// input returns why the files of a glob touch the example.
func (c *concern) input(g *fingerprint.Glob) verdict {
	known, ok := c.inputs[g.Key()]
	if !ok {
		known = c.look(g)
		c.inputs[g.Key()] = known
	}
	return known
}

func (c *concern) look(g *fingerprint.Glob) verdict {
	dir := c.trails.of(g.Dir)
	if dir.outside {
		return verdict{why: fmt.Sprintf("its inputs in %s are outside of the git repository, so git does not know whether they changed", printable(filepath.ToSlash(g.Dir)))}
	}
	if name, ok := g.Literal(); ok {
		if why := c.file(name); why != "" {
			return verdict{why: why}
		}
		if why := c.folder(name); why != "" {
			return verdict{why: why}
		}
		if why := c.unknown(name); why != "" {
			return verdict{why: why}
		}
	}
	for _, place := range dir.places {
		if at := c.changed.at(place); at != "" {
			return verdict{why: printable(at) + " changed"}
		}
		for _, name := range c.changed.below(place) {
			if g.Matches(rel(fold(place), name)) || c.changed.is(name, opaque) {
				return verdict{why: printable(name) + " changed"}
			}
		}
	}
	found, err := g.Find()
	switch {
	case want.Of(err):
		return verdict{err: fmt.Errorf("looking for inputs: %w; %s", err, want.Remedy(err))}
	case errors.Is(err, fs.ErrNotExist):
		return verdict{}
	case err != nil:
		return verdict{why: fmt.Sprintf("its inputs cannot be read: %v", err)}
	}
	for _, match := range found { // which may be links
		name := filepath.Join(g.Dir, filepath.FromSlash(match))
		if why := c.file(name); why != "" {
			return verdict{why: why}
		}
		if why := c.unknown(name); why != "" {
			return verdict{why: why}
		}
	}
	return verdict{}
}
