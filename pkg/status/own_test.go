package status

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// What counts as hub's status file if the folder is not hub's own.
func TestForeign(t *testing.T) {
	var present strings.Builder
	require.NoError(t, sample().encode(&present))
	for text, ours := range map[string]bool{
		present.String():                                  true,
		"\xef\xbb\xbf" + present.String():                 true,
		present.String()[:100]:                            true,
		present.String()[:40]:                             true,
		present.String()[:14]:                             true,
		present.String() + "{}":                           true,
		`{"metadata":{"version":"1.0","lastUpdated":"x"`:  true,
		`{"metadata":{"version":"2.0"},"examples":{"a":`:  true,
		"{\n    \"metadata\": {\n        \"version\": \"": true,
		`{"examples":[]}`:                                 true,
		`{"examples":{"1":{"index":1}},"statistics":{}}`:  true,
		"":                        false,
		"{":                       false,
		"{}":                      false,
		"null":                    false,
		"ssh-ed25519 AAAA mine\n": false,
		"echo a\n":                false,
		`{"name":"x","version":"1.0","metadata":{}}`:    false,
		`{"metadata":{"language_info":{}},"cells":[]}`:  false,
		`{"metadata":{"name":"pod"},"apiVersion":"v1"}`: false,
		`{"metadata":{"name":"p`:                        false,
		`["examples"]`:                                  false,
		`{"examples":"mine"}`:                           false,
	} {
		root := t.TempDir()
		file := filepath.Join(root, "data", "state.json")
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		s := Open(file, time.Now)
		_, _, err := s.Load()
		lock, lockErr := s.Lock(context.Background(), 0)
		if ours {
			assert.NoError(t, s.Foreign(), "%.60s", text)
			assert.NoError(t, err, "%.60s", text)
			require.NoError(t, lockErr, "%.60s", text)
			require.NoError(t, lock.Unlock())
			continue
		}
		var foreign *ForeignError
		assert.ErrorAs(t, err, &foreign, "%.60s", text)
		assert.ErrorAs(t, lockErr, &foreign, "%.60s", text)
		assert.ErrorAs(t, s.Foreign(), &foreign, "%.60s", text)
		after, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, text, string(after))
		entries, err := os.ReadDir(filepath.Dir(file))
		require.NoError(t, err)
		assert.Len(t, entries, 1, "nothing was made beside it")
	}
}

// In hub's own folder, any file with the default name is a status file, and no
// other file is.
func TestOwnFolders(t *testing.T) {
	for name, own := range map[string]bool{
		".hub/status.json": true, "made/status.json": true, "mine/status.json": false, ".hub/other.txt": false, "made/other.txt": false, "venv/status.json": false,
	} {
		root := t.TempDir()
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		switch filepath.Base(filepath.Dir(file)) {
		case "made":
			require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(file), ".gitignore"), []byte("*\n"), 0o644))
		case "venv":
			require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(file), ".gitignore"), []byte("# made by another tool\n*\n"), 0o644))
		}
		require.NoError(t, os.WriteFile(file, []byte("garbage"), 0o644))
		assert.Equal(t, own, Open(file, time.Now).Foreign() == nil, name)
	}
}

// Logs, locks and temporary folders that are not recognisably hub's are kept.
func TestCleanRemovesOnlyHubsFiles(t *testing.T) {
	root := t.TempDir()
	s := Open(filepath.Join(root, ".hub", "status.json"), time.Now)
	s.now = func() time.Time { return day }
	record(t, s, 1, hub.StatusCompleted)
	mine := filepath.Join(s.RunsDir(), "mine.ndjson")
	require.NoError(t, os.WriteFile(mine, []byte("{\"mine\":1}\n"), 0o644))
	named := runlog.Path(s.RunsDir(), "nightly") // a log under another name
	text, err := os.ReadFile(runlog.Path(s.RunsDir(), must(runlog.List(s.RunsDir()))[0]))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(named, text, 0o644))
	require.NoError(t, os.MkdirAll(s.CacheDir(), 0o755))
	other := filepath.Join(s.CacheDir(), ".mine.1.tmp")
	require.NoError(t, os.WriteFile(other, nil, 0o644))
	require.NoError(t, os.Chtimes(other, day.AddDate(-1, 0, 0), day.AddDate(-1, 0, 0)))
	l := lock(t, s)
	_, err = l.Clean(Policy{All: true})
	require.NoError(t, err)
	assert.FileExists(t, mine)
	assert.FileExists(t, other)
	assert.NoFileExists(t, named)
	assert.NoFileExists(t, s.File())
}

// An outer folder named by an inner one is removed only if hub made it.
func TestOuterFoldersAreVerified(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes do not tell there")
	}
	const id = "20261122T160100.000Z-0001"
	for name, c := range map[string]struct {
		prepare func(t *testing.T, inside, outside string) string // the folder that is named
		gone    bool
	}{
		"hub's": {func(_ *testing.T, _, outside string) string { return outside }, true},
		"with a scratch folder": {func(t *testing.T, _, outside string) string {
			require.NoError(t, os.MkdirAll(filepath.Join(outside, "12", "x"), 0o700))
			return outside
		}, true},
		"of others": {func(t *testing.T, _, outside string) string {
			require.NoError(t, os.WriteFile(filepath.Join(outside, "thesis.txt"), nil, 0o600))
			return outside
		}, false},
		"for others to read": {func(t *testing.T, _, outside string) string {
			require.NoError(t, os.Chmod(outside, 0o755))
			return outside
		}, false},
		"of another name": {func(t *testing.T, _, outside string) string {
			to := filepath.Join(filepath.Dir(outside), "mine")
			require.NoError(t, os.Rename(outside, to))
			return to
		}, false},
		"behind a link": {func(t *testing.T, _, outside string) string {
			to := filepath.Join(filepath.Dir(outside), "hub-link")
			require.NoError(t, os.Symlink(outside, to))
			return to
		}, false},
		"of another run": {func(t *testing.T, inside, outside string) string {
			require.NoError(t, os.WriteFile(filepath.Join(outside, insideName), []byte(inside+"x"), 0o600))
			return outside
		}, false},
		"without a mark": {func(t *testing.T, _, outside string) string {
			require.NoError(t, os.Remove(filepath.Join(outside, insideName)))
			return outside
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			inside, outside, err := s.Temporary(id, t.TempDir())
			require.NoError(t, err)
			named := c.prepare(t, inside, outside)
			require.NoError(t, os.WriteFile(filepath.Join(inside, outsideName), []byte(named), 0o600))
			l := lock(t, s)
			_, err = l.Clean(Policy{})
			require.NoError(t, err)
			assert.NoDirExists(t, inside)
			if c.gone {
				assert.NoDirExists(t, named)
			} else {
				_, err := os.Stat(named)
				assert.NoError(t, err)
			}
		})
	}
}

// A damaged status file behind a link within the project is copied aside: a
// second name for the link would refer to the new file.
func TestLinkedStatusIsCopiedAside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links are another matter there")
	}
	s := newStore(t)
	target := filepath.Join(s.Root, "elsewhere.json")
	require.NoError(t, os.MkdirAll(s.dir(), 0o755))
	require.NoError(t, os.WriteFile(target, []byte(`{"metadata"`), 0o644))
	require.NoError(t, os.Symlink(target, s.File()))
	fold(t, s)
	kept := must(s.asides(kindCorrupt))
	require.Len(t, kept, 1)
	assert.Equal(t, `{"metadata"`, string(must(os.ReadFile(kept[0].path))))
	assert.Contains(t, string(must(os.ReadFile(target))), `"version": "`+Version)
}

// Files of the store are recognised by their path; in a shared folder, other
// files belong to the user.
func TestCheckRefusesWhatTheStoreKeeps(t *testing.T) {
	root := must(filepath.EvalSymlinks(t.TempDir()))
	const id = "20261122T160100.000Z-0001"
	for file, kept := range map[string]map[string]bool{
		".hub/status.json": {
			".hub/status.json": true, ".hub/lock": true, ".hub/lock.json": true, ".hub/runs/x.ndjson": true, ".hub/runs/" + id + "/x.log": true,
			".hub/cache/versions.json": true, ".hub/tmp/x": true, ".hub/reports/junit.xml": false, ".hub/junit.xml": false, "runs/x.ndjson": false, "lock": false,
		},
		"status.json": {
			"status.json": true, "lock": true, "runs/x.ndjson": true, "runs/junit.xml": false, "tmp/junit.xml": false, "tmp/" + id + "/x": true,
			"cache/files.bin": true, "cache/junit.xml": false, "a/status.json": false,
		},
	} {
		s := Open(filepath.Join(root, filepath.FromSlash(file)), time.Now)
		for path, want := range kept {
			assert.Equal(t, want, s.Check(place.File{Path: filepath.Join(root, filepath.FromSlash(path))}) != nil, "%s of %s", path, file)
		}
	}
}

// A folder called cache that is not hub's gets no cache.
func TestCacheFolder(t *testing.T) {
	root := t.TempDir()
	s := Open(filepath.Join(root, "data", "state.json"), time.Now)
	_, err := s.Cache()
	require.ErrorIs(t, err, os.ErrNotExist, "no state, no cache")
	require.NoError(t, os.MkdirAll(s.CacheDir(), 0o755))
	_, err = s.Cache()
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.Remove(s.CacheDir()))
	for range 2 {
		dir, err := s.Cache()
		require.NoError(t, err)
		require.NoError(t, dir.WriteFile("x", nil, 0o666))
		require.NoError(t, dir.Close())
	}
	assert.Equal(t, ignoreAll, string(must(os.ReadFile(filepath.Join(s.CacheDir(), ".gitignore")))))
}
