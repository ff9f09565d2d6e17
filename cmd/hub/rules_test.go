package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-00a9b34c/hub"

// mayImport is the layout: which of our packages each may import. A package
// that is not in it is not in the layout, and the test fails until somebody
// has decided where it belongs. cmd/hub may import all of them.
var mayImport = map[string][]string{
	"pkg/runner":            {"pkg/proc", "pkg/mask", "pkg/ansi", "pkg/seek", "pkg/atomicfile", "pkg/want", "pkg/hub", "config"},
	"pkg/catalog":           {"pkg/catalog/head", "config", "pkg/want", "pkg/hub"},
	"pkg/selection":         {"pkg/status", "pkg/hub"},
	"pkg/status":            {"pkg/runlog", "pkg/place", "pkg/atomicfile", "pkg/ansi", "pkg/hub"},
	"pkg/stats":             {"pkg/status", "pkg/hub"},
	"pkg/merge":             {"pkg/runlog", "pkg/hub"},
	"pkg/fingerprint":       {"pkg/atomicfile", "pkg/hub"},
	"pkg/atomicfile":        {},
	"pkg/place":             {"pkg/atomicfile"},
	"pkg/runlog":            {"pkg/hub"},
	"pkg/classify":          {"pkg/expect", "pkg/ansi", "pkg/seek", "pkg/hub"},
	"pkg/expect":            {"pkg/ansi", "pkg/seek", "pkg/hub"},
	"pkg/seek":              {"pkg/ansi"},
	"reporters":             {"reporters/html", "pkg/ansi", "pkg/hub"},
	"reporters/html":        {"pkg/ansi"},
	"config":                {"pkg/hub"},
	"pkg/proc":              {"pkg/want"},
	"pkg/want":              {},
	"pkg/ansi":              {},
	"pkg/mask":              {"pkg/ansi"},
	"pkg/ci":                {},
	"pkg/githook":           {},
	"pkg/schema":            {},
	"pkg/schema/schematest": {},
	"pkg/catalog/head":      {},
	"pkg/catalog/edit":      {"pkg/catalog/head"},
	"pkg/hub":               {},
	"pkg":                   {}, // the map of the packages, no code
}

// stdOnly are the packages that import nothing but the standard library.
var stdOnly = []string{"pkg/hub", "pkg/ci", "pkg/ansi", "pkg/atomicfile", "pkg/catalog/head", "pkg/githook", "pkg/schema", "pkg/want"}

func TestImportsGoDownward(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"/...").CombinedOutput()
	require.NoError(t, err, string(out))
	seen := 0
	for l := range strings.Lines(string(out)) {
		fields := strings.Fields(l)
		pkg := strings.TrimPrefix(fields[0], module+"/")
		if pkg == "cmd/hub" {
			continue
		}
		seen++
		allowed, known := mayImport[pkg]
		if !assert.True(t, known, "%s is not in the layout", pkg) {
			continue
		}
		for _, imported := range fields[1:] {
			if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
				assert.Contains(t, allowed, ours, "%s may not import %s", pkg, ours)
			} else if slices.Contains(stdOnly, pkg) {
				assert.NotContains(t, imported, ".", "%s may import the standard library only", pkg)
			}
		}
	}
	assert.Equal(t, len(mayImport), seen, "a package of the layout is missing")
}
