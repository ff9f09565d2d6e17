package terminal

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestColorIsDecidedByFlagThenVariables(t *testing.T) {
	for _, tt := range []struct {
		mode string
		env  map[string]string
		want bool
	}{
		{"always", map[string]string{"NO_COLOR": "1"}, true},
		{"never", map[string]string{"FORCE_COLOR": "1"}, false},
		{"auto", nil, false},
		{"auto", map[string]string{"FORCE_COLOR": "1"}, true},
		{"auto", map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"auto", map[string]string{"FORCE_COLOR": "0"}, false},
		{"auto", map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, false},
	} {
		assert.Equal(t, tt.want, Color(tt.mode, io.Discard, func(name string) string { return tt.env[name] }), "%v", tt)
	}
}

func TestAFileIsNoTerminal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	_, ok := Of(f)
	assert.False(t, ok)
	_, ok = Of(io.Discard)
	assert.False(t, ok)
	assert.Zero(t, Width(f))
}
