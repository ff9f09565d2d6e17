package fingerprint

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An answer counts for the command that was asked and the program file that
// gave it.
func TestVersions(t *testing.T) {
	dir := t.TempDir()
	program, file := filepath.Join(dir, "php"), filepath.Join(dir, "versions.json")
	require.NoError(t, os.WriteFile(program, []byte("one"), 0o755))
	open := func() (*os.Root, error) { return os.OpenRoot(dir) }
	argv := []string{"php", "--version", "s3cret"}

	v := LoadVersions(file)
	v.Folder = open
	_, ok := v.Get(argv, program)
	assert.False(t, ok)
	require.NoError(t, v.Save())
	assert.NoFileExists(t, file, "there is nothing to keep")
	v.Put(argv, program, "PHP 8")
	require.NoError(t, v.Save())

	v = LoadVersions(file)
	text, ok := v.Get(argv, program)
	assert.True(t, ok)
	assert.Equal(t, "PHP 8", text)
	for _, other := range [][]string{{"php", "-v"}, {"php", "--version"}, {"php", "--versions3cret"}} {
		_, ok = v.Get(other, program)
		assert.False(t, ok, other)
	}
	_, ok = v.Get(argv, filepath.Join(dir, "none"))
	assert.False(t, ok)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.NotContains(t, string(data), "s3cret", "a command may hold the values of variables")

	// Another file of that name, or another behind a link.
	require.NoError(t, os.Remove(program))
	require.NoError(t, os.WriteFile(program, []byte("eleven"), 0o755))
	_, ok = v.Get(argv, program)
	assert.False(t, ok)

	for _, damage := range []string{"", "{", "[]", `{"version":99,"answers":{}}`, `{"version":1,"answers":null}`} {
		require.NoError(t, os.WriteFile(file, []byte(damage), 0o644))
		v := LoadVersions(file)
		v.Folder = open
		_, ok := v.Get(argv, program)
		assert.False(t, ok, damage)
		v.Put(argv, program, "PHP 9")
		require.NoError(t, v.Save())
	}
	v = LoadVersions(file)
	v.Folder = func() (*os.Root, error) { return nil, fs.ErrNotExist }
	v.Put(argv, program, "PHP 10")
	assert.NoError(t, v.Save(), "where no state is kept no version is")
	v.Folder = func() (*os.Root, error) { return nil, errors.New("full") }
	v.Put(argv, program, "PHP 11")
	assert.Error(t, v.Save())
}
