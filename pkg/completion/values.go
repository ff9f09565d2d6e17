package completion

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/reporters"
)

// Project provides the values that depend on the project. Its functions are called only if
// the word needs them, and return nothing if the project cannot be read.
type Project struct {
	// Catalog returns the examples; nil if they cannot be found.
	Catalog func() *catalog.Catalog
	// Runs returns the IDs of the recorded runs, the newest last.
	Runs func() []string
	// Grammar is the whole grammar.
	Grammar *kong.Node
}

// source returns the values that a flag or argument takes.
type source func(in *Project, word string) Answer

// sources has the source of values for each placeholder of a flag and each argument, as
// they are written in the help; nil if the values cannot be listed. The test that finds
// missing rows uses [Known].
func sources() map[string]source {
	return map[string]source{
		"SEL":              (*Project).selections,
		"REF":              (*Project).selections,
		"TAG":              (*Project).tags,
		"A,B":              (*Project).tags,
		"GROUP":            (*Project).groups,
		"FILTER,…":         words(filters),
		"FORMAT[:PATH],…":  words(formats),
		"REASON,…":         words(plain(hub.Requirements)),
		"NAME":             words(plain(flags.SchemaNames)),
		"SHELL":            words(plain(Names)),
		"SYSTEM":           words(systems),
		"N or auto":        words(plain(func() []string { return []string{"auto"} })),
		"I/N":              words(plain(func() []string { return []string{"auto"} })),
		"PART":             words(plain(func() []string { return []string{"auto"} })),
		"FILE":             func(*Project, string) Answer { return Answer{Kind: Files} },
		"FILE|none|strict": func(*Project, string) Answer { return Answer{Files, []Candidate{{"none", ""}, {"strict", ""}}} },
		"PATH":             func(*Project, string) Answer { return Answer{Kind: Files} },
		"DIR":              func(*Project, string) Answer { return Answer{Kind: Folders} },
		"RUN":              (*Project).runs,
		"A":                (*Project).runs,
		"B":                (*Project).runs,
		"TIME":             words(times),
		"D":                nil,
		"A-B":              nil,
		"ID":               nil,
		"N":                nil,
		"TEXT":             nil,
		"URL":              nil,
		"WHAT":             nil,
	}
}

// kinds overrides the placeholder of a flag, by command and flag: in the help, the same
// word has several meanings.
func kind(v *kong.Value) string {
	switch {
	case v.Flag == nil:
		return strings.ToUpper(v.Name)
	case v.Target.Type() == reflect.TypeFor[flags.System]():
		return "SYSTEM"
	case v.Target.Type() == reflect.TypeFor[flags.Workers]():
		return "N or auto"
	case v.Name == "baseline" && strings.Contains(v.Help, "strict"):
		return "FILE|none|strict"
	}
	return v.Flag.PlaceHolder
}

// Known reports whether there is a row for the flag or argument: a source of its values, or
// a note that they cannot be listed.
func Known(v *kong.Value) bool {
	_, known := sources()[kind(v)]
	return known || v.IsBool() || v.Enum != "" || ofHelp(v)
}

// ofHelp reports whether an argument is the path of a command.
func ofHelp(v *kong.Value) bool { return v.Flag == nil && strings.HasPrefix(v.Name, "command") }

// several reports whether a flag takes several values: repeated, or with commas.
func several(v *kong.Value) bool { return v.Target.Kind() == reflect.Slice }

// commas reports whether the values of a flag are separated by commas.
func commas(v *kong.Value) bool {
	return v.Target.Type() == reflect.TypeFor[flags.List]() || v.Target.Type() == reflect.TypeFor[flags.Requirements]()
}

// values returns the values of a flag that begin with the word. before is the part of the
// same command-line word in front of it, and begins each value.
func (in *Project) values(v *kong.Value, word, before string) Answer {
	var chosen []string
	if commas(v) {
		at := strings.LastIndex(word, ",") + 1
		chosen = strings.Split(word[:at], ",")
		before, word = before+word[:at], word[at:]
	}
	a := Answer{Kind: Values}
	if v.Enum != "" {
		a.Candidates = starting(v.EnumSlice(), word)
	} else if from := sources()[kind(v)]; from != nil {
		a = from(in, word)
	}
	a.Candidates = slices.DeleteFunc(a.Candidates, func(c Candidate) bool { return slices.Contains(chosen, c.Value) })
	for i := range a.Candidates {
		a.Candidates[i].Value = before + a.Candidates[i].Value
	}
	return a
}

// argument returns the values of the argument that the word is.
func (in *Project) argument(l *Line) Answer {
	if ofHelp(l.arg) {
		node := in.Grammar
		for _, name := range l.path {
			at := slices.IndexFunc(node.Children, func(c *kong.Node) bool { return c.Name == name })
			if at < 0 {
				return Answer{Kind: Values}
			}
			node = node.Children[at]
		}
		a := Answer{Values, commands(node, l.word)}
		for _, t := range manual.Topics() {
			if len(l.path) == 0 && strings.HasPrefix(t.Name, l.word) {
				a.Candidates = append(a.Candidates, Candidate{t.Name, t.Title})
			}
		}
		return a
	}
	if kind(l.arg) == "REF" && !l.arg.IsCumulative() {
		return in.examples(l.word)
	}
	return in.values(l.arg, l.word, "")
}

// starting returns the words that begin with word.
func starting(known []string, word string) (found []Candidate) {
	for _, name := range known {
		if strings.HasPrefix(name, word) {
			found = append(found, Candidate{name, ""})
		}
	}
	return found
}

// words returns a source for a list that does not depend on the project.
func words(all func() []Candidate) source {
	return func(_ *Project, word string) Answer {
		return Answer{Values, slices.DeleteFunc(all(), func(c Candidate) bool { return !strings.HasPrefix(c.Value, word) })}
	}
}

// plain returns candidates without descriptions.
func plain(names func() []string) func() []Candidate {
	return func() []Candidate { return starting(names(), "") }
}

func filters() (all []Candidate) {
	for _, f := range selection.Filters() {
		for _, name := range append([]string{f.Name}, f.Also...) {
			all = append(all, Candidate{name, f.Doc})
		}
	}
	return all
}

func formats() []Candidate { return starting(reporters.Names(), "") }

func systems() (all []Candidate) {
	all = append(all, Candidate{"auto", "the CI system that hub runs in"})
	for _, s := range ci.Systems() {
		all = append(all, Candidate{s.Name, s.Title})
	}
	return append(all, Candidate{ci.None, "no CI system"})
}

func times() []Candidate {
	return starting([]string{"1h", "24h", "7d", "30d", "yesterday", "1 week ago", "1 month ago"}, "")
}
