package runner

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// Unmet names what the example needs and this machine does not have, as the
// reason to skip it and the kinds of what is missing; empty when nothing is.
// The example's own env counts as set.
func Unmet(e *hub.Example, root string, environ []string) (reason string, kinds []hub.SkipKind) {
	needs := e.Settings.Needs
	value := func(name string) string {
		for _, own := range slices.Sorted(maps.Keys(e.Settings.Env.Set)) {
			if hub.Variable(own) == hub.Variable(name) {
				return e.Settings.Env.Set[own]
			}
		}
		return lookupEnv(environ, name)
	}
	var missing []string
	miss := func(kind hub.SkipKind, what string) {
		missing = append(missing, what)
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	if len(needs.OS) > 0 && !slices.Contains(needs.OS, runtime.GOOS) {
		miss(hub.SkipOS, fmt.Sprintf("operating system %s (this is %s)", strings.Join(needs.OS, " or "), runtime.GOOS))
	}
	for _, name := range needs.Commands {
		if _, err := programs.LookPath(name, value("PATH")); err != nil {
			miss(hub.SkipCommands, "command "+name)
		}
	}
	for _, name := range needs.Env {
		if value(name) == "" {
			miss(hub.SkipEnv, "environment variable "+name)
		}
	}
	for _, name := range needs.Files {
		path := filepath.FromSlash(name)
		if !filepath.IsAbs(path) {
			path = filepath.Join(root, path)
		}
		if _, err := os.Stat(path); err != nil {
			miss(hub.SkipFiles, "file "+name)
		}
	}
	if len(missing) == 0 {
		return "", nil
	}
	return "needs " + strings.Join(missing, ", "), kinds
}
