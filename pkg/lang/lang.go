package lang

import (
	"path"
	"slices"
	"strings"
)

// Language is all that hub knows of one language. A language is one of hub's
// own when one command line, without project files, runs a single file and has
// the program's own exit code.
type Language struct {
	// Name is the key of its runner in hub.yaml.
	Name string
	// Match are globs of file names.
	Match []string
	// Interpreters are names of programs in #! lines, without a version, for
	// which the program of Command may be started: python for python3, nodejs for
	// node. python3.12 asks for that version, and another program of the same kind
	// (gawk beside awk, dash beside sh) is a row of its own: a script may depend on
	// which it is.
	Interpreters []string
	// Command runs a file: {file} is the file, {bin} what Build makes, {args} the
	// example's arguments, which come last by default.
	Command []string
	// Build makes {bin} from {file}. Nil: the language has interpreters only.
	Build []string
	// Builder is what {builder} in Build stands for.
	Builder Builder
	// Version prints the version of the interpreter or compiler. Empty but not
	// nil: it has no version to ask for.
	Version []string
	// Comment is how front matter is written into a file, [None] where it is not.
	Comment Comment
	// Silent says that programs print nothing, by custom, when all is well.
	Silent bool
	// Errors is how its programs report failures; [Any] where nothing more is
	// known.
	Errors Errors
	// Crash is what it prints for an error that nothing caught.
	Crash Crash
	// Noise are beginnings of lines that its tools print below the line that
	// matters.
	Noise []string
}

// Builder is a program of hub's own that builds a language whose tools cannot
// make, of one file alone, something that runs the same.
type Builder struct {
	Name string // of the file that it is written to
	Text string
}

// Lacks returns the names of the fields that every row must have and l has not.
// It is empty for a language that is complete.
func (l Language) Lacks() []string {
	uses := func(argv []string, placeholder string) bool {
		return slices.ContainsFunc(argv, func(word string) bool { return strings.Contains(word, placeholder) })
	}
	var lacks []string
	for _, field := range []struct {
		name string
		has  bool
	}{
		{"Name", l.Name != ""},
		{"Match or Interpreters", len(l.Match)+len(l.Interpreters) > 0},
		{"Command", uses(l.Command, "{file}") || uses(l.Command, "{bin}")},
		{"Build", len(l.Build) > 0 == uses(l.Command, "{bin}") && (l.Build == nil || uses(l.Build, "{file}") && uses(l.Build, "{bin}"))},
		{"Builder", uses(l.Build, "{builder}") == (l.Builder != Builder{})},
		{"Version", l.Version != nil},
		{"Comment", l.Comment != ""},
		{"Errors", l.Errors.Name != ""},
	} {
		if !field.has {
			lacks = append(lacks, field.name)
		}
	}
	return lacks
}

// Extensions returns the extensions that Match names, in lower case and without
// the dot.
func (l Language) Extensions() []string {
	var out []string
	for _, glob := range l.Match {
		if ext := Extension(glob); ext != "" {
			out = append(out, ext)
		}
	}
	return out
}

// Extension returns the extension of a file, in lower case and without the dot.
func Extension(file string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(file), "."))
}
