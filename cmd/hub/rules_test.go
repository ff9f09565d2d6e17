package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	"pkg/runner":            {"pkg/proc", "pkg/programs", "pkg/capture", "pkg/mask", "pkg/ansi", "pkg/seek", "pkg/plainfile", "pkg/atomicfile", "pkg/want", "pkg/hub", "config"},
	"pkg/catalog":           {"pkg/catalog/head", "config", "config/yamlmap", "pkg/plainfile", "pkg/nearest", "pkg/sanitize", "pkg/want", "pkg/hub"},
	"pkg/selection":         {"pkg/status", "pkg/usage", "pkg/hub"},
	"pkg/status":            {"pkg/runlog", "pkg/place", "pkg/plainfile", "pkg/atomicfile", "pkg/ansi", "pkg/want", "pkg/hub"},
	"pkg/stats":             {"pkg/status", "pkg/hub"},
	"pkg/query":             {"pkg/catalog", "pkg/selection", "pkg/stats", "pkg/status", "pkg/staleness", "pkg/fingerprint", "pkg/render", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"pkg/render":            {"pkg/sanitize", "pkg/hub"},
	"pkg/merge":             {"pkg/runlog", "pkg/status", "pkg/place", "pkg/plainfile", "pkg/atomicfile", "pkg/usage", "pkg/hub"},
	"pkg/fingerprint":       {"pkg/plainfile", "pkg/atomicfile", "pkg/hub"},
	"pkg/atomicfile":        {"pkg/plainfile"},
	"pkg/asyncwriter":       {},
	"pkg/plainfile":         {},
	"pkg/place":             {"pkg/plainfile", "pkg/atomicfile"},
	"pkg/runlog":            {"pkg/plainfile", "pkg/hub"},
	"pkg/classify":          {"pkg/lang", "pkg/expect", "pkg/sanitize", "pkg/ansi", "pkg/seek", "pkg/hub"},
	"pkg/lang":              {"pkg/hub"},
	"pkg/expect":            {"pkg/ansi", "pkg/seek", "pkg/hub"},
	"pkg/seek":              {"pkg/ansi"},
	"pkg/sanitize":          {"pkg/ansi"},
	"reporters":             {"reporters/junit", "reporters/markdown", "reporters/html", "reporters/text", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/junit":       {"reporters/text", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/markdown":    {"reporters/text", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/html":        {"reporters/text", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/console":     {"reporters/text", "pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/text":        {"pkg/sanitize", "pkg/ansi", "pkg/hub"},
	"reporters/sample":      {"pkg/runlog", "pkg/hub"},
	"config":                {"config/yamlmap", "pkg/lang", "pkg/nearest", "pkg/plainfile", "pkg/schema", "pkg/hub"},
	"config/yamlmap":        {"pkg/nearest", "pkg/schema"},
	"pkg/proc":              {"pkg/processes", "pkg/frames", "pkg/jobs", "pkg/programs", "pkg/want", "pkg/cgroup"},
	"pkg/processes":         {},
	"pkg/frames":            {},
	"pkg/jobs":              {"pkg/processes"},
	"pkg/programs":          {"pkg/cgroup", "pkg/plainfile"},
	"pkg/headroom":          {"pkg/programs"},
	"pkg/cgroup":            {},
	"pkg/capture":           {},
	"pkg/nearest":           {},
	"pkg/judge":             {"pkg/runner", "pkg/classify", "pkg/expect", "pkg/golden", "pkg/redact", "pkg/mask", "pkg/want", "pkg/hub", "config"},
	"pkg/staleness":         {"pkg/fingerprint", "pkg/status", "pkg/programs", "pkg/proc", "pkg/capture", "pkg/place", "pkg/mask", "pkg/sanitize", "pkg/want", "pkg/hub", "config"},
	"pkg/golden":            {"pkg/expect", "pkg/place", "pkg/plainfile", "pkg/want", "pkg/hub"},
	"pkg/redact":            {"config", "pkg/mask", "pkg/ansi", "pkg/hub"},
	"pkg/usage":             {"pkg/nearest"},
	"pkg/want":              {},
	"pkg/ansi":              {},
	"pkg/mask":              {"pkg/ansi"},
	"pkg/ci":                {"pkg/sanitize"},
	"pkg/ci/announce":       {"pkg/ci", "reporters/markdown", "pkg/sanitize", "reporters", "pkg/place", "pkg/plainfile", "pkg/programs", "pkg/ansi", "pkg/hub"},
	"pkg/githook":           {"pkg/plainfile", "pkg/want"},
	"pkg/schema":            {},
	"pkg/schema/jsontypes":  {"pkg/schema"},
	"pkg/schema/schematest": {},
	"pkg/catalog/head":      {"pkg/sanitize"},
	"pkg/catalog/edit":      {"pkg/catalog/head", "pkg/lang"},
	"pkg/hub":               {},
	"pkg":                   {}, // the map of the packages, no code
}

// stdOnly are the packages that import nothing but the standard library.
var stdOnly = []string{"pkg/hub", "pkg/ci", "pkg/ansi", "pkg/atomicfile", "pkg/catalog/head", "pkg/githook", "pkg/lang", "pkg/nearest", "pkg/schema", "pkg/want"}

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

// opens are the calls that wait for a pipe, or follow a link, or read without end.
var opens = regexp.MustCompile(`\bos\.(Open|OpenFile|OpenRoot|ReadFile|WriteFile|Create|Truncate)\(`)

// openedOtherwise are the files that may use them, and why.
var openedOtherwise = map[string]string{
	"cmd/hub/record.go":                   "--events: a reader that the user names",
	"cmd/hub/reports.go":                  "--report: likewise",
	"pkg/githook/install.go":              "a new file, which is not there yet",
	"pkg/programs/means_linux.go":         "the kernel's files below /proc",
	"pkg/programs/room_linux.go":          "likewise, and those of control groups",
	"pkg/runlog/write.go":                 "a new file, which is not there yet",
	"pkg/runner/workdir.go":               "likewise",
	"pkg/processes/procfs_linux.go":       "the kernel's files below /proc",
	"pkg/cgroup/dirs_linux.go":            "likewise",
	"pkg/runner/empty_windows.go":         "a folder, where there are no pipes",
	"pkg/schema/schematest/schematest.go": "tests only",
	"reporters/sample/golden.go":          "likewise",
	"pkg/status/temp.go":                  "in a folder that was made a moment ago for this user alone",
}

// What others can replace is opened by package plainfile.
func TestFilesAreOpenedByPlainfile(t *testing.T) {
	top := filepath.Join("..", "..")
	seen := map[string]bool{}
	for _, dir := range []string{"cmd", "pkg", "config", "reporters"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(top, dir), func(path string, d os.DirEntry, err error) error {
			name, _ := filepath.Rel(top, path)
			name = filepath.ToSlash(name)
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || name == "pkg/plainfile" || name == "pkg/proc"): // that of processes reads /proc
				return filepath.SkipDir
			case d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			text, err := os.ReadFile(path)
			if found := opens.Find(text); found != nil {
				seen[name] = true
				assert.Contains(t, openedOtherwise, name, "%s)", found)
			}
			return err
		}))
	}
	assert.Len(t, seen, len(openedOtherwise), "an exception that is none any more")
}
