package catalog

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// mainFunc matches the main function as formatted by gofmt.
var mainFunc = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^func main\(\)`) })

// maxGoFile is the maximum number of bytes parsed of a Go file.
const maxGoFile = 4 << 20

// goFile has what building needs to know about a Go file.
type goFile struct {
	main    bool // package main
	program bool // it declares func main as well, or cannot be parsed
	unnamed bool // its package clause is missing or unreadable
}

// isGoProgram reports whether the file is a program, or the broken rest of one:
// a file with an unreadable package clause, or the first file of a folder with
// package main and no func main. These are entry files, so that their build
// fails.
func (x *reading) isGoProgram() bool {
	switch f := x.golang; {
	case f.program:
		return true
	case f.main:
		return x.reader.firstOfBroken(x.path)
	}
	return x.golang.unnamed
}

// firstOfBroken reports whether the file is the first file with package main in
// a folder without func main.
func (r *reader) firstOfBroken(path string) bool {
	dir, name := filepath.Split(path)
	entries, err := r.dir(filepath.Clean(dir))
	if err != nil {
		return true
	}
	first := ""
	buf := make([]byte, head.Size)
	for _, e := range entries {
		if !goSource(e) {
			continue
		}
		f, err := r.goFile(filepath.Join(dir, e.Name()), buf)
		if err != nil {
			continue
		}
		switch {
		case f.program:
			return false
		case f.main && first == "":
			first = e.Name()
		}
	}
	return first == name
}

// goFile reads a Go file.
func (r *reader) goFile(path string, buf []byte) (goFile, error) {
	x, err := r.facts(path, buf, false)
	if err == nil {
		err = x.parse()
	}
	if err == nil {
		x.keep()
	}
	return x.golang, err
}

// goSource reports whether the entry is a Go file that is not a test.
func goSource(e os.DirEntry) bool {
	name := e.Name()
	return e.Type().IsRegular() && filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go")
}

// inspectGo inspects a file with the given first bytes.
func (r *reader) inspectGo(path string, start []byte) goFile {
	if !bytes.Contains(start, []byte("main")) {
		return goFile{}
	}
	// A line that begins with func main() declares it, unless it is in a raw
	// string or a comment. Only doubtful files are parsed, which takes ten
	// times as long as everything else.
	if at := mainFunc().FindIndex(start); at != nil {
		before := start[:at[0]]
		if bytes.IndexByte(before, '`') < 0 && !bytes.Contains(before, []byte("/*")) {
			return goFile{main: packageName(start) == "main", program: packageName(start) == "main"}
		}
	}
	if packageName(start) != "main" {
		return goFile{}
	}
	src := start
	if len(start) == head.Size {
		if all, _, err := r.head(path, make([]byte, maxGoFile)); err == nil {
			src = all
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
	if err != nil || file == nil {
		return goFile{main: true, program: true}
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "main" {
			return goFile{main: true, program: true}
		}
	}
	return goFile{main: true}
}

// packageName returns the name in the package clause; empty when there is none.
func packageName(src []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", src, parser.PackageClauseOnly)
	if file == nil || file.Name == nil || err != nil && file.Name.Name != "main" {
		return ""
	}
	return file.Name.Name
}

// goFolders caches which folders contain one Go program of several files.
type goFolders struct {
	mu    sync.Mutex
	known map[string]goFolder
	*reader
}

// goFolder is a program of several files; the zero value means none.
type goFolder struct {
	mainFile string
	files    []string // base names, in order
	module   bool     // the folder is in a module
}

// target returns the arguments of go build for {file}: the name of the file,
// or, if it is the only main file of a folder whose other files belong to the
// same program, the whole folder. Outside a module the go command takes no
// folders, so the names of all files are returned.
//
// Files that build constraints exclude on this system, including //go:build
// ignore, are not part of the folder's program; such an entry file is built
// alone, as the go command does with a file argument.
func (g *goFolders) target(file string) []string {
	dir, name := filepath.Split(file)
	dir = filepath.Clean(dir)
	g.mu.Lock()
	folder, ok := g.known[dir]
	g.mu.Unlock()
	if !ok {
		folder = g.reader.readGoFolder(dir)
		g.mu.Lock()
		g.known[dir] = folder
		g.mu.Unlock()
	}
	switch {
	case folder.mainFile != name:
		return []string{name}
	case folder.module:
		return []string{"."}
	}
	return folder.files
}

func (r *reader) readGoFolder(dir string) goFolder {
	entries, err := r.dir(dir)
	if err != nil {
		return goFolder{}
	}
	var folder goFolder
	buf := make([]byte, head.Size)
	for _, e := range entries {
		name := e.Name()
		if !goSource(e) {
			continue
		}
		f, err := r.goFile(filepath.Join(dir, name), buf)
		if err != nil {
			return goFolder{}
		}
		if ok, err := build.Default.MatchFile(dir, name); r.shortage(err) != nil || !ok {
			continue
		}
		if !f.main || f.program && folder.mainFile != "" {
			return goFolder{} // another package, or programs of one file each
		}
		if f.program {
			folder.mainFile = name
		}
		folder.files = append(folder.files, name)
	}
	if folder.mainFile == "" || len(folder.files) < 2 {
		return goFolder{}
	}
	folder.module = inModule(dir)
	return folder
}

// inModule reports whether the folder or a parent has a go.mod.
func inModule(dir string) bool {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && info.Mode().IsRegular() {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}
