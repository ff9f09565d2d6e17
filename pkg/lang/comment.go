package lang

import (
	"slices"
	"strings"
)

// Comment is how lines become a comment: what is written before each of them,
// or the marks around them, with a space between. Package catalog/head reads all
// of these.
type Comment string

const (
	Hash       Comment = "# "
	Slashes    Comment = "// "
	Dashes     Comment = "-- "
	Semicolons Comment = ";; "
	Percent    Comment = "% "
	Block      Comment = "/* */"
	Markup     Comment = "<!-- -->"
	// Raw leaves lines as they are.
	Raw Comment = "raw"
	// None says that the file cannot hold front matter, or that hub does not know
	// where in the file it may be.
	None Comment = "none"
)

// Lines returns the lines as a comment.
func (c Comment) Lines(lines ...string) []string {
	if c == Raw {
		return lines
	}
	before, after, _ := strings.Cut(string(c), " ")
	if !c.Each() {
		return slices.Concat([]string{before}, lines, []string{after})
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = string(c) + line
	}
	return out
}

// Each reports whether every line of the comment is marked.
func (c Comment) Each() bool { return strings.HasSuffix(string(c), " ") }

// Comment returns how front matter is written into the file called name, whose
// #! line names the interpreter, without its version; empty when it has no such
// line. [None] where that is not known.
func (t Table) Comment(name, interpreter string) Comment {
	ext := Extension(name)
	if c, ok := otherFiles()[ext]; ok {
		return c
	}
	for _, l := range t {
		if l.Comment != None && slices.Contains(l.Extensions(), ext) {
			return l.Comment
		}
	}
	if c, ok := otherInterpreters()[interpreter]; ok {
		return c
	}
	for _, l := range t {
		if slices.Contains(l.Interpreters, interpreter) {
			return l.Comment
		}
	}
	return None
}

// otherFiles are the comments of files that no row matches, by extension. They
// are examples where hub.yaml has a runner for them.
func otherFiles() map[string]Comment {
	return map[string]Comment{
		"pm": Hash, "ex": Hash, "coffee": Hash, "mk": Hash, "yaml": Hash, "yml": Hash, "toml": Hash,
		"jsx": Slashes, "tsx": Slashes, "kt": Slashes, "scala": Slashes, "h": Slashes, "cs": Slashes, "fs": Slashes,
		"zig": Slashes, "d": Slashes, "v": Slashes, "css": Block,
		"sql": Dashes, "elm": Dashes, "adb": Dashes,
		"lisp": Semicolons, "el": Semicolons, "scm": Semicolons, "ss": Semicolons, "clj": Semicolons,
		"erl": Percent, "tex": Percent,
		"html": Markup, "htm": Markup, "svg": Markup, "vue": Markup,
		"md": Raw, "markdown": Raw,
	}
}

// otherInterpreters are the comments of scripts without an extension where they
// are not those of a row. Front matter of None is in a sidecar.
func otherInterpreters() map[string]Comment {
	return map[string]Comment{"luajit": Dashes, "java": None, "kotlin": None, "scala-cli": None, "rakudo": None, "gmake": None}
}
