package programs

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGroupRoom(t *testing.T) {
	mount := t.TempDir()
	for name, text := range map[string]string{
		"a/b/pids.max": "max\n", "a/b/pids.current": "7\n",
		"a/pids.max": "100\n", "a/pids.current": "60\n",
		"pids/c/pids.max": "30\n", "pids/c/pids.current": "31\n",
		"bad/pids.max": "x\n", "bad/pids.current": "1\n",
		"lone/pids.max": "5\n",
	} {
		path := filepath.Join(mount, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	for dirs, want := range map[string]int{
		"":              math.MaxInt,
		"a/b a":         40, // the group above bounds it
		"a/elsewhere a": 40,
		"pids/c a":      0,
		"memory/c":      math.MaxInt,
		"bad":           math.MaxInt,
		"lone":          math.MaxInt,
	} {
		var list []string
		for dir := range strings.FieldsSeq(dirs) {
			list = append(list, filepath.Join(mount, dir))
		}
		assert.Equal(t, want, groupRoom(list), dirs)
	}
}

func TestFirstField(t *testing.T) {
	text := []byte("Name:\tx\nUid:\t7\t8\t8\nThreads:\t12\n")
	assert.Equal(t, "7", firstField(text, "\nUid:"))
	assert.Equal(t, "12", firstField(text, "\nThreads:"))
	assert.Empty(t, firstField(text, "\nGid:"))
	assert.Empty(t, firstField(nil, "\nUid:"))
}
