package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

// InitCmd writes a first hub.yaml.
type InitCmd struct {
	Force bool `help:"Replace an existing hub.yaml."`
}

// Help is the long help.
func (InitCmd) Help() string {
	return "Exit codes: 0; 2 there is a hub.yaml already (see --force); 3 it cannot be written."
}

// exampleFolders are the names of folders that hold examples in the wild.
var exampleFolders = []string{"examples", "example", "cookbook", "cookbooks", "samples", "sample", "demos", "tutorials", "quickstarts", "recipes"}

// initDepth is how deep below the root such folders are looked for.
const initDepth = 3

// Run writes it, checked, and says what it found.
func (c *InitCmd) Run(app *App) error {
	path := filepath.Join(app.Dir, "hub.yaml")
	if app.CLI.Config != "" {
		path = under(app.Dir, app.CLI.Config)
	}
	if _, err := os.Lstat(path); err == nil && !c.Force {
		return usageError("%s exists already; --force replaces it", path)
	}
	sources := findSources(app.Dir)
	text := initText(app.Dir, sources)
	cfg, err := config.Parse(filepath.Base(path), []byte(text), app.Dir, os.LookupEnv)
	if err != nil {
		return fmt.Errorf("the configuration that was made is not valid: %w", err)
	}
	cat, err := catalog.Discover(cfg)
	if err != nil {
		return err
	}
	if err := writeFile(path, text, c.Force); err != nil {
		return err
	}
	_, err = fmt.Fprintf(app.Stdout, "Wrote %s: %d examples in %d sources. Next: hub list, hub all.\n",
		path, len(cat.Examples), len(sources))
	return err
}

func writeFile(path, text string, replace bool) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if replace {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// findSources returns the folders below root that look like places of
// examples, as slash paths in order.
func findSources(root string) []string {
	var found []string
	// What cannot be read is passed over: this is a first look.
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, path)
		if err != nil || !d.IsDir() || rel == "." {
			return err
		}
		name := d.Name()
		switch {
		case strings.HasPrefix(name, "."), slices.Contains([]string{"node_modules", "vendor", "target", "dist", "build", "__pycache__", "venv"}, name):
			return fs.SkipDir
		case slices.Contains(exampleFolders, strings.ToLower(name)):
			found = append(found, filepath.ToSlash(rel))
			return fs.SkipDir
		case strings.Count(rel, string(filepath.Separator)) >= initDepth-1:
			return fs.SkipDir
		}
		return nil
	})
	sort.Strings(found)
	return found
}

// commands are the programs that the built-in runners of common languages
// need, for the overrides that turn their absence into a skip.
var commands = []struct{ pattern, command string }{
	{"*.php", "php"}, {"*.py", "python3"}, {"*.{js,mjs,ts}", "node"}, {"*.rb", "ruby"}, {"*.pl", "perl"},
	{"*.go", "go"}, {"*.lua", "lua"}, {"*.R", "Rscript"}, {"*.jl", "julia"}, {"*.java", "java"}, {"*.rs", "rustc"},
}

// initText is the commented hub.yaml for what was found.
func initText(root string, sources []string) string {
	var b strings.Builder
	b.WriteString("# Which examples this repository has and how hub runs them.\n" +
		"# 'hub config schema' prints the JSON Schema of this file, 'hub config print' every default.\n" +
		"version: 1\n\n")
	if len(sources) == 0 {
		b.WriteString("# No folder of examples was recognised; name yours:\n# sources:\n#   - path: examples\nsources: []\n")
	} else {
		b.WriteString("sources:\n")
	}
	for _, s := range sources {
		fmt.Fprintf(&b, "  - path: %s\n", yamlText(s))
	}
	if len(sources) > 0 {
		b.WriteString("    # include: [\"**/*.py\"]     # globs below path; default: every file that a runner knows\n" +
			"    # exclude: [\"_support/**\"]\n")
	}
	b.WriteString("\nrun:\n  timeout: 5m        # of one attempt of one example\n  # workers: auto    # examples that run at the same time\n  # retries: {max: 1}\n")
	var rules strings.Builder
	for _, s := range sources {
		for _, c := range commands {
			pattern := s + "/**/" + c.pattern
			if anyMatch(root, s, c.pattern) {
				fmt.Fprintf(&rules, "  - match: {path: %s}\n    needs: {commands: [%s]}\n", yamlText(pattern), c.command)
			}
		}
	}
	if rules.Len() > 0 {
		b.WriteString("\n# Without its interpreter an example is an error; with needs it is skipped, with that reason.\noverrides:\n")
		b.WriteString(rules.String())
	}
	b.WriteString("\n# Values of these environment variables are masked in everything that is kept or shown.\nsecrets: [\"*_TOKEN\", \"*_KEY\", \"*_SECRET\", \"*PASSWORD*\"]\n")
	return b.String()
}

// anyMatch reports whether some file below the source has such a name.
func anyMatch(root, source, pattern string) bool {
	found := false
	_ = filepath.WalkDir(filepath.Join(root, filepath.FromSlash(source)), func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		for _, p := range braces(pattern) {
			if ok, _ := filepath.Match(p, d.Name()); ok && !d.IsDir() {
				found = true
				return fs.SkipAll
			}
		}
		return nil
	})
	return found
}

// braces expands one {a,b} of a pattern.
func braces(pattern string) []string {
	head, rest, ok := strings.Cut(pattern, "{")
	list, tail, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return []string{pattern}
	}
	var out []string
	for part := range strings.SplitSeq(list, ",") {
		out = append(out, head+part+tail)
	}
	return out
}

// yamlText quotes a path for YAML; $ would start a variable.
func yamlText(s string) string {
	return fmt.Sprintf("%q", strings.ReplaceAll(s, "$", "$$"))
}
