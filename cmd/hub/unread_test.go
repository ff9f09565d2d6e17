package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
	cache := filepath.Join(dir, ".hub", "cache", "fingerprints.json")
	kept := regexp.MustCompile(`"examples/a.sh":"[0-9a-f]{8}`)
	// A hash is kept once the file has been at rest for two seconds.
	require.Eventually(t, func() bool {
		assert.Contains(t, run("stale"), "Nothing is stale")
		text, err := os.ReadFile(cache)
		return err == nil && kept.Match(text)
	}, 30*time.Second, 100*time.Millisecond)
	text, err := os.ReadFile(cache)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(cache, kept.ReplaceAll(text, []byte(`"examples/a.sh":"00000000`)), 0o644))
	assert.Contains(t, run("stale"), "examples/a.sh changed")

	// It is read when it was touched, and then it is what it was.
	require.NoError(t, os.Chtimes(entry, time.Unix(7, 0), time.Unix(7, 0)))
	assert.Contains(t, run("stale"), "Nothing is stale")
}
