package hub

import (
	"path"
	"strings"
)

// Example is one runnable unit of a repository: an entry file, its metadata
// and its identity. What JSON holds of it is what the run log and the reports
// know; the rest only matters to the process that executes it.
type Example struct {
	// Index is the 1-based position in the catalog: for people's fingers, never
	// a key.
	Index int `json:"index"`
	// ID is unique in the catalog, valid UTF-8 without control characters, and
	// the key of everything that is recorded.
	ID string `json:"id"`
	// PathID is the ID that follows from the path; empty where it is the ID.
	PathID  string `json:"pathId,omitempty"`
	DocName string `json:"docname,omitempty"`
	// Name is short: the entry file's stem, or its folder's name when the file
	// is called like every other (run.php, main.go).
	Name  string `json:"name"`
	Title string `json:"title"`
	Group string `json:"group"`
	// GroupTitle is for people; it equals Group when none is configured.
	GroupTitle string `json:"groupTitle"`
	// Path is the entry file as a slash path from the project's root, made
	// printable by [PrintablePath].
	Path   string   `json:"path"`
	Tags   []string `json:"tags,omitempty"`
	Runner string   `json:"runner,omitempty"`
	// Argv is the command that runs it, with {bin} standing for the program
	// that Build makes. Paths in it are relative to the working directory, or
	// absolute when that is the project's root and the file lies outside of it.
	Argv []string `json:"argv,omitempty"`
	// Interpreter is the program that the entry file's #! line names and that no
	// other may stand in for, as it is started: a name for PATH (python3.12), or
	// a path (/opt/py/bin/python3). Empty when the runner's own program runs it.
	Interpreter string `json:"-"`
	// Skip is the reason for which it is not run; empty when it is.
	Skip string `json:"skip,omitempty"`
	// Rules is what decides the verdict on it besides its command, when the plan
	// was made ([Example.JudgedBy]), secrets masked.
	Rules string `json:"rules,omitempty"`
	// SkipKinds are the kinds of Skip; none means [SkipMarked].
	SkipKinds []SkipKind `json:"-"`
	// ExitCodes are those of a pass; none means 0.
	ExitCodes ExitCodes `json:"exitCodes,omitempty"`
	// Invalid is why it cannot be run at all: broken metadata, an unreadable
	// file, no runner. Such an example is reported as an error.
	Invalid *Error `json:"invalid,omitempty"`
	// Fault is what is wrong with the ID that its metadata gives: it cannot be
	// used, or another example has it. The example runs all the same, under its
	// path's ID, and a result that would pass, be skipped or be allowed is an
	// error of type invalid_metadata for it.
	Fault *Error `json:"fault,omitempty"`

	// File is the entry file's absolute path in the system's own form, byte
	// for byte.
	File string `json:"-"`
	// Dir is the absolute path of the folder that belongs to this example
	// alone; empty when it shares its folder with others.
	Dir string `json:"-"`
	// Empty: the entry file holds nothing but white space.
	Empty bool `json:"-"`
	// Build makes {bin} before the first attempt; nil when nothing is built.
	Build []string `json:"-"`
	// BuildDir is the absolute folder that Build starts in, and that paths in it
	// are relative to.
	BuildDir string `json:"-"`
	// Order sorts within a group; nil sorts after every number.
	Order    *float64 `json:"-"`
	Settings Settings `json:"-"`
	// Former is what an older rule made of the path; see [Former].
	Former Former `json:"-"`
}

// Former is how the rule before the present one named an example. Records and
// configurations of that time name it so.
type Former struct {
	// ID and Path are empty where they are the same as now.
	ID, Path string
	// Folder is the ID of the folder for which the example stood before another
	// file came that could; empty when it never did. An override that names it
	// keeps the example from being run as before.
	Folder string
}

// Unit is the slash path by which people know the example: its folder where the
// entry file stands for that, else the entry file.
func (e *Example) Unit() string {
	id := e.PathID
	if id == "" {
		id = e.ID
	}
	if strings.HasPrefix(e.Path, id+"/") {
		return id
	}
	return e.Path
}

// Label is what the example is called on screens and in reports: its folder or
// file as people say it, behind its group. It need not be unique.
func (e *Example) Label() string {
	name := path.Base(e.Unit())
	if e.Path == "" { // known by its result alone
		name = e.ID
	}
	if e.Group == "" {
		return name
	}
	return e.Group + "/" + name
}
