package place

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// protected is a file that must not be written.
type protected struct{ what, file string }

// Protect forbids writing file, which need not exist. what names it in messages,
// such as "the configuration".
func (g *Guard) Protect(what, file string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.protected = append(g.protected, protected{what, filepath.Clean(file)})
	g.byFile = nil
}

// protects returns the name of the protected file at real, under any of the file's
// names; empty if it is not protected.
func (g *Guard) protects(real string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := os.Stat(real)
	if err == nil {
		g.index()
		for _, i := range g.byFile[keyOf(info)] {
			if other, err := os.Stat(g.protected[i].file); err == nil && os.SameFile(info, other) {
				return g.protected[i].what
			}
		}
	}
	base := filepath.Base(real)
	for _, p := range g.protected {
		if samePath(p.file, real) {
			return p.what
		}
		// A missing file is recognised by the other names of its folder as well.
		if err != nil && samePath(filepath.Base(p.file), base) {
			if named, err := Resolve(p.file); err == nil && samePath(named, real) {
				return p.what
			}
		}
	}
	return ""
}

// index builds byFile, so that thousands of examples are examined once and not for
// each file that is written.
func (g *Guard) index() {
	if g.byFile != nil {
		return
	}
	g.byFile = make(map[fileKey][]int, len(g.protected))
	for i, p := range g.protected {
		if info, err := os.Stat(p.file); err == nil {
			key := keyOf(info)
			g.byFile[key] = append(g.byFile[key], i)
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
