package jsontypes

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// source has the doc comments of a package, by the name of a type, or of a type
// and a field.
type source struct {
	types, fields map[string]string
	// constants has the values of string constants by their type, in source
	// order.
	constants map[string][]string
}

func (d dialect) source(path string) (*source, error) {
	if s, ok := d.sources[path]; ok {
		return s, nil
	}
	s := &source{types: map[string]string{}, fields: map[string]string{}, constants: map[string][]string{}}
	files, err := filepath.Glob(filepath.Join(d.Dir(path), "*.go"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("no sources of %s in %s", path, d.Dir(path))
	}
	if err != nil {
		return &source{}, err
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return &source{}, err
		}
		for _, d := range file.Decls {
			if decl, ok := d.(*ast.GenDecl); ok {
				s.read(decl)
			}
		}
	}
	d.sources[path] = s
	return s, nil
}

func (s *source) read(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil {
				doc = decl.Doc
			}
			s.types[spec.Name.Name] = prose(doc)
			if st, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range st.Fields.List {
					doc := prose(f.Doc)
					if doc == "" {
						doc = prose(f.Comment)
					}
					for _, name := range f.Names {
						s.fields[spec.Name.Name+"."+name.Name] = doc
					}
				}
			}
		case *ast.ValueSpec:
			typ, ok := spec.Type.(*ast.Ident)
			if decl.Tok != token.CONST || !ok {
				continue
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						s.constants[typ.Name] = append(s.constants[typ.Name], text)
					}
				}
			}
		}
	}
}

// prose returns a doc comment as one line, without notes and links.
func prose(doc *ast.CommentGroup) string {
	text, _, _ := strings.Cut(doc.Text(), "\nNote: ")
	return strings.NewReplacer("[", "", "]", "").Replace(strings.Join(strings.Fields(text), " "))
}
