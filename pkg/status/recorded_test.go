package status

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestRecordedIsAFileOrALog(t *testing.T) {
	s := newStore(t)
	assert.False(t, s.Recorded())
	record(t, s, 1, "", "", hub.StatusCompleted)
	assert.True(t, s.Recorded(), "a log that is not folded yet")

	s = newStore(t)
	require.NoError(t, os.MkdirAll(filepath.Dir(s.File()), 0o755))
	require.NoError(t, os.WriteFile(s.File(), []byte("{"), 0o644))
	assert.True(t, s.Recorded(), "a file that cannot be read")
}
