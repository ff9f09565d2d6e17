package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// source is a configured source, validated for the walk.
type source struct {
	config.Source
	number int    // position in the configuration, from 0
	dir    string // absolute, as configured
	real   string // dir without symbolic links
	// prefix is dir as a slash path from the project's root with a trailing
	// slash; empty if dir is the root, or outside.
	prefix    string
	outside   bool
	entries   []string // globs of entry names
	include   []pattern
	exclude   []string
	includeIf *regexp.Regexp
	guessed   bool                    // nobody has named it
	at        func(key string) string // position of a key of this source
	reader    *reader
}

// openSources validates every source and reports all mistakes at once.
func openSources(cfg *config.Config) ([]source, error) {
	var errs []error
	var sources []source
	for i, s := range cfg.Sources {
		src, err := openSource(cfg, i, s)
		if errors.Is(err, errNoExamples) {
			continue
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		sources = append(sources, src)
	}
	return sources, errors.Join(errs...)
}

// errNoExamples says that a default source does not exist.
var errNoExamples = errors.New("no such default source")

func openSource(cfg *config.Config, i int, s config.Source) (source, error) {
	src := source{Source: s, number: i, guessed: cfg.Guessed(), at: func(key string) string {
		return position(cfg, fmt.Sprintf("sources[%d].%s", i, key))
	}}
	if src.entries = s.Entry; len(src.entries) == 0 {
		src.entries = config.DefaultEntry()
	}
	for k, glob := range src.entries {
		if !doublestar.ValidatePattern(glob) {
			return src, fmt.Errorf("%s: %q is not a valid glob", src.at(fmt.Sprintf("entry[%d]", k)), glob)
		}
	}
	for k, glob := range s.Include {
		if !doublestar.ValidatePattern(glob) {
			return src, fmt.Errorf("%s: %q is not a valid glob", src.at(fmt.Sprintf("include[%d]", k)), glob)
		}
		src.include = append(src.include, newPattern(glob))
	}
	for k, glob := range s.Exclude {
		if !doublestar.ValidatePattern(glob) {
			return src, fmt.Errorf("%s: %q is not a valid glob", src.at(fmt.Sprintf("exclude[%d]", k)), glob)
		}
		src.exclude = append(src.exclude, strings.TrimRight(tidyGlob(glob), "/"))
	}
	if s.IncludeIf != "" {
		var err error
		if src.includeIf, err = regexp.Compile(s.IncludeIf); err != nil {
			return src, fmt.Errorf("%s: %q is not a valid regular expression: %w", src.at("include-if"), s.IncludeIf, err)
		}
	}
	src.dir = filepath.FromSlash(s.Path)
	if !filepath.IsAbs(src.dir) {
		src.dir = filepath.Join(cfg.Root, src.dir)
	}
	src.dir = filepath.Clean(src.dir)
	info, err := os.Stat(src.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && cfg.File == "":
		return src, errNoExamples
	case errors.Is(err, fs.ErrNotExist):
		return src, fmt.Errorf("%s: the source folder %s does not exist%s", src.at("path"), s.Path, suggestFolder(cfg.Root, s.Path))
	case err != nil:
		return src, fmt.Errorf("%s: the source folder cannot be read: %w", src.at("path"), err)
	case !info.IsDir():
		return src, fmt.Errorf("%s: %s is not a folder; a source must be a folder, and include selects files in it", src.at("path"), s.Path)
	}
	if src.real, err = filepath.EvalSymlinks(src.dir); err != nil {
		return src, fmt.Errorf("%s: the source folder cannot be read: %w", src.at("path"), err)
	}
	rel, ok := within(cfg.Root, src.dir)
	if !ok {
		if root, err := filepath.EvalSymlinks(cfg.Root); err == nil {
			rel, ok = within(root, src.real)
		}
	}
	src.outside = !ok
	if ok && rel != "." {
		src.prefix = filepath.ToSlash(rel) + "/"
	}
	return src, nil
}

// position returns the position of a key in the configuration, or else its
// name.
func position(cfg *config.Config, key string) string {
	if at := cfg.At(key); at != "" {
		return at
	}
	return key
}

// within returns target relative to root; ok is false if it is outside.
func within(root, target string) (rel string, ok bool) {
	rel, err := filepath.Rel(root, target)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return rel, true
}

// suggestFolder suggests an existing folder with a similar name.
func suggestFolder(root, p string) string {
	parent, name := path.Split(strings.TrimRight(filepath.ToSlash(p), "/"))
	dir := filepath.FromSlash(parent)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(root, dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	if near := nearest.To(name, folders); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", hub.PrintablePath(parent+near))
	}
	return ""
}

// printable returns a path below the source for people and records.
func (s *source) printable(rel string) string {
	if rel == "" {
		rel = "."
	}
	return hub.PrintablePath(path.Join(s.prefix, rel))
}

// shown returns a path below the source for messages: unlike an example's Path,
// it is absolute if it is outside the project.
func (s *source) shown(rel string) string {
	if s.outside {
		return hub.PrintablePath(filepath.Join(s.dir, filepath.FromSlash(rel)))
	}
	return s.printable(rel)
}
