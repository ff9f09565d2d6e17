package runlog

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestSequence(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, "real")
	require.NoError(t, err)
	header := hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: "real", Sequence: 42, Plan: []hub.Example{{ID: "a"}}}
	require.NoError(t, w.Append(hub.Event{Type: hub.EventRunStarted, Time: time.Unix(1, 0), Run: &header}))
	require.NoError(t, w.Close())
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	n, err := Sequence(root, "real")
	require.NoError(t, err)
	assert.Equal(t, int64(42), n)
	log, err := Read(w.Path())
	require.NoError(t, err)
	assert.Equal(t, int64(42), log.Run.Sequence)

	path := Path(dir, "log")
	for _, c := range []struct {
		name, text string
		want       int64
	}{
		{"empty", "", 0},
		{"nonsense", "x\ny\n", 0},
		{"none given", `{"type":"run-started","run":{"schemaVersion":1}}` + "\n", 0},
		{"torn", `{"type":"run-started","run":{"sequence":3}}`, 0},
		{"after the end of a torn line", "{\n\n" + `{"type":"run-started","run":{"sequence":3}}` + "\n", 3},
		{"the first of two", `{"type":"run-started","run":{"sequence":3}}` + "\n" + `{"type":"run-started","run":{"sequence":4}}` + "\n", 3},
		{"of a newer hub", `{"type":"run-started","run":{"schemaVersion":99,"sequence":5,"id":7}}` + "\n", 5},
		{"not a number", `{"type":"run-started","run":{"sequence":"5"}}` + "\n", 0},
		{"greater than any", `{"type":"run-started","run":{"sequence":1e300}}` + "\n", 0},
	} {
		require.NoError(t, os.WriteFile(path, []byte(c.text), 0o644))
		n, err := Sequence(root, "log")
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, n, c.name)
	}
	_, err = Sequence(root, "nothing")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.Mkdir(Path(dir, "folder"), 0o755))
	_, err = Sequence(root, "folder")
	require.ErrorContains(t, err, "is not a file but a folder")
}
