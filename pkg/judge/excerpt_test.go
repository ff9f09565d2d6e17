package judge

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

func TestExcerpt(t *testing.T) {
	top := t.TempDir()
	root := filepath.Join(top, "project")
	write := func(name, text string) {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	write("a/run.py", "1\n2\n3\r\n4\n5\n6\n"+strings.Repeat("ä", 300)+"\n8\n9\n")
	write("secret.py", strings.Repeat("x", maxLine-4)+"hunter2-and-more\n")
	write("lines.py", "begins-here,\nand-ends-here\n1\n2\n3\n4\n5\n6\n")
	write("binary", "a\x00b\nc\n")
	write("latin1", "\xe4\n")
	write("large", strings.Repeat("x\n", maxSource))
	write(".env", "TOKEN=1\n")
	write("a/.git/config", "x\n")
	write("../outside", "x\n")
	if err := os.Symlink(filepath.Join(top, "outside"), filepath.Join(root, "link")); err != nil {
		t.Skip(err)
	}
	hide := mask.Compile([]string{"hunter2-and-more", "begins-here,\nand-ends-here"}).String
	of := func(file string, line int) *hub.Excerpt {
		return Excerpt(t.Context(), root, hide, &hub.Error{File: file, Line: line})
	}
	assert.Equal(t, &hub.Excerpt{Line: 1, Text: "1\n2\n3"}, of("a/run.py", 1))
	assert.Equal(t, &hub.Excerpt{Line: 2, Text: "2\n3\n4\n5\n6\n" + strings.Repeat("ä", maxLine/2) + "…\n8"}, of("a/run.py", 6))
	assert.Equal(t, &hub.Excerpt{Line: 5, Text: "5\n6\n" + strings.Repeat("ä", maxLine/2) + "…\n8\n9"}, of("a/run.py", 9))
	for name, line := range map[string]int{
		"a/run.py": 10, "a": 1, "gone": 1, "lines.py": 6, "binary": 1, "latin1": 1, "large": 1, ".env": 1, "a/.git/config": 1, "../outside": 1, "link": 1,
		"a/../a/run.py": 1, "": 1, "a//run.py": 1, "./a/run.py": 1, filepath.Join(root, "a", "run.py"): 1,
	} {
		assert.Nil(t, of(name, line), "%s:%d", name, line)
	}
	assert.Equal(t, &hub.Excerpt{Line: 1, Text: strings.Repeat("x", maxLine-4) + "***"}, of("secret.py", 1))
	assert.Nil(t, of("a/run.py", 0))
	assert.Nil(t, Excerpt(t.Context(), root, hide, nil))
}
