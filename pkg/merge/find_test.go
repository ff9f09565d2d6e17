package merge

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// folder makes a folder with files, by their slash paths.
func folder(t *testing.T, files map[string][]byte) string {
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, data, 0o666))
	}
	return dir
}

// logOf returns a shard log, or the log of a run without shards if whole is
// set.
func logOf(t *testing.T, whole bool) []byte {
	s := shardOf(plan(2), 1, 2, 0)
	if whole {
		s.header.Shard = nil
	}
	return []byte(sealed(t, s.events()))
}

func find(t *testing.T, files map[string][]byte, named ...string) (*Found, error) {
	dir := folder(t, files)
	return Find(named, dir, func(path string) string {
		rel, err := filepath.Rel(dir, path)
		require.NoError(t, err)
		return filepath.ToSlash(rel)
	})
}

func TestFindReadsFilesAndFoldersOnce(t *testing.T) {
	f, err := find(t, map[string][]byte{"a/deep/x.ndjson": logOf(t, false), "a/deep/x.txt": logOf(t, false)}, "a", "a/deep/x.ndjson", "a")
	require.NoError(t, err)
	require.Len(t, f.Parts, 1)
	assert.Equal(t, "a/deep/x.ndjson", f.Parts[0].Path)
	assert.Empty(t, f.Absent)
	assert.Empty(t, f.Notes)
}

func TestFindReportsWhatIsNotAShardLog(t *testing.T) {
	whole, shard := logOf(t, true), logOf(t, false)
	torn := shard[:bytes.IndexByte(shard, '\n')/2]
	id := runlog.IDAt(at(0), "0001") + ".ndjson"
	for name, c := range map[string]struct {
		files  map[string][]byte
		named  string
		absent string // the only one; empty: none
		notes  int
	}{
		"nothing there":        {nil, "gone", "gone: no such file or folder; if it should be a shard log, that shard is missing", 0},
		"an empty folder":      {map[string][]byte{"d/x.txt": nil}, "d", "d contains no shard log", 0},
		"only whole runs":      {map[string][]byte{"d/w.ndjson": whole}, "d", "1 run log recorded without --shard, and no shard log", 1},
		"whole runs beside":    {map[string][]byte{"d/w.ndjson": whole, "d/s.ndjson": shard}, "d", "", 1},
		"torn, named":          {map[string][]byte{"t": torn}, "t", "t is not a run log, or its first line is missing or damaged, so its shard is unknown; run the shard again", 0},
		"empty, called a run":  {map[string][]byte{"d/" + id: nil}, "d", "d/" + id + " is not a run log, or its first line is missing or damaged, so its shard is unknown; run the shard again", 0},
		"empty, called others": {map[string][]byte{"d/x.ndjson": nil, "d/s.ndjson": shard}, "d", "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := find(t, c.files, c.named)
			require.NoError(t, err)
			if c.absent == "" {
				assert.Empty(t, f.Absent)
			} else {
				assert.Equal(t, []string{c.absent}, f.Absent)
			}
			assert.Len(t, f.Notes, c.notes)
		})
	}
}

func TestNamedLogOfAWholeRunIsAUsageError(t *testing.T) {
	_, err := find(t, map[string][]byte{"w.ndjson": logOf(t, true)}, "w.ndjson")
	_, ok := errors.AsType[*usage.Error](err)
	assert.True(t, ok, err)
	assert.EqualError(t, err, "w.ndjson is not a shard log: it was recorded without --shard=I/N")
}

func TestAccountNamesLogsAndWarnsOfOldOnes(t *testing.T) {
	whole := plan(4)
	near := join(t, shardOf(whole, 1, 2, 0).part(t, "a"), shardOf(whole, 2, 2, 3600).part(t, "b"))
	assert.Len(t, near.Account(), 2)
	assert.Contains(t, near.Account()[0], "shard 1/2: finished, 2 examples of ")

	far := join(t, shardOf(whole, 1, 2, 0).part(t, "a"), shardOf(whole, 2, 2, 25*3600).part(t, "b"))
	require.Len(t, far.Account(), 3)
	assert.Contains(t, far.Account()[2], "make sure that both belong to one pipeline")
}
