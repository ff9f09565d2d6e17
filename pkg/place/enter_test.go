package place

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEnterLeadsWhereAShellWouldGo(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(top, "a", "b"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(top, "file"), nil, 0o666))
	for path, want := range map[string]string{
		"a": "a", "./a/b/..": "a", "a/": "a", ".": ".", "a/b/../..": ".", filepath.Join(top, "a", "b"): filepath.Join("a", "b"),
	} {
		got, err := Enter(top, path)
		require.NoError(t, err, path)
		assert.Equal(t, filepath.Join(top, want), got, path)
	}
	nowhere := []string{"none", "file", "file/.."}
	if runtime.GOOS == "windows" { // which takes ".." away before it looks
		nowhere = nowhere[:2]
	}
	for _, path := range nowhere {
		_, err := Enter(top, path)
		assert.Error(t, err, path)
	}
	if os.Symlink(filepath.Join("a", "b"), filepath.Join(top, "link")) != nil {
		t.Skip("this system makes no links")
	}
	got, err := Enter(top, "link/..")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "a"), got, "above what the link leads to")
	got, err = Enter(filepath.Join(top, "link"), ".")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "link"), got, "the folder where one is keeps its name")
}
