package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/reporters"
)

// Every path, test and make target that the guides name exists.
func TestGuidesNameWhatThereIs(t *testing.T) {
	top := filepath.Join("..", "..")
	var guide strings.Builder
	for _, name := range []string{"CONTRIBUTING.md", "SECURITY.md"} {
		text, err := os.ReadFile(filepath.Join(top, ".github", name))
		require.NoError(t, err)
		guide.Write(text)
	}
	makefile, err := os.ReadFile(filepath.Join(top, "Makefile"))
	require.NoError(t, err)
	var code strings.Builder
	for _, dir := range []string{"cmd", "pkg", "config", "reporters"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(top, dir), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			code.Write(text)
			return err
		}))
	}
	names := 0
	for _, m := range regexp.MustCompile("(?m)`make ([a-z]+)`|^\\$ make ([a-z]+)|`(?:go (?:doc|test|run) \\./)?([^`\n ]+)[^`\n]*`").FindAllStringSubmatch(guide.String(), -1) {
		if target := m[1] + m[2]; target != "" {
			assert.True(t, strings.Contains(string(makefile), "\n"+target+":"), "there is no make %s", target)
			continue
		}
		name := strings.ReplaceAll(m[3], "NAME", "*")
		switch {
		case regexp.MustCompile(`^(Test|Fuzz|Benchmark)\w+$`).MatchString(name):
			assert.True(t, strings.Contains(code.String(), "func "+name+"("), "there is no %s", name)
		case regexp.MustCompile(`^(cmd|pkg|config|reporters|testdata|\.ci)[\w./*]*$`).MatchString(name):
			found, err := filepath.Glob(filepath.Join(top, name))
			require.NoError(t, err)
			assert.NotEmpty(t, found, "there is no %s", name)
		default:
			continue
		}
		names++
	}
	assert.Greater(t, names, 50, "the guide names less than it did")
}

// Every command has a script of its name.
func TestEveryCommandHasAScript(t *testing.T) {
	for _, cmd := range grammar(t).Children {
		assert.FileExists(t, filepath.Join("testdata", "script", cmd.Name+".txtar"))
	}
}

// Every report format is in the README.
func TestReadmeNamesEveryFormat(t *testing.T) {
	text, _ := readme(t)
	for _, name := range reporters.Names() {
		assert.Contains(t, text, "`"+name+"`")
	}
}
