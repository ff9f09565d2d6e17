//go:build unix

package catalog

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
)

// With nothing known, and with all of it, the inodes are those that the system says.
func TestInodesAreThoseOfTheFiles(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "examples", "b")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, name := range []string{"z.sh", "a.sh", "m.py"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("# text\n"), 0o644))
	}
	require.NoError(t, os.Symlink("a.sh", filepath.Join(dir, "link.sh")))
	require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "broken.sh")))
	cfg := configure(t, root, oneSource)
	where := filepath.Join(root, ".hub", "cache", "files.bin")
	require.NoError(t, os.Mkdir(filepath.Join(root, ".hub"), 0o755))
	for range 2 {
		files := filecache.Load(where, root, func() time.Time { return time.Now().Add(time.Hour) })
		c, err := Discover(cfg, files)
		require.NoError(t, err)
		require.Len(t, c.Examples, 5)
		for i, e := range c.Examples {
			var want [2]uint64
			var s unix.Stat_t
			if unix.Stat(e.File, &s) == nil {
				want = [2]uint64{uint64(s.Dev), s.Ino}
			}
			assert.Equal(t, want, c.Inode(i), e.Path)
		}
		require.NoError(t, files.Save(nil))
	}
}
