// Package survey counts the files of a repository by kind: files with a runner by their
// name, programs in languages without a runner, notebooks, and Markdown. It reads no
// file, and leaves out what package catalog leaves out by the names of folders.
package survey

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

// maxFiles bounds the files that are looked at.
const maxFiles = 300_000

// Survey holds the counts of a repository.
type Survey struct {
	// Cut says that there are more files than were looked at.
	Cut bool

	folders []string                  // slash paths from the root, in the order of the walk
	count   map[string]map[string]int // files by folder and extension
	runs    map[string]bool           // extensions with a runner
}

// Kind is a number of files with one extension.
type Kind struct {
	Ext            string // with its dot
	Files, Folders int
}

// Look counts the files below root. Folders that cannot be read count as empty.
func Look(root string, runners map[string]config.Runner) *Survey {
	s := &Survey{count: map[string]map[string]int{}, runs: map[string]bool{}}
	for _, r := range runners {
		for _, glob := range r.Match {
			if ext, ok := strings.CutPrefix(glob, "*."); ok {
				s.runs["."+ext] = true
			}
		}
	}
	files := 0
	// With a dot at its end a root that is a link is walked as well.
	_ = filepath.WalkDir(root+string(filepath.Separator)+".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		rel, name := filepath.ToSlash(rel), d.Name()
		switch {
		case d.IsDir() && rel != "." && (catalog.LeavesUnnamed(name) || !utf8.ValidString(name)):
			return fs.SkipDir
		case d.IsDir():
			s.folders = append(s.folders, rel)
			return nil
		case !d.Type().IsRegular() || strings.HasPrefix(name, "."):
			return nil
		}
		if files++; files > maxFiles {
			s.Cut = true
			return fs.SkipAll
		}
		dir := path.Dir(rel)
		if s.count[dir] == nil {
			s.count[dir] = map[string]int{}
		}
		if ext := path.Ext(name); !prose(name) && len(ext) > 1 && len(ext) < 12 {
			s.count[dir][ext]++
		}
		return nil
	})
	return s
}

// prose reports whether every repository has a Markdown file with this name.
func prose(name string) bool {
	stem := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return slices.Contains([]string{"readme", "changelog", "changes", "history", "license", "contributing", "code_of_conduct", "security", "authors", "todo"}, stem)
}

// Folders returns the folders directly in a folder, as slash paths from the root.
func (s *Survey) Folders(of string) []string {
	var out []string
	for _, f := range s.folders {
		if f != "." && path.Dir(f) == of {
			out = append(out, f)
		}
	}
	return out
}

// All returns all folders, the root first.
func (s *Survey) All() []string { return s.folders }

// Programs returns the files below a folder that have a runner by their name, the most
// frequent extensions first. The folder "." is the root.
func (s *Survey) Programs(below string) []Kind {
	return s.kinds(below, func(ext string) bool { return s.runs[ext] })
}

// Direct returns those of them that are directly in the folder.
func (s *Survey) Direct(in string) []Kind {
	var out []Kind
	for ext, n := range s.count[in] {
		if s.runs[ext] {
			out = append(out, Kind{ext, n, 1})
		}
	}
	Sort(out)
	return out
}

// Strangers returns the programs below a folder in languages that have no runner.
func (s *Survey) Strangers(below string) []Kind {
	return s.kinds(below, func(ext string) bool { return language(ext) && !s.runs[ext] })
}

// Documents returns the notebooks and the Markdown files below a folder.
func (s *Survey) Documents(below string) []Kind {
	return s.kinds(below, func(ext string) bool { return (ext == ".ipynb" || ext == ".md") && !s.runs[ext] })
}

// Where returns the folders below a folder that have files with the extension directly
// in them.
func (s *Survey) Where(below, ext string) []string {
	var out []string
	for _, f := range s.folders {
		if s.count[f][ext] > 0 && within(f, below) {
			out = append(out, f)
		}
	}
	return out
}

func (s *Survey) kinds(below string, is func(ext string) bool) []Kind {
	found := map[string]Kind{}
	for _, f := range s.folders {
		if !within(f, below) {
			continue
		}
		for ext, n := range s.count[f] {
			if is(ext) {
				k := found[ext]
				found[ext] = Kind{ext, k.Files + n, k.Folders + 1}
			}
		}
	}
	var out []Kind
	for _, k := range found {
		out = append(out, k)
	}
	Sort(out)
	return out
}

func within(folder, other string) bool {
	return other == "." || folder == other || strings.HasPrefix(folder, other+"/")
}

// Sort puts the most frequent kinds first.
func Sort(kinds []Kind) {
	slices.SortFunc(kinds, func(a, b Kind) int {
		if a.Files != b.Files {
			return b.Files - a.Files
		}
		return strings.Compare(a.Ext, b.Ext)
	})
}

// Count returns the number of files of these kinds.
func Count(kinds []Kind) int {
	n := 0
	for _, k := range kinds {
		n += k.Files
	}
	return n
}
