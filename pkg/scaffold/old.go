package scaffold

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// old holds the configuration of the PHP tool of that name: sources with names, and
// groups of two levels, which list folders in the sources.
type old struct {
	files    []string // slash paths from the root that were read
	problems []string // about those that could not be
	folders  []string // sources that exist, as slash paths from the root
	groups   []config.Group
}

// oldFile is the content of config/examples.yaml and config/examples-groups.yaml; both
// spellings of the extension and either content in either file are read.
type oldFile struct {
	Sources []struct {
		Package string `yaml:"package"`
		Name    string `yaml:"name"`
		Path    string `yaml:"path"`
	} `yaml:"sources"`
	Groups []oldGroup `yaml:"groups"`
}

type oldGroup struct {
	ID        string     `yaml:"id"`
	Title     string     `yaml:"title"`
	Subgroups []oldGroup `yaml:"subgroups"`
	Include   []struct {
		Source string `yaml:"source"`
		Path   string `yaml:"path"`
	} `yaml:"include"`
}

// maxOld bounds such a file in bytes.
const maxOld = 1 << 20

// readOld reads the configuration of the PHP tool below root. Invalid parts are listed
// in problems and left out.
func readOld(root string) *old {
	o := &old{}
	var all oldFile
	names, _ := filepath.Glob(filepath.Join(literalNative(root), "config", "examples*.y*ml")) // the pattern is valid
	slices.Sort(names)
	for _, name := range names {
		shown := "config/" + hub.PrintablePath(filepath.Base(name))
		data, err := plainfile.Read(context.Background(), name, maxOld)
		var file oldFile
		if err == nil {
			err = yaml.Unmarshal(data, &file)
		}
		switch {
		case err != nil:
			o.problems = append(o.problems, shown+" cannot be read: "+hub.Printable(strings.Split(err.Error(), "\n")[0]))
			continue
		case len(file.Sources)+len(file.Groups) == 0:
			continue // it is another tool's
		}
		o.files = append(o.files, shown)
		all.Sources = append(all.Sources, file.Sources...)
		all.Groups = append(all.Groups, file.Groups...)
	}
	named := map[string][]string{}
	for _, s := range all.Sources {
		dir := path.Clean(strings.TrimPrefix(s.Path, "./"))
		if s.Path == "" || !filepath.IsLocal(filepath.FromSlash(dir)) {
			continue
		}
		if info, err := os.Stat(place.Under(root, dir)); err != nil || !info.IsDir() {
			continue
		}
		name := s.Package
		if name == "" {
			name = s.Name
		}
		named[name] = append(named[name], dir)
		if !slices.Contains(o.folders, dir) {
			o.folders = append(o.folders, dir)
		}
	}
	for _, g := range all.Groups {
		o.add(g, "", "", named)
	}
	return o
}

// add adds a group, or those below it. The ID of a group below another begins with that
// one's, unless it is the same.
func (o *old) add(g oldGroup, above, title string, sources map[string][]string) {
	id, name := g.ID, g.Title
	if id == "" {
		return
	}
	if name == "" {
		name = id
	}
	if above != "" && above != id {
		id = above + "/" + id
		if title != name {
			name = title + ": " + name
		}
	}
	out := config.Group{ID: id, Title: name}
	for _, in := range g.Include {
		for _, dir := range sources[in.Source] {
			glob := literalGlob(dir) + "/" + strings.Trim(in.Path, "/") + "/**"
			if in.Path == "*" || strings.Trim(in.Path, "/.") == "" {
				glob = literalGlob(dir) + "/**"
			}
			if strings.HasPrefix(glob, "!") || !doublestar.ValidatePattern(glob) || slices.Contains(out.Match, glob) {
				continue
			}
			out.Match = append(out.Match, glob)
		}
	}
	if len(out.Match) > 0 && !slices.ContainsFunc(o.groups, func(other config.Group) bool { return other.ID == id }) {
		o.groups = append(o.groups, out)
	}
	for _, sub := range g.Subgroups {
		o.add(sub, g.ID, name, sources)
	}
}

// literalNative is a pattern of package filepath that matches the path alone.
func literalNative(path string) string {
	if filepath.Separator == '\\' { // which escapes nothing there
		return path
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
