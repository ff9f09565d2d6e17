package catalog

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Shape is how the examples of one source are laid out, and what was left out of it.
type Shape struct {
	// Path is the printable path of the source from the project's root.
	Path string
	// Include are the globs of the examples, where each has a folder of its own that
	// one of its files stands for (**/run.php), and the other files there are parts of
	// it. It is empty for any other layout, and for sources that somebody has
	// named ([config.Config.Guessed]).
	Include []string
	// Parts counts those other files, Support the files left out by their names, and
	// Transcripts the recorded sessions of a shell, which are no scripts. Folders that
	// are left out are not looked into.
	Parts, Support, Transcripts int
}

const (
	// minPrograms is the number of examples with folders of their own that make a
	// layout.
	minPrograms = 3
	// maxParts is the number of programs directly beside an entry file from which they
	// look like examples of their own.
	maxParts = 8
)

// programs returns the entries that stand for their folders, if all others are in or
// below such a folder; else all. An entry is only left out by a rule that all of the
// source agrees with: one program outside, or a folder with many, and all stay.
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
	for i := range all {
		f := &all[i]
		dir := path.Dir(f.rel)
		if !f.represents() {
			if beside[dir]++; !inAny(mains, dir) || mains[dir] && beside[dir] > maxParts {
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
	s.Parts = len(all) - len(kept)
	for name := range names {
		s.Include = append(s.Include, "**/"+literal(name))
	}
	slices.Sort(s.Include)
	return kept
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

// shells are the runners whose files may be transcripts.
var shells = []string{"sh", "bash", "zsh", "ksh", "fish"}

// isTranscript reports whether a file that has a shell by its name records a session: its
// first line is a command after a prompt. Run as a script, what a program printed would
// be commands. An include that names the file takes it.
func (e *entry) isTranscript(runners *runnerTable, name string, first []byte) bool {
	if len(first) > maxLine || !bytes.HasPrefix(first, []byte("$ ")) || runners.configured(name) {
		return false
	}
	runner, ok := runners.byName(name)
	return ok && slices.Contains(shells, runner) && !slices.ContainsFunc(e.source.include, func(p pattern) bool { return p.names(name) })
}

// are counts what is left out, as in "1 transcript is".
func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}
