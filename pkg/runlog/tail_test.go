package runlog

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnclosed(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	unclosed := func() ([]string, error) {
		all, err := ListIn(root)
		require.NoError(t, err)
		return Unclosed(root, all)
	}
	ids, err := unclosed()
	require.NoError(t, err)
	assert.Empty(t, ids, "no log at all")
	const closedText = `{"type":"run-started"}` + "\n" + `{"type":"run-finished","end":{"reason":"finished"}}` + "\n"
	write := func(id, text string) { require.NoError(t, os.WriteFile(Path(dir, id), []byte(text), 0o644)) }
	var want []string
	for i, c := range []struct {
		text string
		want bool
	}{
		{closedText, false},
		{`{"type":"run-finished"}` + "\n", false},
		{`{"type":"run-started"}` + "\n" + `{"type":"run-finished"}`, true}, // torn
		{`{"type":"run-started"}` + "\n", true},
		{`{"type":"run-started"}` + "\n" + `{"type":"example-fini`, true},
		{"", true},
		{"\n", true},
		{"no JSON\n", true},
		{closedText, false}, // a later run that ended hides none of them
	} {
		id := fmt.Sprintf("20260102T000000.%03dZ-0001", i)
		write(id, c.text)
		if c.want {
			want = append(want, id)
		}
	}
	ids, err = unclosed()
	require.NoError(t, err)
	assert.Equal(t, want, ids)

	// One that cannot be read is told, and hides no other.
	if os.Symlink("nowhere", Path(dir, "20260103T000000.000Z-0001")) == nil {
		ids, err = unclosed()
		require.ErrorContains(t, err, "is not a file but a symbolic link")
		assert.Equal(t, want, ids)
	}

	// The last hundred are looked at, whatever their names.
	for i := range MaxLooked {
		write(fmt.Sprintf("20260104T000000.%03dZ-0001", i), closedText)
	}
	ids, err = unclosed()
	require.NoError(t, err)
	assert.Empty(t, ids)

	ids, err = Unclosed(root, []string{"20260104T000000.000Z-0001", "20260102T000000.003Z-0001"})
	require.NoError(t, err)
	assert.Equal(t, []string{"20260102T000000.003Z-0001"}, ids)
}
