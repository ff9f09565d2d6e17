package lang

import (
	"path"
	"slices"
	"strings"
)

// Language is everything that hub knows about one language. Hub supports a
// language if one command line, without project files, runs a single file and
// returns the program's own exit code.
type Language struct {
	// Name is the name of its runner in hub.yaml.
	Name string
	// Match are globs of file names.
	Match []string
	// Interpreters are names of programs in #! lines, without a version, for
	// which the program of Command may be used: python for python3, nodejs for
	// node. python3.12 requires that version, and another program of the same
	// kind (gawk and awk, dash and sh) is a separate row, because a script may
	// depend on it.
	Interpreters []string
	// Command runs a file: {file} is the file, {bin} the result of Build,
	// {args} the example's arguments, by default at the end.
	Command []string
	// Build makes {bin} from {file}; nil for a language with interpreters only.
	Build []string
	// Builder is the value of {builder} in Build.
	Builder Builder
	// Version prints the version of the interpreter or compiler. Empty but not
	// nil if it cannot print one.
	Version []string
	// Comment is the comment style for front matter; [None] if there is none.
	Comment Comment
	// Silent says that programs usually print nothing on success.
	Silent bool
	// Errors says how its programs report failures; [Any] if nothing more is
	// known.
	Errors Errors
	// Crash recognises reports of uncaught errors.
	Crash Crash
	// Noise are prefixes of lines that its tools print after the line that
	// matters.
	Noise []string
}

// Builder is a program that hub ships to build a language whose tools cannot
// make an equivalent program from one file.
type Builder struct {
	Name string // file name
	Text string
}

// Missing returns the names of the required fields that l does not have; empty if
// l is complete.
func (l Language) Missing() []string {
	uses := func(argv []string, placeholder string) bool {
		return slices.ContainsFunc(argv, func(word string) bool { return strings.Contains(word, placeholder) })
	}
	var missing []string
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
			missing = append(missing, field.name)
		}
	}
	return missing
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
