package scaffold

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/survey"
)

// folder is a source, and what was found in it.
type folder struct {
	config.Source
	shape    catalog.Shape
	examples int
	kinds    []survey.Kind // of the examples, without folders
	needs    []need        // in the order of the commands
}

// need is a command that starts the examples of these globs.
type need struct {
	command string
	globs   []string // of names or single files, relative to the folder
}

// examine counts the examples in each source of cfg, and finds the commands that
// start them.
func examine(cfg *config.Config, cat *catalog.Catalog) []folder {
	out := make([]folder, len(cfg.Sources))
	usual := map[string]bool{} // commands of the runners
	for _, r := range cfg.Runners {
		usual[firstWord(&hub.Example{Argv: r.Command, Build: r.Build})] = true
	}
	counted := make([]bool, len(cat.Examples)) // in the first source that has it
	for i, source := range cfg.Sources {
		out[i].Source = source
		if i < len(cat.Shapes) {
			out[i].shape = cat.Shapes[i]
		}
		within := hub.PrintablePath(source.Path) + "/"
		commands := map[string]map[string][]string{} // by glob: the files that a command starts
		kinds := map[string]int{}
		for k := range cat.Examples {
			e := &cat.Examples[k]
			if counted[k] || source.Path != "." && !strings.HasPrefix(e.Path, within) {
				continue
			}
			counted[k] = true
			out[i].examples++
			kinds[path.Ext(e.Path)]++
			if glob := matchingGlob(cfg, e); glob != "" && e.Invalid == nil {
				if commands[glob] == nil {
					commands[glob] = map[string][]string{}
				}
				word := firstWord(e)
				commands[glob][word] = append(commands[glob][word], literalGlob(strings.TrimPrefix(e.Path, within)))
			}
		}
		out[i].needs = needsOf(commands, usual)
		for ext, n := range kinds {
			out[i].kinds = append(out[i].kinds, survey.Kind{Ext: ext, Files: n})
		}
		survey.Sort(out[i].kinds)
	}
	return out
}

// maxFiles bounds the files of a need that are named one by one.
const maxFiles = 20

// needsOf inverts the commands of every glob, and the files that they start. A glob whose
// examples are started by several commands needs none of them: the lack of one must not
// skip the others' examples. Of these commands, those that only #! lines name, such as uv,
// are needed by the files that do, if they are few.
func needsOf(commands map[string]map[string][]string, usual map[string]bool) []need {
	globs := map[string][]string{}
	for _, glob := range slices.Sorted(maps.Keys(commands)) {
		for command, files := range commands[glob] {
			switch {
			case command == "":
			case len(commands[glob]) == 1:
				globs[command] = append(globs[command], "**/"+glob)
			case !usual[command] && len(files) <= maxFiles:
				globs[command] = append(globs[command], files...)
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
// matches, its own runner's first; that of its extension when only its #! line chose the
// runner, and empty without one.
func matchingGlob(cfg *config.Config, e *hub.Example) string {
	name := filepath.Base(e.File)
	for _, runner := range append([]string{e.Runner}, cfg.RunnerNames()...) {
		for _, glob := range cfg.Runners[runner].Match {
			if doublestar.MatchUnvalidated(glob, name) {
				return glob
			}
		}
	}
	if ext := path.Ext(name); len(ext) > 1 && len(ext) < len(name) {
		return "*" + literalGlob(ext)
	}
	return ""
}

// firstWord is the command that starts or builds the example, when it is one to
// be found on PATH.
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
