package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// needs skips the test where one of the programs is not installed. Where CI is
// set it fails instead: CI installs what the tests need.
func needs(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		_, err := exec.LookPath(program)
		present(t, err == nil, program)
	}
}

// present is needs for what is no program on PATH.
func present(t testing.TB, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case inCI():
		t.Fatalf("%s is not installed, and in CI it must be", what)
	default:
		t.Skipf("%s is not installed", what)
	}
}

// inCI reports whether a test may not be skipped for want of a program.
func inCI() bool { return os.Getenv("CI") == "true" }

// outsideCI takes out what would make Hub speak the log protocol of the CI
// system that this test may run in.
func outsideCI(environ []string) []string {
	return slices.DeleteFunc(environ, func(entry string) bool {
		return strings.HasPrefix(entry, "GITHUB_") || strings.HasPrefix(entry, "GITLAB_") || strings.HasPrefix(entry, "CI=")
	})
}

// lacks is the condition [lacks:PROGRAM] of scripts, by which they skip with
// their reason; in CI it is an error, as needs is.
func lacks(condition string) (bool, error) {
	if name, ok := strings.CutPrefix(condition, "passed:"); ok {
		return passed(name), nil
	}
	program, ok := strings.CutPrefix(condition, "lacks:")
	if !ok {
		return false, fmt.Errorf("unknown condition %q", condition)
	}
	_, err := exec.LookPath(program)
	if err != nil && inCI() {
		return false, fmt.Errorf("%s is not installed, and in CI it must be", program)
	}
	return err != nil, nil
}

// nowhere checks that no file below the given ones contains a text:
// nowhere TEXT PATH…. A path that does not exist is an error, so that it cannot
// hold for want of something to look at.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: nowhere TEXT PATH…")
	}
	for _, root := range args[1:] {
		files := 0
		ts.Check(walkFiles(ts.MkAbs(root), func(path, content string) {
			files++
			if strings.Contains(content, args[0]) {
				ts.Fatalf("%s contains %q", path, args[0])
			}
		}))
		if files == 0 {
			ts.Fatalf("there is no file below %s to look into", root)
		}
	}
}

// walkFiles calls see for each regular file below root, root included.
func walkFiles(root string, see func(path, content string)) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil {
			see(path, string(content))
		}
		return err
	})
}
