package fingerprint

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// remember makes the cache take the file's hash as if it had been there for long.
func remember(t *testing.T, c *Cache, root, file string, s sum) {
	info, err := os.Stat(file)
	require.NoError(t, err)
	c.put(root, file, info, info, time.Now().Add(time.Hour), s)
}

func TestCacheSparesReading(t *testing.T) {
	root := tree(t, files)
	e := hub.Example{ID: "a", File: filepath.Join(root, "ex", "a", "run.sh")}
	in := Inputs{Root: root, Cache: LoadCache("")}
	plain := of(t, e, Inputs{})
	assert.Equal(t, plain, of(t, e, in))
	old := time.Now().Add(-time.Hour)
	rest := func() { // whatever is changed now has another time
		require.NoError(t, os.Chtimes(e.File, old, old))
		remember(t, in.Cache, root, e.File, sum{1})
	}
	rest()
	fake := of(t, e, in)
	assert.NotEqual(t, plain, fake, "the hash came from the cache")

	for what, change := range map[string]func(){
		"size":     func() { write(t, e.File, "echo a ") },
		"time":     func() { require.NoError(t, os.Chtimes(e.File, time.Now(), time.Unix(7, 0))) },
		"contents": func() { write(t, e.File, "echo b") },
	} {
		rest()
		require.Equal(t, fake, of(t, e, in))
		change()
		assert.Equal(t, of(t, e, Inputs{}), of(t, e, in), what)
	}
}

// A file that changes twice within one tick of the clock looks the same after
// both: its hash is not kept until it has come to rest.
func TestCacheIsNotRacy(t *testing.T) {
	root := tree(t, files)
	e := hub.Example{ID: "a", File: filepath.Join(root, "ex", "a", "run.sh")}
	c := LoadCache("")
	for n := range 50 {
		write(t, e.File, string(rune('0'+n)))
		require.Equal(t, of(t, e, Inputs{}), of(t, e, Inputs{Root: root, Cache: c}))
	}
	assert.Empty(t, c.entries)
	assert.False(t, c.changed)

	info, err := os.Stat(e.File)
	require.NoError(t, err)
	newest := info.ModTime()
	c.put(root, e.File, info, info, newest.Add(settled-time.Second), sum{1})
	assert.Empty(t, c.entries)
	other, err := os.Stat(filepath.Join(root, "ex", "common", "note.txt"))
	require.NoError(t, err)
	c.put(root, e.File, info, other, newest.Add(time.Hour), sum{1})
	assert.Empty(t, c.entries, "it changed while it was read")
}

func TestCacheIsKept(t *testing.T) {
	root := tree(t, files)
	file := filepath.Join(root, "ex", "a", "run.sh")
	where := filepath.Join(root, ".hub", "cache", "fingerprints.json")
	c := LoadCache(where)
	remember(t, c, root, file, sum{1, 2, 3})
	require.NoError(t, c.Save())
	assert.NoFileExists(t, where, "where hub keeps no state it keeps no cache")
	require.NoError(t, os.Mkdir(filepath.Join(root, ".hub"), 0o755))
	remember(t, c, root, file, sum{1, 2, 3})
	require.NoError(t, c.Save())
	first, err := os.Stat(where)
	require.NoError(t, err)

	again := LoadCache(where)
	info, err := os.Stat(file)
	require.NoError(t, err)
	got, ok := again.get(root, file, info)
	require.True(t, ok)
	assert.Equal(t, sum{1, 2, 3}, got)
	require.NoError(t, again.Save())
	second, err := os.Stat(where)
	require.NoError(t, err)
	assert.True(t, os.SameFile(first, second), "nothing new, nothing written")

	for _, damage := range []string{"", "{", "[]", `{"version":99,"files":{"ex/a/run.sh":"x"}}`, `{"version":1,"files":{"ex/a/run.sh":"x y z","b":""}}`} {
		require.NoError(t, os.WriteFile(where, []byte(damage), 0o644))
		lost := LoadCache(where)
		assert.Empty(t, lost.entries, damage)
		remember(t, lost, root, file, sum{4})
		require.NoError(t, lost.Save())
		assert.Len(t, LoadCache(where).entries, 1)
	}
	left, err := filepath.Glob(filepath.Join(root, ".hub", "cache", ".*"))
	require.NoError(t, err)
	assert.Empty(t, left)
	var none *Cache
	require.NoError(t, none.Save())
}

func TestCacheByManyAtOnce(t *testing.T) {
	root := tree(t, files)
	e, in := example(root), inputs(root)
	in.Cache = LoadCache(filepath.Join(root, "fingerprints.json"))
	want := of(t, e, Inputs{RunnerVersion: in.RunnerVersion, Env: in.Env})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				got, err := Of(e, in)
				assert.NoError(t, err)
				assert.Equal(t, want, got)
			}
			assert.NoError(t, in.Cache.Save())
		})
	}
	wg.Wait()
}

func BenchmarkLoadCache(b *testing.B) {
	file := filepath.Join(b.TempDir(), "fingerprints.json")
	c := LoadCache(file)
	for n := range 10_000 {
		c.entries["examples/group/example-"+time.Duration(n).String()+"/run.sh"] = cached{stat: stat{Size: 1000, Mtime: time.Now().UnixNano(), Ctime: time.Now().UnixNano(), Inode: 1 << 30, Mode: 0o644}}
	}
	c.changed = true
	require.NoError(b, c.Save())
	for b.Loop() {
		if len(LoadCache(file).entries) != 10_000 {
			b.Fatal("lost")
		}
	}
}
