package catalog

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Shape describes the layout of the examples of one source, and what was left out of
// it.
type Shape struct {
	// Path is the printable path of the source from the project's root.
	Path string
	// Include are the globs of the entry files (**/run.php), if each example has its
	// own folder and the other files there are its parts. It is empty for any other
	// layout, and for configured sources ([config.Config.Guessed]).
	Include []string
	// Parts counts those other files.
	Parts int
	// Support lists the files left out by their names, Folders the folders of support
	// files, and Transcripts the recorded shell sessions, as printable paths from the
	// root.
	Support, Folders, Transcripts []string
	// Strays are the few programs that do not fit the layout and are left out, as
	// printable paths from the root.
	Strays []string
}

const (
	// minPrograms is the number of examples with their own folders that makes a layout.
	minPrograms = 3
	// maxParts is the number of programs directly beside an entry file from which on
	// they look like examples.
	maxParts = 8
	// perStray is the number of examples with folders required for each program without
	// one.
	perStray = 20
)

// programs returns the entry files of the folders, if nearly all other programs are in
// or below such a folder; else all entries. It leaves out nothing if the layout is in
// doubt: if more than a few programs are outside such folders, or many are beside one
// entry file.
func (s *Shape) programs(all []entry) []entry {
	mains, names := map[string]bool{}, map[string]bool{}
	for i := range all {
		if f := &all[i]; f.represents() {
			mains[path.Dir(f.rel)] = true
			names[path.Base(f.rel)] = true
		}
	}
	if len(mains) < minPrograms {
		return all
	}
	beside := map[string]int{}
	var strays []string
	for i := range all {
		f := &all[i]
		dir := path.Dir(f.rel)
		if f.represents() {
			continue
		}
		if beside[dir]++; mains[dir] && beside[dir] > maxParts {
			return all
		}
		if !inAny(mains, dir) {
			if strays = append(strays, f.source.printable(f.rel)); len(strays)*perStray > len(mains) {
				return all
			}
		}
	}
	var kept []entry
	for i := range all {
		if all[i].represents() {
			kept = append(kept, all[i])
		}
	}
	s.Parts, s.Strays = len(all)-len(kept)-len(strays), strays
	for name := range names {
		s.Include = append(s.Include, "**/"+literal(name))
	}
	slices.Sort(s.Include)
	return kept
}

// maxNamed bounds the files that [Shape.LeftOut] names of each kind.
const maxNamed = 3

// LeftOut lists in one line the files that look like programs and are not examples, and
// the folders of support files; empty if there are none. It does not repeat problems
// that [Discover] reports.
func (s *Shape) LeftOut() string {
	var kinds []string
	add := func(what string, paths []string) {
		if len(paths) == 0 {
			return
		}
		text := plural(len(paths), what) + ": " + strings.Join(paths[:min(len(paths), maxNamed)], ", ")
		if more := len(paths) - maxNamed; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		kinds = append(kinds, text)
	}
	if s.Parts > 0 {
		kinds = append(kinds, plural(s.Parts, "program")+" in folders with "+strings.Join(s.Include, ", "))
	}
	add("support file", s.Support)
	add("support folder", s.Folders)
	add("transcript", s.Transcripts)
	if len(kinds) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: left out by name or place: %s; to run them, name them under include in hub.yaml", s.Path, strings.Join(kinds, "; "))
}

// NoExamples returns the number of files and folders that [Shape.LeftOut] lists, of all
// sources.
func (c *Catalog) NoExamples() (n int) {
	for i := range c.Shapes {
		s := &c.Shapes[i]
		n += s.Parts + len(s.Support) + len(s.Folders) + len(s.Transcripts)
	}
	return n
}

// inAny reports whether the folder is one of these, or below one.
func inAny(folders map[string]bool, dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if folders[dir] {
			return true
		}
	}
	return false
}

// literal returns a glob that matches the name alone.
func literal(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(name)
}

// shellExts are the extensions of files that may be transcripts.
var shellExts = []string{".sh", ".bash", ".zsh", ".ksh", ".fish"}

// isTranscript reports whether a shell file records a session: its first line, comments
// aside, is a command after a prompt. Run as a script, it would execute the printed
// output.
func isTranscript(data []byte) bool {
	if bytes.HasPrefix(data, []byte("#!")) {
		return false
	}
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return bytes.HasPrefix(line, []byte("$ "))
		}
	}
	return false
}

// named reports whether an include names the entry's file.
func (e *entry) named(name string) bool {
	return slices.ContainsFunc(e.source.include, func(p pattern) bool { return p.names(name) })
}

// are is plural with a verb.
func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return plural(n, what) + " are"
}

// plural counts things.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
