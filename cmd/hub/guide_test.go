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

// Every path and every test that the guide names exists.
func TestGuideNamesWhatThereIs(t *testing.T) {
	top := filepath.Join("..", "..")
	guide, err := os.ReadFile(filepath.Join(top, ".github", "CONTRIBUTING.md"))
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
	for _, m := range regexp.MustCompile("`([^`\n]+)`|go doc \\./([a-z/]+)").FindAllStringSubmatch(string(guide), -1) {
		name := m[1] + m[2]
		switch {
		case regexp.MustCompile(`^(Test|Fuzz|Benchmark)\w+$`).MatchString(name):
			assert.Contains(t, code.String(), "func "+name+"(", "there is no %s", name)
		case regexp.MustCompile(`^(cmd|pkg|config|reporters|testdata)[\w./*]*$`).MatchString(name):
			found, err := filepath.Glob(filepath.Join(top, name))
			require.NoError(t, err)
			assert.NotEmpty(t, found, "there is no %s", name)
		default:
			continue
		}
		names++
	}
	assert.Greater(t, names, 15, "the guide names less than it did")
}
