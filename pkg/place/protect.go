package place

import (
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Files is a list of files that must not be written. Hub examines none of them before
// it writes a file: there may be thousands.
type Files struct {
	Len int
	// File returns the absolute, clean path of one of them, which need not exist.
	File func(i int) string
	// Inode returns its device and inode, links followed; zero where unknown. nil:
	// none is known.
	Inode func(i int) [2]uint64
	// Name names it in messages, such as "the configuration".
	Name func(i int) string
}

// Protect forbids writing file, which need not exist. what names it in messages,
// such as "the configuration".
func (g *Guard) Protect(what, file string) {
	file = filepath.Clean(file)
	g.ProtectAll(Files{Len: 1, File: func(int) string { return file }, Name: func(int) string { return what }})
}

// ProtectAll forbids writing the files.
func (g *Guard) ProtectAll(files Files) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.protected = append(g.protected, files)
	g.byFile = nil
}

// protected is one of the files of a list.
type protected struct {
	*Files
	i int
}

func (p protected) file() string { return p.File(p.i) }
func (p protected) what() string { return p.Name(p.i) }

// known is the key of the file; zero where nothing is known of it.
func (p protected) known() fileKey {
	if p.Inode == nil {
		return fileKey{}
	}
	return p.Inode(p.i)
}

// all returns the protected files.
func (g *Guard) all() iter.Seq[protected] {
	return func(yield func(protected) bool) {
		for k := range g.protected {
			for i := range g.protected[k].Len {
				if !yield(protected{&g.protected[k], i}) {
					return
				}
			}
		}
	}
}

// protects returns the name of the protected file at real, under any of the file's
// names; empty if it is not protected.
func (g *Guard) protects(real string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := os.Stat(real)
	if err == nil {
		for p := range g.sharing(keyOf(info)) {
			if other, err := os.Stat(p.file()); err == nil && os.SameFile(info, other) {
				return p.what()
			}
		}
	}
	base := filepath.Base(real)
	for p := range g.all() {
		file := p.file()
		if samePath(file, real) {
			return p.what()
		}
		// A missing file is recognised by the other names of its folder as well.
		if err != nil && samePath(filepath.Base(file), base) {
			if named, err := Resolve(file); err == nil && samePath(named, real) {
				return p.what()
			}
		}
	}
	return ""
}

// sharing returns the protected files with that key.
func (g *Guard) sharing(key fileKey) iter.Seq[protected] {
	return func(yield func(protected) bool) {
		g.index()
		for _, p := range g.byFile[key] {
			if !yield(p) {
				return
			}
		}
		for p := range g.all() {
			if p.known() == key && !yield(p) {
				return
			}
		}
	}
}

// index builds byFile of the files whose inodes are not known, so that these are
// examined once and not for each file that is written.
func (g *Guard) index() {
	if g.byFile != nil {
		return
	}
	g.byFile = map[fileKey][]protected{}
	for p := range g.all() {
		if p.known() != (fileKey{}) {
			continue
		}
		if info, err := os.Stat(p.file()); err == nil {
			key := keyOf(info)
			g.byFile[key] = append(g.byFile[key], p)
		}
	}
}

// samePath compares paths as the usual file systems of this system do.
func samePath(a, b string) bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return strings.EqualFold(a, b)
	}
	return a == b
}
