package scaffold

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// folder is a source, and what was found in it.
type folder struct {
	path     string // slash path from the root
	examples int
	needs    []need // in the order of the commands
}

// need is a command that starts the examples of these globs.
type need struct {
	command string
	globs   []string // relative to the folder
}

// survey counts the examples in each source of cfg, and finds the commands that
// start them.
func survey(cfg *config.Config, examples []hub.Example) []folder {
	out := make([]folder, len(cfg.Sources))
	for i, source := range cfg.Sources {
		out[i].path = source.Path
		within := hub.PrintablePath(source.Path) + "/"
		commands := map[string]map[string]bool{} // by glob
		for k := range examples {
			e := &examples[k]
			if !strings.HasPrefix(e.Path, within) {
				continue
			}
			out[i].examples++
			if glob := matchingGlob(cfg, e); glob != "" && e.Invalid == nil {
				if commands[glob] == nil {
					commands[glob] = map[string]bool{}
				}
				commands[glob][firstWord(e)] = true
			}
		}
		out[i].needs = needsOf(commands)
	}
	return out
}

// needsOf inverts the commands of every glob. A glob whose examples are started
// by several commands needs none of them: the lack of one must not skip the
// others' examples.
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
// matches, its own runner's first; empty when only its #! line chose the runner.
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
