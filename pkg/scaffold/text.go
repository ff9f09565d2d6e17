package scaffold

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// fileText is the commented hub.yaml for folders with and without examples.
func fileText(with, without []folder) string {
	var b strings.Builder
	b.WriteString("# Which examples this repository has and how hub runs them.\n" +
		"# 'hub config schema' prints the JSON Schema of this file, 'hub config print' every default.\n" +
		"version: 1\n\n")
	if len(with) > 0 {
		b.WriteString(sourcesText(paths(with)) +
			"    # include: [\"**/*.py\"]     # globs below path; default: every file that a runner knows\n" +
			"    # exclude: [\"_support/**\"]\n" +
			"    # entry: [\"start.py\"]      # names of files whose ID is their folder's path; default: " + strings.Join(config.DefaultEntry(), ", ") + "\n")
	} else {
		fmt.Fprintf(&b, "# No examples were found; name their folders. Without sources hub looks in\n# %s.\n"+
			"# sources:\n#   - path: my/folder\n", strings.Join(config.UsualSources(), ", "))
	}
	if len(without) > 0 {
		b.WriteString("# Nothing there that a runner knows by its name or its #! line:\n")
		for _, path := range paths(without) {
			fmt.Fprintf(&b, "#   %s\n", hub.PrintablePath(path))
		}
	}
	b.WriteString("\nrun:\n  timeout: 5m        # of one attempt of one example\n" +
		"  # workers: auto    # examples that run at the same time\n  # retries: {max: 1}\n")
	b.WriteString(needsText(with))
	fmt.Fprintf(&b, "\n# Values of these environment variables are masked in everything that is kept or shown:\n# %s.\n"+
		"# secrets: [DATABASE_URL, \"!PUBLIC_KEY\"]   # more of them; with ! not these\n", strings.Join(config.UsualSecrets(), ", "))
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

func needsText(folders []folder) string {
	var b strings.Builder
	for _, f := range folders {
		for _, n := range f.needs {
			globs := make([]string, len(n.globs))
			for i, glob := range n.globs {
				globs[i] = yamlText(literalGlob(f.path) + "/" + glob)
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

// split separates the folders that hold examples from the others.
func split(folders []folder) (with, without []folder) {
	for _, f := range folders {
		if f.examples > 0 {
			with = append(with, f)
		} else {
			without = append(without, f)
		}
	}
	return with, without
}

func paths(folders []folder) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = f.path
	}
	return out
}
