package lang

import (
	"slices"
	"strings"
)

// Comment is a comment style: the text before each line, or the markers around
// the lines, with a space between. Package catalog/head reads all styles.
type Comment string

const (
	Hash       Comment = "# "
	Slashes    Comment = "// "
	Dashes     Comment = "-- "
	Semicolons Comment = ";; "
	Percent    Comment = "% "
	Block      Comment = "/* */"
	Markup     Comment = "<!-- -->"
	// Raw leaves the lines unchanged.
	Raw Comment = "raw"
	// None says that the file cannot contain front matter, or that its position
	// is unknown.
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

// Each reports whether every line of the comment has a marker.
func (c Comment) Each() bool { return strings.HasSuffix(string(c), " ") }

// Comment returns the comment style for front matter in the file called name.
// interpreter is the program in its #! line, without its version; empty if it
// has no such line. The result is [None] if the style is unknown.
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

// otherFiles returns the comment styles of files that no row matches, by
// extension. They can be examples if hub.yaml has a runner for them.
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

// otherInterpreters returns the comment styles of scripts without an extension
// that differ from those of the rows. With None, front matter is in a sidecar.
func otherInterpreters() map[string]Comment {
	return map[string]Comment{"luajit": Dashes, "java": None, "kotlin": None, "scala-cli": None, "rakudo": None, "gmake": None}
}
