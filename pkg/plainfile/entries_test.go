package plainfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Entries says what fs.ReadDir says.
func TestEntries(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "b"), "text")
	put(t, filepath.Join(dir, "a"), "")
	link(t, "b", filepath.Join(dir, "link"))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder"), 0o755))
	root, err := Folder(dir)
	require.NoError(t, err)
	defer root.Close()
	for range 2 { // the folder stays open
		got, err := Entries(root)
		require.NoError(t, err)
		want, err := fs.ReadDir(root.FS(), ".")
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for i, e := range want {
			assert.Equal(t, e.Name(), got[i].Name())
			assert.Equal(t, e.Type(), got[i].Type(), e.Name())
			info, err := got[i].Info()
			require.NoError(t, err)
			same, err := e.Info()
			require.NoError(t, err)
			assert.True(t, os.SameFile(same, info), e.Name())
		}
	}
}
