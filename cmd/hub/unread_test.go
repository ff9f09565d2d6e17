package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// TestStaleReadsNoFileThatIsUnchanged: what hub stale says of a file whose size
// and times are as they were comes from the cache. Here the cache says wrong.
func TestStaleReadsNoFileThatIsUnchanged(t *testing.T) {
	once(t)
	bin, dir := buildHub(t), t.TempDir()
	entry := filepath.Join(dir, "examples", "a.sh")
	require.NoError(t, os.MkdirAll(filepath.Dir(entry), 0o755))
	require.NoError(t, os.WriteFile(entry, []byte("#!/bin/sh\necho a\n"), 0o644))
	run := func(args ...string) string {
		cmd := exec.Command(bin, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	run("all")
	cache := filepath.Join(dir, ".hub", "cache", "files.bin")
	id, err := plainfile.Look(entry)
	require.NoError(t, err)
	if !id.Proves() {
		t.Skip("this system does not say that a file is unchanged")
	}
	// A hash is kept once the file has been at rest for two seconds.
	var files *filecache.Cache
	require.Eventually(t, func() bool {
		assert.Contains(t, run("stale"), "Nothing is stale")
		files = filecache.Load(cache, dir, time.Now)
		_, known := files.Digest(entry, &id)
		return known
	}, 30*time.Second, 100*time.Millisecond)
	files.PutDigest(entry, &id, filecache.Digest{})
	require.NoError(t, files.Save(nil))
	assert.Contains(t, run("stale"), "examples/a.sh changed")

	// It is read when it was touched, and then it is what it was.
	require.NoError(t, os.Chtimes(entry, time.Unix(7, 0), time.Unix(7, 0)))
	assert.Contains(t, run("stale"), "Nothing is stale")
}
