package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Source is a folder in which hub finds examples.
type Source struct {
	Path      string   `yaml:"path" check:"name" doc:"Folder, relative to this file."`
	Include   []string `yaml:"include" check:"glob" doc:"Globs of entry files, relative to path. Default: every file that has a runner."`
	Entry     []string `yaml:"entry" check:"entry" doc:"Globs of file names. When a folder has only one such file, the folder's path is its ID: basics/hello for basics/hello/run.py. Default: run.*, main.*, index.*, example.*."`
	Exclude   []string `yaml:"exclude" check:"glob" doc:"Globs of files and folders to leave out, relative to path. A glob cannot be negated."`
	IncludeIf string   `yaml:"include-if" check:"regexp" doc:"Regular expression (RE2) that the first line of an entry file must match."`
	Runner    string   `yaml:"runner" doc:"Runner for all examples of this source."`
	Group     string   `yaml:"group" check:"group" doc:"Group of the examples. {dir1} is the first folder below path, {dir2} the second, {dir} all of them."`
	Inputs    []string `yaml:"inputs" check:"glob" doc:"Globs of files that the results of all examples of this source depend on, such as a boot file, relative to path; in addition to the inputs of each example."`
}

// UsualSources returns the folders, as slash paths from the project's root, in
// which hub looks for examples if no sources are configured.
func UsualSources() []string {
	return []string{"examples", "cookbook", "samples", "docs/examples"}
}

// foundSources returns the usual sources that exist below root.
func foundSources(root string) []Source {
	var out []Source
	for _, path := range UsualSources() {
		if info, err := os.Stat(filepath.Join(root, filepath.FromSlash(path))); err == nil && info.IsDir() {
			out = append(out, Source{Path: path, Entry: DefaultEntry()})
		}
	}
	return out
}

// Guessed reports whether the configuration has no sources, so that they are those of
// [UsualSources] that exist.
func (c *Config) Guessed() bool { return !c.positions.Given("sources") }

// DefaultEntry returns the default globs of entry names: a file with such a
// name can represent its folder in an ID.
func DefaultEntry() []string { return []string{"run.*", "main.*", "index.*", "example.*"} }

// completeSources sets the default entry names of sources.
func (c *Config) completeSources() {
	for i := range c.Sources {
		if len(c.Sources[i].Entry) == 0 {
			c.Sources[i].Entry = DefaultEntry()
		}
	}
}

func (c *Config) checkSources(p *problems) {
	for i, s := range c.Sources {
		at := "sources[" + strconv.Itoa(i) + "]"
		if s.Path == "" && !c.positions.Given(at+".path") {
			p.add(at, "has no path; set it to the folder of the examples")
		}
		p.checkRunner(at+".runner", s.Runner)
	}
}

// entryRule is the rule for a doublestar pattern of a file name without
// folders.
func entryRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if strings.Contains(s, "/") {
			return fmt.Sprintf("%q contains a slash; an entry is a file name without its folder", s)
		}
		return checkGlob(s, false)
	}, Schema: func(s schema.Object) { s["pattern"] = "^[^/]+$" }}
}

// groupRule is the rule for a string with the placeholders of [Source.Group].
func groupRule() yamlmap.Rule {
	placeholder := regexp.MustCompile(`\{[^{}]*\}`)
	return yamlmap.Rule{Text: func(s string) string {
		for _, p := range placeholder.FindAllString(s, -1) {
			numbered := len(p) == len("{dir1}") && strings.HasPrefix(p, "{dir") && p[4] >= '1' && p[4] <= '9'
			if p != "{dir}" && !numbered {
				return fmt.Sprintf("unknown placeholder %s; known: {dir}, {dir1}, {dir2} … {dir9}", p)
			}
		}
		return ""
	}}
}
