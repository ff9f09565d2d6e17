package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// InitCmd writes a first hub.yaml.
type InitCmd struct {
	Force bool `help:"Replace an existing hub.yaml."`
}

// Help is the long help.
func (InitCmd) Help() string {
	return "Exit codes: 0; 2 there is a hub.yaml already (see --force), or it is a link that leads out of its folder; 3 it cannot be written."
}

// Run writes it, checked, and says what it found.
func (c *InitCmd) Run(app *App) error {
	file := filepath.Join(app.Dir, config.FileName)
	if app.CLI.Config != "" {
		file = place.Under(app.Dir, app.CLI.Config)
	}
	if _, err := os.Lstat(file); err == nil && !c.Force {
		return usage.Errorf("%s exists already; --force replaces it", file)
	}
	root := filepath.Dir(file)
	to, err := configurationFile(root, file)
	if err != nil {
		return err
	}
	cfg, err := madeConfig(root, sourcesText(exampleFolders(root)), app.variable)
	if err != nil {
		return err
	}
	cat, err := catalog.Discover(cfg)
	if want.Of(err) {
		return err
	}
	if err != nil {
		return usage.Errorf("%w", err)
	}
	for _, p := range cat.Problems {
		app.warn("%s", p)
	}
	app.findings(cat, true)
	app.findings(cat, false)
	places := survey(cfg, cat.Examples)
	text := initText(places)
	if _, err := madeConfig(root, text, app.variable); err != nil {
		return err
	}
	err = to.Replace(true, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	said := "No examples were found: name their folders in it under sources."
	if len(cat.Examples) > 0 {
		with, _ := sources(places)
		said = fmt.Sprintf("%s in %s. Next: hub list, hub all.", count(len(cat.Examples), "example"), count(len(with), "source"))
	}
	_, err = fmt.Fprintf(app.Stdout, "Wrote %s: %s\n", file, said)
	return err
}

// configurationKeys begin a line of every configuration.
var configurationKeys = regexp.MustCompile(`(?m)^(version|sources|groups|runners|run|limits|secrets|overrides|status|clean|reports)[ \t]*:`)

// configurationFile is the file to write the configuration to. What is there is
// replaced when it is called as a configuration is, behind a link too, or reads
// as one.
func configurationFile(root, file string) (place.File, error) {
	to, err := place.New(root).File(file, place.Configured)
	if err == nil && filepath.Base(to.Path) != config.FileName {
		var head []byte
		if head, err = to.Head(64 << 10); err == nil && len(head) > 0 && !configurationKeys.Match(head) {
			err = errors.New("it is not a hub configuration")
		}
	}
	if err != nil {
		return to, usage.Errorf("%s is not written: %w; name another file with -c FILE", file, err)
	}
	return to, nil
}

// madeConfig parses what was made here: a mistake in it is hub's own.
func madeConfig(root, text string, lookup config.Lookup) (*config.Config, error) {
	cfg, err := config.Parse(config.FileName, []byte(text), root, lookup)
	if err != nil {
		return nil, fmt.Errorf("the configuration that was made is not valid: %v", err)
	}
	return cfg, nil
}

// sources are the places in which examples were found, and the others.
func sources(places []surveyed) (with, without []string) {
	for _, p := range places {
		if p.examples > 0 {
			with = append(with, p.path)
		} else {
			without = append(without, p.path)
		}
	}
	return with, without
}

// initText is the commented hub.yaml for what was found.
func initText(places []surveyed) string {
	var b strings.Builder
	b.WriteString("# Which examples this repository has and how hub runs them.\n" +
		"# 'hub config schema' prints the JSON Schema of this file, 'hub config print' every default.\n" +
		"version: 1\n\n")
	with, without := sources(places)
	if len(with) > 0 {
		b.WriteString(sourcesText(with) +
			"    # include: [\"**/*.py\"]     # globs below path; default: every file that a runner knows\n" +
			"    # exclude: [\"_support/**\"]\n" +
			"    # entry: [\"start.py\"]      # names of files whose ID is their folder's path; default: run.*, main.*, index.*, example.*\n")
	} else {
		fmt.Fprintf(&b, "# No examples were found; name their folders. Without sources hub looks in\n# %s.\n"+
			"# sources:\n#   - path: my/folder\n", strings.Join(config.UsualSources(), ", "))
	}
	if len(without) > 0 {
		b.WriteString("# Nothing there that a runner knows by its name or its #! line:\n")
		for _, path := range without {
			fmt.Fprintf(&b, "#   %s\n", hub.PrintablePath(path))
		}
	}
	b.WriteString("\nrun:\n  timeout: 5m        # of one attempt of one example\n" +
		"  # workers: auto    # examples that run at the same time\n  # retries: {max: 1}\n")
	b.WriteString(needsText(places))
	b.WriteString("\n# Values of these environment variables are masked in everything that is kept or shown.\n" +
		"secrets: [\"*_TOKEN\", \"*_KEY\", \"*_SECRET\", \"*PASSWORD*\"]\n")
	return b.String()
}

func sourcesText(paths []string) string {
	if len(paths) == 0 {
		return "sources: []\n"
	}
	var b strings.Builder
	b.WriteString("sources:\n")
	for _, path := range paths {
		fmt.Fprintf(&b, "  - path: %s\n", yamlText(path))
	}
	return b.String()
}

func needsText(places []surveyed) string {
	var b strings.Builder
	for _, p := range places {
		for _, n := range p.needs {
			globs := make([]string, len(n.globs))
			for i, glob := range n.globs {
				globs[i] = yamlText(literalGlob(p.path) + "/" + glob)
			}
			fmt.Fprintf(&b, "  - match: {path: [%s]}\n    needs: {commands: [%s]}\n", strings.Join(globs, ", "), yamlText(n.command))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n# Without its interpreter or compiler an example is an error; with needs it is skipped, with that reason.\noverrides:\n" + b.String()
}

// literalGlob is a glob that matches the path alone.
func literalGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(path)
}

// yamlText quotes text for YAML; $ would start a variable.
func yamlText(s string) string {
	return fmt.Sprintf("%q", strings.ReplaceAll(s, "$", "$$"))
}
