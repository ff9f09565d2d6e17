package status

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A byte order mark, which editors of Windows write, is not damage, in a file
// of any version or without one.
func TestByteOrderMark(t *testing.T) {
	for version, text := range map[string]string{
		"3.0": `{"metadata":{"version":"3.0"},"examples":{"a":{"status":"error"}}}`,
		"2.0": `{"metadata":{"version":"2.0"},"examples":{"a":{"status":"error"}}}`,
		"1.0": `{"examples":{"1":{"status":"error","relativePath":"a"}}}`,
	} {
		d, err := decode(strings.NewReader("\ufeff" + text))
		require.NoError(t, err)
		require.NoError(t, d.damage, version)
		assert.Equal(t, version, d.version)
		assert.Len(t, d.file.Examples, 1)
	}
	for _, text := range []string{"", "\ufeff", "\ufeff\ufeff{}", "{\ufeff}"} {
		d, err := decode(strings.NewReader(text))
		require.NoError(t, err)
		assert.Error(t, d.damage, "%q", text)
	}
	file := filepath.Join(t.TempDir(), "status.json")
	require.NoError(t, os.WriteFile(file, []byte("\ufeff"+`{"metadata":{"version":"`+Version+`","totalExamples":0}}`), 0o600))
	_, ok := (&Store{file: file}).head()
	assert.True(t, ok)
}
