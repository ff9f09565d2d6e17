package plainfile

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPresence(t *testing.T) {
	root := t.TempDir()
	there := func(i int) string { return fmt.Sprintf("dir/sub/%02d.sh", i) }
	require.NoError(t, os.MkdirAll(filepath.Join(root, "dir", "sub"), 0o755))
	for i := range 3 * listAfter {
		require.NoError(t, os.WriteFile(filepath.Join(root, filepath.FromSlash(there(i))), nil, 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "top.sh"), nil, 0o644))
	p := Presence{Root: root}
	for i := range 3 * listAfter {
		assert.False(t, p.Missing(there(i)), i)
		assert.True(t, p.Missing(there(i)+".gone"), i)
		if i%5 == 4 { // one folder, then another, and back
			assert.False(t, p.Missing("top.sh"))
			assert.True(t, p.Missing("dir/none.sh"))
			assert.True(t, p.Missing("none/none.sh"))
		}
	}
	// A file that appears behind the listing is there.
	require.NotNil(t, p.names)
	require.NoError(t, os.WriteFile(filepath.Join(root, "dir", "sub", "late.sh"), nil, 0o644))
	assert.False(t, p.Missing("dir/sub/late.sh"))
}
