package runner

import (
	"cmp"
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

// Needs checks whether this machine has what examples need.
type Needs struct {
	// Root is the project's root, Environ hub's environment.
	Root    string
	Environ []string
	// Version returns the version of the program called name at path; empty if hub
	// cannot read it. asked is false if the program must not be asked now.
	Version func(name, path string) (version string, asked bool, err error)
}

// Unmet names what the example needs and this machine does not have, as the reason to
// skip it and the kinds of what is missing; empty when nothing is. The example's own
// env counts as set. If the program was not asked, its version counts as the needed
// one. If it was asked and hub cannot read the version, unknown names the program. The
// error is that of Version.
func (n Needs) Unmet(e *hub.Example) (reason string, kinds []hub.SkipKind, unknown string, err error) {
	needs := e.Settings.Needs
	value := func(name string) string {
		for _, own := range slices.Sorted(maps.Keys(e.Settings.Env.Set)) {
			if hub.Variable(own) == hub.Variable(name) {
				return e.Settings.Env.Set[own]
			}
		}
		return lookupEnv(n.Environ, name)
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
	for _, text := range needs.Commands {
		lacks, dark, err := n.program(text, value("PATH"))
		if err != nil {
			return "", nil, "", err
		}
		if lacks != "" {
			miss(hub.SkipCommands, lacks)
		}
		unknown = cmp.Or(unknown, dark)
	}
	for _, name := range needs.Env {
		if value(name) == "" {
			miss(hub.SkipEnv, "environment variable "+name)
		}
	}
	for _, name := range needs.Files {
		path := filepath.FromSlash(name)
		if !filepath.IsAbs(path) {
			path = filepath.Join(n.Root, path)
		}
		if _, err := os.Stat(path); err != nil {
			miss(hub.SkipFiles, "file "+name)
		}
	}
	if len(missing) == 0 {
		return "", nil, unknown, nil
	}
	return "needs " + strings.Join(missing, ", "), kinds, "", nil
}

// program returns what is missing of a program of needs.commands; unknown is its name
// if its version is not understood.
func (n Needs) program(text, path string) (missing, unknown string, err error) {
	need, err := hub.ParseProgram(text)
	if err != nil { // checked with the settings
		return "command " + text, "", nil
	}
	at, err := programs.LookPath(need.Name, path)
	if err == nil && at == need.Name { // a path, from the project's root like needs.files
		if at = filepath.FromSlash(at); !filepath.IsAbs(at) {
			at = filepath.Join(n.Root, at)
		}
		err = programs.Executable(at)
	}
	if err != nil || len(need.Bounds) == 0 {
		if err != nil {
			return "command " + need.String(), "", nil
		}
		return "", "", nil
	}
	version, asked, err := n.Version(need.Name, at)
	switch {
	case err != nil:
		return "", "", err
	case !asked:
		return "", "", nil
	case version == "":
		return "", need.Name, nil
	case !need.Allows(version):
		return fmt.Sprintf("command %s (this is %s)", need, version), "", nil
	}
	return "", "", nil
}
