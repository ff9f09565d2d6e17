package main

import (
	"os"
	"path/filepath"
	"regexp"
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
	"pkg/recording/events.go":             "--events: a reader that the user names",
	"pkg/delivery/write.go":               "--report: likewise",
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
