package scaffold

import (
	"os"
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/survey"
)

// otherFolders are names of folders that hold examples in the wild, besides
// those of the usual sources.
var otherFolders = []string{
	"example", "cookbooks", "sample", "demo", "demos", "tutorial", "tutorials", "quickstart", "quickstarts", "recipe", "recipes", "snippets", "howto",
	"code-examples", "code-samples", "code_examples", "code_samples",
}

// maxDepth bounds how deep below the root such folders are looked for.
const maxDepth = 3

// folders returns the folders below root that look like places of
// examples, as slash paths in order, none within another, and those that are deeper
// down than such places are taken for sources.
func folders(root string, seen *survey.Survey) (found, deeper []string) {
	names := slices.Clone(otherFolders)
	for _, usual := range config.UsualSources() {
		names = append(names, path.Base(usual))
	}
	for _, dir := range seen.All() {
		parts := strings.Split(dir, "/")
		at := slices.IndexFunc(parts, func(name string) bool { return slices.Contains(names, strings.ToLower(name)) })
		generated := slices.ContainsFunc(parts, func(name string) bool { return name == "dist" || name == "build" })
		switch {
		case at != len(parts)-1 || generated: // the folder itself is it, or one above
		case len(parts) <= maxDepth:
			found = append(found, dir)
		case len(seen.Programs(dir)) > 0:
			deeper = append(deeper, dir)
		}
	}
	// A usual source can be a link, which the survey does not follow.
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
	return found, deeper
}

const (
	// minCollection is the number of programs from which a repository without a folder
	// of examples looks like a collection of them.
	minCollection = 4
	// minTopics is the number of folders in the only folder of a collection.
	minTopics = 5
	// maxTopics is the number of folders from which the whole root is one source.
	maxTopics = 20
	// collectionShare is how many times more programs there are in a collection than in
	// the folder of examples of one of its topics.
	collectionShare = 20
	// minDirect is the number of programs of one kind directly in the root that make it
	// a source.
	minDirect = 3
)

// accidental reports whether folders of examples hold so few of the programs of a
// repository, deep down in it, that the repository looks like a collection itself.
func accidental(found []string, seen *survey.Survey) bool {
	n := 0
	for _, dir := range found {
		if !strings.Contains(dir, "/") {
			return false
		}
		n += survey.Count(seen.Programs(dir))
	}
	return n*collectionShare < survey.Count(seen.Programs("."))
}

// collection returns the sources of a repository that has no folder of examples but is
// a collection of them: its folders of programs, or the root with the kinds of programs
// there, or the root with everything below it. Folders that libraries and applications
// have do not count as topics, nor does a folder with the name of the repository.
func collection(seen *survey.Survey, name string) []config.Source {
	var out []config.Source
	programs := 0
	for _, dir := range seen.Folders(".") {
		if n := survey.Count(seen.Programs(dir)); n > 0 && !slices.Contains(infrastructure, strings.ToLower(dir)) && plain(dir) != plain(name) {
			out = append(out, config.Source{Path: dir})
			programs += n
		}
	}
	if programs < minCollection || len(out) == 1 && topics(seen, out[0].Path) < minTopics {
		out = nil
	}
	var include []string
	for _, k := range seen.Direct(".") {
		if k.Files >= minDirect {
			include = append(include, "*"+k.Ext)
		}
	}
	switch {
	case len(out) > maxTopics:
		exclude := rootFiles
		for _, k := range seen.Direct(".") {
			if k.Files < minDirect { // the tools of the collection, not its topics
				exclude = append(exclude[:len(exclude):len(exclude)], "*"+literalGlob(k.Ext))
			}
		}
		for _, dir := range seen.Folders(".") {
			if !slices.ContainsFunc(out, func(s config.Source) bool { return s.Path == dir }) && len(seen.Programs(dir)) > 0 {
				exclude = append(exclude[:len(exclude):len(exclude)], literalGlob(dir)+"/**")
			}
		}
		return []config.Source{{Path: ".", Exclude: exclude}}
	case include != nil:
		out = append(out, config.Source{Path: ".", Include: include, Exclude: rootFiles})
	}
	return out
}

// plain returns a name as its owner and its package manager agree on it.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", ".", "").Replace(name))
}

// unsure returns the folders that [collection] leaves out by their names although they look
// like one: those of a library look the same.
func unsure(seen *survey.Survey) []string {
	var out []string
	for _, dir := range seen.Folders(".") {
		if topics(seen, dir) >= minTopics {
			out = append(out, dir)
		}
	}
	return out
}

// topics counts the folders with programs in a folder.
func topics(seen *survey.Survey, of string) int {
	n := 0
	for _, dir := range seen.Folders(of) {
		if len(seen.Programs(dir)) > 0 {
			n++
		}
	}
	return n
}

// infrastructure are names of folders of libraries and applications, in lower case.
var infrastructure = []string{
	"app", "apps", "assets", "bench", "benchmark", "benchmarks", "bin", "build", "ci", "client", "cmake", "cmd", "config", "configs", "contrib", "core", "data", "debian",
	"deploy", "deployment", "dev", "dist", "doc", "docker", "docs", "etc", "frontend", "backend", "hack", "include", "infra", "internal", "lib", "libs", "man", "migrations",
	"misc", "out", "packages", "packaging", "pkg", "plugins", "public", "scripts", "script", "server", "site", "spec", "specs", "src", "source", "static", "templates",
	"test", "tests", "tool", "tools", "util", "utils", "web", "website", "www",
}

// rootFiles are programs in the root of a repository that are not its examples.
var rootFiles = []string{
	"*.config.*", "*_test.*", "build.*", "conftest.py", "fabfile.py", "gulpfile.*", "Gruntfile.*", "install.*", "manage.py", "noxfile.py", "setup.*", "tasks.py",
}
