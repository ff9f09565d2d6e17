package runlog

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	id, err := Interrupted(dir)
	require.NoError(t, err)
	assert.Empty(t, id, "no log at all")
	for _, c := range []struct {
		text string
		want bool
	}{
		{`{"type":"run-started"}` + "\n" + `{"type":"run-finished","end":{"reason":"finished"}}` + "\n", false},
		{`{"type":"run-finished"}` + "\n", false},
		{`{"type":"run-started"}` + "\n" + `{"type":"run-finished"}`, true}, // torn
		{`{"type":"run-started"}` + "\n", true},
		{`{"type":"run-started"}` + "\n" + `{"type":"example-fini`, true},
		{"", true},
		{"\n", true},
		{"no JSON\n", true},
	} {
		require.NoError(t, os.WriteFile(Path(dir, "20260102T000000.000Z-0001"), []byte(c.text), 0o644))
		require.NoError(t, os.WriteFile(Path(dir, "20260101T000000.000Z-0001"), nil, 0o644), "older ones do not matter")
		id, err := Interrupted(dir)
		require.NoError(t, err)
		assert.Equal(t, c.want, id != "", "%q", c.text)
		if c.want {
			assert.Equal(t, "20260102T000000.000Z-0001", id)
		}
	}
	id, err = Interrupted(dir + "/none")
	require.NoError(t, err)
	assert.Empty(t, id)
}
