package main

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// otherFolders are names of folders that hold examples in the wild, besides
// those of the usual sources.
var otherFolders = []string{"example", "cookbooks", "sample", "demos", "tutorials", "quickstarts", "recipes"}

// surveyDepth is how deep below the root such folders are looked for.
const surveyDepth = 3

// surveyed is a folder that looks like one of examples, and what was found there.
type surveyed struct {
	path     string // slash path from the root
	examples int
	needs    []need // in the order of the commands
}

// need is a command that the examples of these globs are started by.
type need struct {
	command string
	globs   []string // relative to the folder
}

// exampleFolders returns the folders below root that look like places of
// examples, as slash paths in order, none within another.
func exampleFolders(root string) []string {
	names := slices.Clone(otherFolders)
	for _, usual := range config.UsualSources() {
		names = append(names, path.Base(usual))
	}
	var found []string
	// What cannot be read is passed over: this is a first look.
	_ = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, file)
		if err != nil || !d.IsDir() || rel == "." {
			return err
		}
		name := d.Name()
		switch {
		case catalog.LeavesFolder(name), name == "dist", name == "build", !utf8.ValidString(name): // YAML is UTF-8
			return fs.SkipDir
		case slices.Contains(names, strings.ToLower(name)):
			found = append(found, filepath.ToSlash(rel))
			return fs.SkipDir
		case strings.Count(rel, string(filepath.Separator)) >= surveyDepth-1:
			return fs.SkipDir
		}
		return nil
	})
	// A usual source may be a link, which the walk does not follow.
	for _, usual := range config.UsualSources() {
		info, err := os.Stat(place.Under(root, usual))
		known := func(path string) bool {
			other, err := os.Stat(place.Under(root, path))
			return err == nil && os.SameFile(info, other)
		}
		if err == nil && info.IsDir() && !slices.ContainsFunc(found, known) {
			found = append(found, usual)
		}
	}
	slices.Sort(found)
	return found
}

// survey counts the examples in every one of the places that cfg has as its
// sources, and finds what they are started by.
func survey(cfg *config.Config, examples []hub.Example) []surveyed {
	places := make([]surveyed, len(cfg.Sources))
	for i, source := range cfg.Sources {
		places[i].path = source.Path
		within := hub.PrintablePath(source.Path) + "/"
		commands := map[string]map[string]bool{} // of every glob
		for k := range examples {
			e := &examples[k]
			if !strings.HasPrefix(e.Path, within) {
				continue
			}
			places[i].examples++
			if glob := matchingGlob(cfg, e); glob != "" && e.Invalid == nil {
				if commands[glob] == nil {
					commands[glob] = map[string]bool{}
				}
				commands[glob][firstWord(e)] = true
			}
		}
		places[i].needs = needsOf(commands)
	}
	return places
}

// needsOf turns what every glob's examples are started by around. A glob whose
// examples are started by several commands needs none of them: the lack of one
// must not skip the others' examples.
func needsOf(commands map[string]map[string]bool) []need {
	globs := map[string][]string{}
	for _, glob := range slices.Sorted(maps.Keys(commands)) {
		for command := range commands[glob] {
			if len(commands[glob]) == 1 && command != "" {
				globs[command] = append(globs[command], "**/"+glob)
			}
		}
	}
	var needs []need
	for _, command := range slices.Sorted(maps.Keys(globs)) {
		needs = append(needs, need{command, globs[command]})
	}
	return needs
}

// matchingGlob is the file name glob of a runner that the example's entry file
// matches, its own runner's first; empty when only its #! line tells.
func matchingGlob(cfg *config.Config, e *hub.Example) string {
	name := filepath.Base(e.File)
	for _, runner := range append([]string{e.Runner}, cfg.RunnerNames()...) {
		for _, glob := range cfg.Runners[runner].Match {
			if doublestar.MatchUnvalidated(glob, name) {
				return glob
			}
		}
	}
	return ""
}

// firstWord is the command that the example is started or built by, when it is
// one to be found on PATH.
func firstWord(e *hub.Example) string {
	argv := e.Argv
	if len(e.Build) > 0 {
		argv = e.Build
	}
	if len(argv) == 0 || strings.ContainsAny(argv[0], `/\{`) {
		return ""
	}
	return argv[0]
}
