package scaffold

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/survey"
)

// page holds the parts of a hub.yaml.
type page struct {
	with, without []folder // sources that hold examples, and folders that do not
	deeper        []string // folders with such a name that are no sources
	seen          *survey.Survey
	old           *old
}

// text is the commented hub.yaml.
func (p *page) text() string {
	var b strings.Builder
	b.WriteString("# yaml-language-server: $schema=" + config.SchemaURL + "\n" +
		"# Which examples this repository has and how hub runs them.\n" +
		"# 'hub config schema' prints the JSON Schema of this file, 'hub config print' every default.\n" +
		"version: 1\n\n")
	if len(p.with) > 0 {
		b.WriteString(sourcesText(p.with))
		if last := p.with[len(p.with)-1]; len(last.Include)+len(last.shape.Include) == 0 {
			b.WriteString("    # include: [\"**/*.py\"]     # globs below path; default: every file that a runner knows\n")
		}
		if len(p.with[len(p.with)-1].Exclude) == 0 {
			b.WriteString("    # exclude: [\"_support/**\"]\n")
		}
		b.WriteString("    # entry: [\"start.py\"]      # names of files whose ID is their folder's path; default: " + strings.Join(config.DefaultEntry(), ", ") + "\n")
	} else {
		fmt.Fprintf(&b, "# No examples were found; name their folders. Without sources hub looks in\n# %s.\n"+
			"# sources:\n", strings.Join(config.UsualSources(), ", "))
		for _, dir := range unsure(p.seen) {
			fmt.Fprintf(&b, "#   - path: %-22s # %s\n", yamlText(hub.PrintablePath(dir)), comment(survey.Text(p.seen.Programs(dir))))
		}
		b.WriteString("#   - path: my/folder\n")
	}
	b.WriteString(p.rest())
	b.WriteString(p.groups())
	b.WriteString("\nrun:\n" +
		"  timeout: 60s       # of one attempt (default: 5m); short, so that an example that hangs does not hold up a first run\n" +
		"  slow-after: 20s    # what runs longer is reported while it runs\n" +
		"  # workers: auto    # examples that run at the same time\n  # retries: {max: 1}\n" +
		"  # fail-on: [\"Fatal error\", \"Uncaught\"]   # a line of output that matches is a failure at exit code 0\n" +
		"  # skip-on: ['^SKIP: (.*)']                # ... is a skip; the group is the reason\n")
	b.WriteString(needsText(p.with))
	fmt.Fprintf(&b, "\n# Values of these environment variables are masked in everything that is kept or shown:\n# %s.\n"+
		"# secrets: [DATABASE_URL, \"!PUBLIC_KEY\"]   # adds names; ! removes one\n", strings.Join(config.UsualSecrets(), ", "))
	return b.String()
}

// sourcesText is the list of the sources, with what they hold.
func sourcesText(sources []folder) string {
	var b strings.Builder
	b.WriteString("sources:\n")
	for i := range sources {
		f := &sources[i]
		fmt.Fprintf(&b, "  - path: %-24s # %s\n", yamlText(f.Path), f.holds())
		switch {
		case len(f.shape.Include) > 0:
			fmt.Fprintf(&b, "    include: %-21s # one folder for each example%s\n", yamlList(f.shape.Include), counted("; left out: %s there", f.shape.Parts, "other program"))
		case len(f.Include) > 0:
			fmt.Fprintf(&b, "    include: %s\n", yamlList(f.Include))
		}
		if len(f.Exclude) > 0 {
			fmt.Fprintf(&b, "    exclude: %s\n", yamlList(f.Exclude))
		}
		if f.Group != "" {
			fmt.Fprintf(&b, "    group: %-23s # the folders below folders of one letter\n", yamlText(f.Group))
		}
		for _, stray := range f.shape.Strays {
			fmt.Fprintf(&b, "    # left out, not laid out like the others: %s\n", stray)
		}
	}
	return b.String()
}

// holds describes the examples of the source.
func (f *folder) holds() string {
	text := plural(f.examples, "example")
	if len(f.kinds) > 1 || f.examples > 0 && f.kinds[0].Ext != "" {
		var kinds []string
		for _, k := range f.kinds {
			if k.Ext == "" {
				k.Ext = "without extension"
			}
			kinds = append(kinds, survey.Number(k.Files)+" "+comment(k.Ext))
		}
		if len(kinds) > maxKinds {
			kinds = append(kinds[:maxKinds], "…")
		}
		text += ": " + strings.Join(kinds, ", ")
	}
	text += counted("; left out: %s", len(f.shape.Support), "support file") + counted("; left out: %s", len(f.shape.Transcripts), "shell transcript")
	return text
}

// counted formats a number of things; it is empty for none.
func counted(format string, n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, plural(n, what))
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return survey.Number(n) + " " + what
}

// maxKinds bounds the kinds of examples that are named for one source.
const maxKinds = 4

// maxListed bounds the folders of one list in a comment.
const maxListed = 10

// rest describes, in comments, the files and folders besides the examples.
func (p *page) rest() string {
	var b strings.Builder
	if len(p.without) > 0 {
		b.WriteString("# No runner matches files in these folders, by name or #! line:\n")
		for _, f := range p.without {
			there := ""
			if strangers := p.seen.Strangers(f.Path); len(strangers) > 0 {
				there = " (" + comment(survey.Text(strangers)) + ")"
			}
			fmt.Fprintf(&b, "#   %s%s\n", hub.PrintablePath(f.Path), there)
		}
	}
	if len(p.deeper) > 0 {
		b.WriteString("# Deeper folders with such names; add those that hold your examples:\n")
		for _, dir := range p.deeper[:min(maxListed, len(p.deeper))] {
			fmt.Fprintf(&b, "#   - path: %-22s # %s\n", yamlText(hub.PrintablePath(dir)), comment(survey.Text(p.seen.Programs(dir))))
		}
		if more := len(p.deeper) - maxListed; more > 0 {
			fmt.Fprintf(&b, "#   and %s\n", plural(more, "other"))
		}
	}
	if strangers := p.strangers(); len(strangers) > 0 {
		fmt.Fprintf(&b, "# No runner matches %s. Add one, such as\n"+
			"# runners: {mine: {match: [\"*%s\"], command: [program, \"{file}\"]}}\n", comment(survey.Text(strangers)), comment(strangers[0].Ext))
	}
	for _, k := range p.seen.Documents(".") {
		what := "notebook"
		if k.Ext == ".md" {
			what = "Markdown file"
		}
		where := p.seen.Where(".", k.Ext)
		for i, dir := range where {
			where[i] = hub.PrintablePath(dir)
			if dir == "." {
				where[i] = "the root"
			}
		}
		if len(where) > 3 {
			where = append(where[:3:3], "…")
		}
		fmt.Fprintf(&b, "# Not run: %s (%s).\n", plural(k.Files, what), strings.Join(where, ", "))
	}
	return b.String()
}

// strangers are the programs in the sources that no runner knows.
func (p *page) strangers() []survey.Kind {
	var all []survey.Kind
	for _, f := range p.with {
		for _, k := range p.seen.Strangers(f.Path) {
			if i := slices.IndexFunc(all, func(other survey.Kind) bool { return other.Ext == k.Ext }); i >= 0 {
				all[i].Files, all[i].Folders = all[i].Files+k.Files, all[i].Folders+k.Folders
			} else {
				all = append(all, k)
			}
		}
	}
	survey.Sort(all)
	return all
}

// groups are those of the PHP tool.
func (p *page) groups() string {
	var b strings.Builder
	for _, problem := range p.old.problems {
		fmt.Fprintf(&b, "\n# %s\n", comment(problem))
	}
	if len(p.old.groups) > 0 {
		fmt.Fprintf(&b, "\ngroups:   # from %s\n", strings.Join(p.old.files, ", "))
		for _, g := range p.old.groups {
			fmt.Fprintf(&b, "  - {id: %s, title: %s, match: %s}\n", yamlText(g.ID), yamlText(g.Title), yamlList(g.Match))
		}
	}
	return b.String()
}

func needsText(folders []folder) string {
	var b strings.Builder
	for _, f := range folders {
		prefix := literalGlob(f.Path) + "/"
		if f.Path == "." {
			prefix = ""
		}
		for _, n := range f.needs {
			globs := make([]string, len(n.globs))
			for i, glob := range n.globs {
				globs[i] = prefix + glob
			}
			fmt.Fprintf(&b, "  - match: {path: %s}\n    needs: {commands: [%s]}\n", yamlList(globs), yamlText(n.command))
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

func yamlList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, s := range texts {
		quoted[i] = yamlText(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// comment makes text of files fit for a comment.
func comment(s string) string { return hub.Printable(s) }

// split separates the folders that hold examples from the others.
func split(folders []folder) (with, without []folder) {
	for _, f := range folders {
		switch {
		case f.examples > 0:
			with = append(with, f)
		case f.Path != ".": // which was only guessed
			without = append(without, f)
		}
	}
	return with, without
}

func paths(folders []folder) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = f.Path
	}
	return out
}
