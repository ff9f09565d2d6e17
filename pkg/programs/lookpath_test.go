package programs

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLookPath(t *testing.T) {
	suffix := ""
	if runtime.GOOS == "windows" {
		suffix = ".exe"
	}
	first, second := t.TempDir(), t.TempDir()
	file := filepath.Join(second, "prog"+suffix)
	require.NoError(t, os.WriteFile(file, nil, 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(first, "prog"+suffix), 0o755)) // a folder is no program
	path := strings.Join([]string{"", "relative", first, second}, string(os.PathListSeparator))

	found, err := LookPath("prog", path)
	require.NoError(t, err)
	require.Equal(t, file, found)

	found, err = LookPath("./prog", "")
	require.NoError(t, err)
	require.Equal(t, "./prog", found)

	for _, name := range []string{"other", ""} {
		_, err = LookPath(name, path)
		require.ErrorIs(t, err, exec.ErrNotFound)
	}
	_, err = LookPath("prog", "")
	require.ErrorIs(t, err, exec.ErrNotFound)

	if runtime.GOOS != "windows" {
		plain := filepath.Join(first, "plain")
		require.NoError(t, os.WriteFile(plain, nil, 0o644))
		_, err = LookPath("plain", path)
		require.ErrorIs(t, err, fs.ErrPermission)
		require.ErrorContains(t, err, plain)
		require.NoError(t, os.WriteFile(filepath.Join(second, "plain"), nil, 0o755))
		found, err = LookPath("plain", path)
		require.NoError(t, err)
		require.Equal(t, filepath.Join(second, "plain"), found)
	}
}
