package fingerprint

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Reach says where the files of an example's fingerprint lie, whether they exist or not.
// All paths are absolute, in the system's own form.
type Reach struct {
	// Files are the entry file and the golden file.
	Files []string
	// Folder is the example's own folder; empty without one. What it covers says [Covers].
	Folder string
	// Globs are those of the inputs.
	Globs []Glob
}

// ReachOf returns the reach of the example.
func ReachOf(e *hub.Example) Reach {
	dir := filepath.Dir(e.File)
	r := Reach{Files: []string{e.File}, Folder: e.Dir}
	if golden := e.Settings.Expect.Stdout.Golden; golden != "" {
		r.Files = append(r.Files, filepath.Join(dir, filepath.FromSlash(golden)))
	}
	for _, pattern := range e.Settings.Inputs {
		r.Globs = append(r.Globs, NewGlob(dir, pattern))
	}
	return r
}

// Covers reports whether the file at the slash path rel below a folder of an example is
// one of the example's.
func Covers(rel string) bool {
	for dir := path.Dir(rel); dir != "."; dir = path.Dir(dir) {
		if left(path.Base(dir)) {
			return false
		}
	}
	return true
}

// Glob is one of the inputs.
type Glob struct {
	// Dir is the folder that the glob begins in.
	Dir string

	base    string // Dir, as the pattern names it
	glob    string // slash path below Dir, with wildcards
	literal bool   // it has none
}

// NewGlob returns the glob of a pattern that is relative to the folder dir.
func NewGlob(dir, pattern string) Glob {
	base, glob := doublestar.SplitPattern(strings.TrimRight(pattern, "/"))
	g := Glob{Dir: filepath.FromSlash(base), base: base, glob: glob, literal: !strings.ContainsAny(glob, `*?[{\`)}
	if !filepath.IsAbs(g.Dir) {
		g.Dir = filepath.Join(dir, g.Dir)
	}
	return g
}

// Literal returns the path that the glob names, if it has no wildcard.
func (g *Glob) Literal() (string, bool) {
	return filepath.Join(g.Dir, filepath.FromSlash(g.glob)), g.literal
}

// Key identifies what the glob matches.
func (g *Glob) Key() string { return g.Dir + "\x00" + g.glob }

// Matches reports whether the glob covers a file at the slash path rel below Dir.
func (g *Glob) Matches(rel string) bool {
	if inLeft(rel) {
		return false
	}
	if doublestar.MatchUnvalidated(g.glob, rel) {
		return true
	}
	below, ok := strings.CutPrefix(rel, g.glob+"/")
	return ok && g.literal && Covers(below)
}

// Find returns what the glob matches now, as slash paths below Dir.
func (g *Glob) Find() ([]string, error) {
	return doublestar.Glob(os.DirFS(g.Dir), g.glob, doublestar.WithNoFollow(), doublestar.WithFailOnIOErrors())
}
