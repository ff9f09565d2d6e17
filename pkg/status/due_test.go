package status

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// What is gone is neither in the catalog nor a file; without the whole catalog
// nothing is.
func TestDueFindsWhatIsGone(t *testing.T) {
	s := newStore(t)
	recordAs(t, s, 1, 1, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted)
	file, _ := fold(t, s)
	asked := 0
	due := func(certain bool, ids ...string) (gone []string, ok bool) {
		p, ok := s.Due(Policy{}, func() (examples []hub.Example, _ bool) {
			asked++
			for _, id := range ids {
				examples = append(examples, hub.Example{ID: id})
			}
			return examples, certain
		})
		for _, id := range file.IDs() {
			if e := file.Examples[id]; ok && p.Gone != nil && p.Gone(id, e.RelativePath) {
				gone = append(gone, id)
			}
		}
		return gone, ok
	}
	first := file.Examples["a"].RelativePath
	require.NoError(t, os.MkdirAll(filepath.Join(s.Root, filepath.Dir(first)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(s.Root, first), nil, 0o644))

	gone, ok := due(true, "b")
	assert.True(t, ok)
	assert.Equal(t, []string{"c"}, gone)
	gone, ok = due(false, "b")
	assert.True(t, ok)
	assert.Empty(t, gone)
	assert.Equal(t, 2, asked)

	for _, id := range file.IDs() {
		require.NoError(t, os.WriteFile(filepath.Join(s.Root, file.Examples[id].RelativePath), nil, 0o644))
	}
	_, ok = due(true)
	assert.False(t, ok)
	assert.Equal(t, 2, asked, "the catalog was asked for nothing")
}
