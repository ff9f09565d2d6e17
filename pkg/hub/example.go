package hub

import (
	"path"
	"strings"
)

// Example is one runnable unit of a repository: an entry file, its metadata and
// its identity. The JSON fields are what run log and reports contain; the
// others matter only to the process that runs it.
type Example struct {
	// Index is the 1-based position in the catalog. It is not a stable key.
	Index int `json:"index"`
	// ID is unique in the catalog, valid UTF-8 without control characters, and
	// the key of all records.
	ID string `json:"id"`
	// PathID is the ID derived from the path; empty when it equals ID.
	PathID  string `json:"pathId,omitempty"`
	DocName string `json:"docname,omitempty"`
	// Name is short: the stem of the entry file, or the name of its folder when
	// the file has a generic name (run.php, main.go).
	Name  string `json:"name"`
	Title string `json:"title"`
	Group string `json:"group"`
	// GroupTitle is the title of the group; it equals Group when none is
	// configured.
	GroupTitle string `json:"groupTitle"`
	// Path is the slash path of the entry file from the project's root, made
	// printable by [PrintablePath].
	Path   string   `json:"path"`
	Tags   []string `json:"tags,omitempty"`
	Runner string   `json:"runner,omitempty"`
	// Argv is the command that runs it, with {bin} for the program that Build
	// makes. Paths in it are relative to the working directory, or absolute
	// when that is the project's root and the file is outside.
	Argv []string `json:"argv,omitempty"`
	// Interpreter is the program that the entry file's #! line requires, as it
	// is started: a name for PATH (python3.12) or a path (/opt/py/bin/python3).
	// It is empty when the runner's own program runs the example.
	Interpreter string `json:"-"`
	// Skip is the reason why the example is not run; empty when it is run.
	Skip string `json:"skip,omitempty"`
	// Rules describes what decides the verdict on the example besides its
	// command, as of the plan ([Example.JudgedBy]), secrets masked.
	Rules string `json:"rules,omitempty"`
	// SkipKinds are the kinds of Skip; empty means [SkipMarked].
	SkipKinds []SkipKind `json:"-"`
	// Known is the failure of the example that the baseline of the run lists; nil
	// if there is none.
	Known *Known `json:"known,omitempty"`
	// ExitCodes are the exit codes of a pass; empty means 0.
	ExitCodes ExitCodes `json:"exitCodes,omitempty"`
	// Invalid says why the example cannot run: invalid metadata, an unreadable
	// file, no runner. Such an example is reported as an error.
	Invalid *Error `json:"invalid,omitempty"`
	// Fault says why the ID in the metadata cannot be used: it is invalid, or
	// another example has it. The example runs under the ID of its path, and a
	// result that would be a pass, a skip or an allowed failure becomes an
	// error of type invalid_metadata.
	Fault *Error `json:"fault,omitempty"`

	// File is the absolute path of the entry file in the system's own form,
	// byte for byte.
	File string `json:"-"`
	// Dir is the absolute path of the folder that belongs to this example
	// alone; empty when it shares its folder.
	Dir string `json:"-"`
	// Empty says that the entry file contains only white space.
	Empty bool `json:"-"`
	// Build is the command that makes {bin} before the first attempt; nil when
	// nothing is built.
	Build []string `json:"-"`
	// BuildDir is the absolute path of the folder in which Build runs. Paths in
	// Build are relative to it.
	BuildDir string `json:"-"`
	// Order sorts within a group; nil comes after every number.
	Order *float64 `json:"-"`
	// Settings are shared by all examples with the same settings, so they are never
	// changed in place, see [Example.Set]. They are not recorded: nil in an example
	// that was read from a record.
	Settings *Settings `json:"-"`
	// Former is the identity by an older rule; see [Former].
	Former Former `json:"-"`
}

// Pointers returns pointers to the examples, in order.
func Pointers(examples []Example) []*Example {
	out := make([]*Example, len(examples))
	for i := range examples {
		out[i] = &examples[i]
	}
	return out
}

// Set gives the example settings of its own, which are those it has as change left
// them. What they refer to stays shared.
func (e *Example) Set(change func(*Settings)) {
	own := *e.Settings
	change(&own)
	e.Settings = &own
}

// Former is the identity that an example had by the previous rule. Older
// records and configurations refer to it.
type Former struct {
	// ID and Path are empty when they are unchanged.
	ID, Path string
	// Folder is the ID of the folder that the example represented before a
	// second candidate was added there; empty when it never did. Overrides that
	// name it still apply to the example.
	Folder string
}

// Unit returns the slash path by which people know the example: its folder if
// the entry file represents the folder, else the entry file.
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

// Label returns the name of the example on screens and in reports: its group,
// and its folder or file. It need not be unique.
func (e *Example) Label() string {
	name := path.Base(e.Unit())
	if e.Path == "" { // only its result is recorded
		name = e.ID
	}
	if e.Group == "" {
		return name
	}
	return e.Group + "/" + name
}
