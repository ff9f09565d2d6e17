package part_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
)

// A refusal is of one attempt at one part of one plan; what is odd there is none.
func TestRefusals(t *testing.T) {
	c := newCheckout(t).cut(2, planfile.Header{}, nil)
	file, err := part.Open(c.plan, "plan")
	require.NoError(t, err)
	defer file.Close()
	dir := t.TempDir()
	for name, choice := range map[string]part.Choice{"00001-a": {Index: 1}, "00002.1-b": {Index: 2, Example: 1}} {
		taken, err := file.Take(choice)
		require.NoError(t, err)
		require.NoError(t, taken.Refuse(filepath.Join(dir, name), 3, "another commit"))
	}
	for name, text := range map[string]string{"00003-c": "{", "00004-d": `{"plan":"0123456789abcdef","part":1,"attempt":3}`, "00005-e": ""} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, name), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name, "refused.json"), []byte(text), 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o644))
	id := file.Header.ID
	assert.Equal(t, []part.Refusal{
		{Plan: id, Index: 1, Attempt: 3, Error: "another commit"},
		{Plan: id, Index: 2, Example: 1, Attempt: 3, Error: "another commit"},
	}, part.Refusals(dir, id, 3))
	assert.Empty(t, part.Refusals(dir, id, 2))
	assert.Empty(t, part.Refusals(dir, "0000000000000000", 3))
	assert.Empty(t, part.Refusals(filepath.Join(dir, "none"), id, 3))
}
