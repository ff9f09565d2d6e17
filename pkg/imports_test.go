package pkg_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-00a9b34c/hub/"

// row is one row of the table of imports in doc.go.
type row struct {
	pkg     string   // without pkg/
	imports []string // packages without pkg/, and elements of modules' paths
}

// table parses the table of imports in doc.go.
func table(t *testing.T) []row {
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n// # Imports\n")
	require.True(t, found, "doc.go has no section Imports")
	var rows []row
	for line := range strings.Lines(section) {
		line, ok := strings.CutPrefix(line, "//\t")
		if !ok {
			continue
		}
		var cells []string // two spaces or more separate them
		for cell := range strings.SplitSeq(line, "  ") {
			if cell = strings.TrimSpace(cell); cell != "" {
				cells = append(cells, cell)
			}
		}
		require.Len(t, cells, 3, "the row %q: it takes the package, what it does, and its imports or nothing", line)
		r := row{pkg: cells[0]}
		if cells[2] != "nothing" {
			r.imports = strings.Fields(cells[2])
		}
		rows = append(rows, r)
	}
	require.Greater(t, len(rows), 1)
	require.Equal(t, row{pkg: "package", imports: []string{"imports"}}, rows[0], "the head of the table")
	return rows[1:]
}

// imports lists what each package imports, on all systems that hub is for: ours
// without pkg/, others by their paths.
func imports(t *testing.T) map[string][]string {
	all := map[string][]string{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"...")
		list.Env = append(os.Environ(), "GOOS="+system)
		out, err := list.CombinedOutput()
		require.NoError(t, err, string(out))
		for line := range strings.Lines(string(out)) {
			paths := strings.Fields(line)
			for i, path := range paths {
				if ours, ok := strings.CutPrefix(path, module); ok {
					paths[i] = strings.TrimPrefix(ours, "pkg/")
				}
			}
			all[paths[0]] = append(all[paths[0]], paths[1:]...)
		}
	}
	delete(all, "pkg") // this folder, which holds no code
	for pkg, paths := range all {
		slices.Sort(paths)
		all[pkg] = slices.Compact(paths)
	}
	return all
}

func TestImportsAreThoseOfTheTable(t *testing.T) {
	rows, actual := table(t), imports(t)
	ours := func(name string) bool { _, ok := actual[name]; return ok }
	seen := map[string]bool{}
	for i, r := range rows {
		assert.False(t, seen[r.pkg], "%s has two rows", r.pkg)
		seen[r.pkg] = true
		if !assert.True(t, ours(r.pkg), "%s has a row and does not exist", r.pkg) || slices.Equal(r.imports, []string{"everything"}) {
			continue
		}
		used := map[string]bool{}
		for _, path := range actual[r.pkg] {
			if !ours(path) && !strings.Contains(path, ".") {
				continue // of the standard library
			}
			name := path
			if !ours(path) {
				j := slices.IndexFunc(r.imports, func(name string) bool { return !ours(name) && strings.Contains("/"+path+"/", "/"+name+"/") })
				if j >= 0 {
					name = r.imports[j]
				}
			}
			used[name] = true
			assert.Contains(t, r.imports, name, "%s may not import %s: it is not in its row of pkg/doc.go", r.pkg, path)
		}
		for _, name := range r.imports {
			assert.True(t, used[name], "%s does not import %s, which its row of pkg/doc.go lists", r.pkg, name)
			assert.False(t, slices.ContainsFunc(rows[:i+1], func(above row) bool { return above.pkg == name }), "the row of %s must be below that of %s, which imports it", name, r.pkg)
		}
	}
	for pkg := range actual {
		assert.True(t, seen[pkg], "%s has no row in the table of pkg/doc.go", pkg)
	}
}
