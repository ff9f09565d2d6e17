package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-00a9b34c/hub"

// opens are the calls that wait for a pipe, or follow a link, or read without end.
var opens = regexp.MustCompile(`\bos\.(Open|OpenFile|OpenRoot|ReadFile|WriteFile|Create|Truncate)\(`)

// openedOtherwise are the files that may use them, and why.
var openedOtherwise = map[string]string{
	"pkg/recording/events.go":                  "--events: a reader that the user names",
	"pkg/delivery/write.go":                    "--report: likewise",
	"pkg/githook/install.go":                   "a new file, which is not there yet",
	"pkg/programs/means_linux.go":              "the kernel's files below /proc",
	"pkg/programs/room_linux.go":               "likewise, and those of control groups",
	"pkg/runlog/write.go":                      "a new file, which is not there yet",
	"pkg/runner/workdir.go":                    "likewise",
	"pkg/processes/procfs_linux.go":            "the kernel's files below /proc",
	"pkg/cgroup/dirs_linux.go":                 "likewise",
	"pkg/runner/empty_windows.go":              "a folder, where there are no pipes",
	"pkg/engine/enginetest/processes_linux.go": "tests only",
	"pkg/engine/enginetest/gridengine.go":      "likewise",
	"pkg/engine/enginetest/server.go":          "likewise",
	"pkg/schema/schematest/schematest.go":      "likewise",
	"pkg/programs/programtest/programtest.go":  "likewise",
	"reporters/sample/golden.go":               "likewise",
	"pkg/status/temp.go":                       "in a folder that was made a moment ago for this user alone",
}

// sources calls f with each of our Go files that is no test.
func sources(t *testing.T, f func(name string, text []byte)) {
	top := filepath.Join("..", "..")
	for _, dir := range []string{"cmd", "pkg", "config", "reporters"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(top, dir), func(path string, d os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return filepath.SkipDir
			case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			name, err := filepath.Rel(top, path)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(path)
			f(filepath.ToSlash(name), text)
			return err
		}))
	}
}

// What others can replace is opened by package plainfile.
func TestFilesAreOpenedByPlainfile(t *testing.T) {
	seen := map[string]bool{}
	sources(t, func(name string, text []byte) {
		if strings.HasPrefix(name, "pkg/plainfile/") || strings.HasPrefix(name, "pkg/proc/") { // that of processes reads /proc
			return
		}
		if found := opens.Find(text); found != nil {
			seen[name] = true
			assert.Contains(t, openedOtherwise, name, "%s)", found)
		}
	})
	assert.Len(t, seen, len(openedOtherwise), "an exception that is none any more")
}

// ambient are the functions and variables that read what [Process] holds.
var ambient = map[string][]string{
	"os": {
		"Args", "Stdin", "Stdout", "Stderr", "Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv", "Unsetenv", "Clearenv",
		"Getwd", "Chdir", "TempDir", "UserHomeDir", "UserCacheDir", "UserConfigDir",
	},
	"syscall":               {"Getenv", "Environ", "Getwd", "Chdir", "Fchdir", "Stdin", "Stdout", "Stderr"},
	"golang.org/x/sys/unix": {"Getenv", "Environ", "Getwd", "Chdir", "Fchdir", "Stdin", "Stdout", "Stderr"},
	"path/filepath":         {"Abs"},
	"os/exec":               {"LookPath"},
	"fmt":                   {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"time":                  {"Now"},
}

// readAmbient are the files that may use them, and why. Of the clock they use
// differences only: waits, deadlines, lengths of time.
var readAmbient = map[string]string{
	"cmd/hub/main.go":                  "what hubMain gets",
	"pkg/engine/enginetest/client.go":  "tests only",
	"pkg/engine/enginetest/server.go":  "likewise",
	"pkg/fixture/fixture.go":           "the time that is left of a run",
	"pkg/ci/announce/files.go":         "a deadline",
	"pkg/programs/lookpath_windows.go": "PATHEXT, for a file whose folder is known",
	"pkg/proc/looker_unix.go":          "a deadline",
	"pkg/proc/reaper_linux.go":         "likewise",
	"pkg/proc/run_windows.go":          "the length of an attempt; the console for --raw",
	"pkg/proc/supervisor_unix.go":      "a deadline; the program to start as a supervisor process",
	"pkg/proc/worker_unix.go":          "the length of an attempt",
	"pkg/queue/connect.go":             "a deadline",
	"pkg/queue/worker.go":              "how long an attempt has been running",
	"pkg/runner/feed.go":               "a wait",
	"pkg/runner/pool.go":               "waits between attempts",
	"pkg/runner/scratch.go":            "compared with times of files",
	"pkg/runner/settle.go":             "waits between attempts",
	"pkg/runner/steps.go":              "the length of a step",
	"pkg/runner/want.go":               "a wait",
	"pkg/status/lock.go":               "how long the lock was waited for",
	"pkg/processes/end_linux.go":       "a deadline",
	"pkg/supervision/child_unix.go":    "the time limit and length of an attempt",
	"pkg/supervision/ending_unix.go":   "a deadline",
	"pkg/supervision/oom_linux.go":     "the age of what was read",
	"pkg/supervision/serve_unix.go":    "how a supervisor process knows that it is one",
	"pkg/supervision/start_unix.go":    "a deadline",
	"pkg/supervision/suspend_unix.go":  "how long hub was suspended",
	"pkg/supervision/tree_linux.go":    "a deadline; the slack of hub's timers",
	"reporters/sample/writers.go":      "tests only",
}

// What hub knows of the process and the system is handed to hubMain, so that the
// same input gives the same output.
func TestTheProcessIsHandedIn(t *testing.T) {
	seen := map[string]bool{}
	sources(t, func(name string, text []byte) {
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		packages := map[string]string{} // by the names that the file uses
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			local := path.Base(imported)
			if spec.Name != nil {
				local = spec.Name.Name
				assert.NotEqual(t, ".", local, "%s", name)
			}
			packages[local] = imported
		}
		ast.Inspect(file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := selector.X.(*ast.Ident)
			if ok && slices.Contains(ambient[packages[of.Name]], selector.Sel.Name) {
				seen[name] = true
				assert.NotEmpty(t, readAmbient[name], "%s: %s.%s", name, of.Name, selector.Sel.Name)
			}
			return true
		})
	})
	for name := range readAmbient {
		assert.True(t, seen[name], "%s is no exception any more", name)
	}
}

// What reads best when it is small stays small: the program above the packages, of
// which each file is a room, and the run, which is read in one sitting.
func TestRoomsStaySmall(t *testing.T) {
	lines := map[string]int{} // by folder
	sources(t, func(name string, text []byte) {
		n := bytes.Count(text, []byte("\n"))
		lines[path.Dir(name)] += n
		if path.Dir(name) == "cmd/hub" {
			assert.LessOrEqual(t, n, 150, "lines of %s", name)
		}
		if path.Dir(name) != "pkg/session" {
			return
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				assert.LessOrEqual(t, set.Position(f.End()).Line-set.Position(f.Pos()).Line, 60, "lines of %s in %s", f.Name.Name, name)
			}
		}
	})
	assert.LessOrEqual(t, lines["cmd/hub"], 3000)
	assert.LessOrEqual(t, lines["pkg/session"], 620) // a line for each step that is measured
	assert.Greater(t, min(lines["cmd/hub"], lines["pkg/session"]), 300)
}
