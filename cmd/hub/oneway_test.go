package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A newcomer can read one file after the other: no file refers to one that refers
// back, be it by way of others.
func TestFilesReferOneWay(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	require.NoError(t, err)
	files, homes := map[string]*ast.File{}, map[string]string{} // homes: declared names
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files[name] = file
		for _, declared := range declares(file) {
			homes[declared] = name
		}
	}
	refers := map[string][]string{}
	for name, file := range files {
		for _, used := range uses(file) {
			if home := homes[used]; home != "" && home != name {
				refers[name] = append(refers[name], home)
			}
		}
	}
	require.Greater(t, len(refers), 20)
	for name := range files {
		assert.NotContains(t, reach(refers, name), name, "by way of %v", refers[name])
	}
}

// declares returns the names that a file declares for the package: of methods those of
// App, as .name.
func declares(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names = append(names, d.Name.Name)
			} else if star, ok := d.Recv.List[0].Type.(*ast.StarExpr); ok && star.X.(*ast.Ident).Name == "App" {
				names = append(names, "."+d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// uses returns the names that a file uses, selected ones as .name.
func uses(file *ast.File) (names []string) {
	var imported []string
	for _, spec := range file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			imported = append(imported, path.Base(p))
		}
	}
	for _, d := range file.Decls {
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); !ok || !slices.Contains(imported, x.Name) {
					names = append(names, "."+n.Sel.Name)
				}
				ast.Inspect(n.X, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok {
						names = append(names, id.Name)
					}
					return true
				})
				return false
			case *ast.Ident:
				names = append(names, n.Name)
			}
			return true
		})
	}
	return names
}

// reach returns the files that a file refers to, by way of others too.
func reach(refers map[string][]string, from string) (all []string) {
	var walk func(name string)
	walk = func(name string) {
		for _, to := range refers[name] {
			if !slices.Contains(all, to) {
				all = append(all, to)
				walk(to)
			}
		}
	}
	walk(from)
	return all
}
