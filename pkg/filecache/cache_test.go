package filecache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// later is a clock by which every file came to rest long ago.
func later() time.Time { return time.Now().Add(time.Hour) }

// identity is that of a file on a system that says all of it.
func identity(n int) *plainfile.Identity {
	return &plainfile.Identity{Device: 1, Inode: uint64(n + 1), Size: int64(n), Modified: 1, Changed: 1, Mode: 0o644}
}

// state is a folder of hub with the file of a cache in it.
func state(t testing.TB) (root, file string) {
	root = t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, ".hub"), 0o755))
	return root, filepath.Join(root, ".hub", "cache", "files.bin")
}

func TestCacheIsKept(t *testing.T) {
	root, file := state(t)
	c := Load(file, root, time.Now)
	path := func(n int) string { return filepath.Join(root, "examples", fmt.Sprint(n)) }
	const n = 1000
	for i := range n {
		if i%3 != 0 {
			c.PutDigest(path(i), identity(i), Digest{byte(i)})
		}
		if i%2 == 0 {
			c.PutHead(path(i), identity(i), fmt.Append(nil, i))
		}
	}
	check := func(c *Cache, root string) {
		t.Helper()
		for i := range n {
			file := filepath.Join(root, "examples", fmt.Sprint(i))
			d, ok := c.Digest(file, identity(i))
			require.Equal(t, i%3 != 0, ok, i)
			if ok {
				require.Equal(t, Digest{byte(i)}, d)
			}
			head, ok := c.Head(file, identity(i))
			require.Equal(t, i%2 == 0, ok, i)
			if ok {
				require.Equal(t, fmt.Sprint(i), string(head))
			}
			_, ok = c.Digest(file, identity(i+1))
			require.False(t, ok)
			_, ok = c.Digest(file+"x", identity(i))
			require.False(t, ok)
			require.Equal(t, i%3 != 0 || i%2 == 0, c.Has(file))
			require.False(t, c.Has(file+"x"))
		}
	}
	check(c, root)
	require.NoError(t, c.Save(nil))
	first, err := os.Stat(file)
	require.NoError(t, err)
	again := Load(file, root, time.Now)
	check(again, root)
	require.NoError(t, again.Save(nil))
	second, err := os.Stat(file)
	require.NoError(t, err)
	assert.True(t, os.SameFile(first, second), "nothing new, nothing written")

	// It goes on where it was, also under another root.
	elsewhere := filepath.FromSlash("/elsewhere")
	moved := Load(file, elsewhere, time.Now)
	check(moved, elsewhere)
	moved.PutHead(filepath.Join(elsewhere, "examples", "1"), identity(1), nil)
	moved.PutDigest(filepath.Join(elsewhere, "examples", "0"), identity(7), Digest{7})
	require.NoError(t, moved.Save(nil))
	last := Load(file, root, time.Now)
	head, ok := last.Head(path(1), identity(1))
	assert.True(t, ok, "an empty head is one")
	assert.Empty(t, head)
	d, ok := last.Digest(path(1), identity(1))
	assert.True(t, ok, "what was known of the same file stays")
	assert.Equal(t, Digest{1}, d)
	_, ok = last.Digest(path(0), identity(7))
	assert.True(t, ok)
	_, ok = last.Head(path(0), identity(0))
	assert.False(t, ok, "another file is at its place")
	assert.Equal(t, 667, countDigests(last))
}

func countDigests(c *Cache) (n int) {
	for i := range c.stored.n {
		if e, ok := c.stored.entry(i); ok && e.digest != nil {
			n++
		}
	}
	return n
}

// A file that changes twice within one tick of the clock looks the same after both:
// nothing is kept of it until it has come to rest, by every clock.
func TestCacheIsNotRacy(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	c := Load("", "", func() time.Time { return now })
	at := func(modified, changed time.Duration) bool {
		id := identity(1)
		id.Modified, id.Changed = now.Add(modified).UnixNano(), now.Add(changed).UnixNano()
		c.PutDigest("f", id, Digest{})
		c.PutHead("f", id, nil)
		_, ok := c.Digest("f", id)
		_, also := c.Head("f", id)
		assert.Equal(t, ok, also)
		return ok
	}
	for _, tt := range []struct {
		modified, changed time.Duration
		kept              bool
	}{
		{-3 * time.Second, -3 * time.Second, true},
		{-3 * time.Second, -time.Second, false},
		{-time.Second, -3 * time.Second, false},
		{time.Hour, -3 * time.Second, false},
		{-3 * time.Second, time.Hour, false},
	} {
		assert.Equal(t, tt.kept, at(tt.modified, tt.changed), tt)
	}
	now = now.Add(time.Hour)
	assert.False(t, at(-time.Minute, -time.Minute), "it changed after the cache was loaded")
	assert.True(t, at(-time.Minute-time.Hour, -time.Minute-time.Hour))
	now = now.Add(-3 * time.Hour)
	assert.False(t, at(-time.Second, -time.Second), "the clock was set back")
}

// Where the system does not say when an inode changed, nothing is proved.
func TestSizeAndTimeProveNothing(t *testing.T) {
	c := Load("", "", later)
	for _, id := range []plainfile.Identity{{Size: 1, Modified: 1}, {Size: 1, Modified: 1, Inode: 1}, {Size: 1, Modified: 1, Changed: 1}} {
		c.PutDigest("f", &id, Digest{})
		_, ok := c.Digest("f", &id)
		assert.False(t, ok)
	}
	assert.False(t, c.dirty)
}

func TestSaveLeavesOut(t *testing.T) {
	root, file := state(t)
	c := Load(file, root, time.Now)
	c.PutHead("secret", identity(1), []byte("hunter2"))
	c.PutHead("both", identity(2), []byte("hunter2"))
	c.PutDigest("both", identity(2), Digest{2})
	c.PutHead("plain", identity(3), []byte("x"))
	c.PutHead("large", identity(4), make([]byte, MaxHead+1))
	require.NoError(t, c.Save(func(head []byte) bool { return string(head) == "hunter2" }))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "hunter2")
	c = Load(file, root, time.Now)
	assert.Equal(t, 2, c.stored.n)
	_, ok := c.Digest("both", identity(2))
	assert.True(t, ok)
	_, ok = c.Head("both", identity(2))
	assert.False(t, ok)
	_, ok = c.Head("plain", identity(3))
	assert.True(t, ok)
}

func TestNoStateNoCache(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, ".hub", "cache", "files.bin")
	c := Load(file, root, time.Now)
	c.PutDigest("f", identity(1), Digest{})
	require.NoError(t, c.Save(nil))
	c.Folder = func() (*os.Root, error) { return nil, os.ErrNotExist }
	require.NoError(t, c.Save(nil))
	assert.NoDirExists(t, filepath.Join(root, ".hub"))
	var none *Cache
	none.PutDigest("f", identity(1), Digest{})
	none.PutHead("f", identity(1), nil)
	_, ok := none.Digest("f", identity(1))
	assert.False(t, ok)
	require.NoError(t, none.Save(nil))
}

// Files that are gone are forgotten when there are very many.
func TestSurplusIsForgotten(t *testing.T) {
	root, file := state(t)
	c := Load(file, root, time.Now)
	for i := range surplus + 1 {
		c.PutDigest(fmt.Sprint(i), identity(i), Digest{})
	}
	require.NoError(t, c.Save(nil))
	c = Load(file, root, time.Now)
	require.Equal(t, surplus+1, c.stored.n)
	for i := range 10 {
		_, ok := c.Digest(fmt.Sprint(i), identity(i))
		require.True(t, ok)
	}
	c.PutDigest("new", identity(1), Digest{})
	require.NoError(t, c.Save(nil))
	assert.Equal(t, 11, Load(file, root, time.Now).stored.n)
}

func TestByManyAtOnce(t *testing.T) {
	root, file := state(t)
	c := Load(file, root, time.Now)
	c.PutDigest("0", identity(0), Digest{})
	require.NoError(t, c.Save(nil))
	c = Load(file, root, time.Now)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			other := Load(file, root, time.Now) // another hub
			for i := range 100 {
				for _, c := range []*Cache{c, other} {
					c.PutDigest(fmt.Sprint(i), identity(i), Digest{byte(i)})
					c.PutHead(fmt.Sprint(i), identity(i), []byte{byte(i)})
					d, ok := c.Digest(fmt.Sprint(i), identity(i))
					assert.True(t, ok)
					assert.Equal(t, Digest{byte(i)}, d)
				}
			}
			assert.NoError(t, c.Save(nil), g)
			assert.NoError(t, other.Save(nil), g)
		})
	}
	wg.Wait()
	assert.Equal(t, 100, Load(file, root, time.Now).stored.n)
	left, err := filepath.Glob(filepath.Join(root, ".hub", "cache", ".*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// Whatever is wrong with the file, it says nothing wrong.
func TestDamage(t *testing.T) {
	root, file := state(t)
	c := Load(file, root, time.Now)
	for i := range 3 {
		c.PutDigest(fmt.Sprint(i), identity(i), Digest{byte(i)})
		c.PutHead(fmt.Sprint(i), identity(i), fmt.Append(nil, "head ", i))
	}
	require.NoError(t, c.Save(nil))
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	check := func(data []byte, what ...any) {
		require.NoError(t, os.WriteFile(file, data, 0o644))
		c := Load(file, root, time.Now)
		require.Zero(t, c.stored.n, what...)
	}
	for i := range whole {
		check(whole[:i], "cut at ", i)
		for _, bit := range []byte{1, 0x80} {
			edited := append([]byte{}, whole...)
			edited[i] ^= bit
			check(edited, "bit of byte ", i)
		}
	}
	check(append(whole, 0), "longer")
	check([]byte(`{"version":1,"files":{}}`), "of the version before")
}

func FuzzParse(f *testing.F) {
	root, file := state(f)
	c := Load(file, root, time.Now)
	for i := range 3 {
		c.PutDigest(fmt.Sprint(i), identity(i), Digest{byte(i)})
		c.PutHead(fmt.Sprint(i), identity(i), fmt.Append(nil, "head ", i))
	}
	for _, part := range c.encode(nil, 0)[1:] {
		f.Add(part, uint32(3))
	}
	f.Add([]byte{}, uint32(0))
	f.Fuzz(func(t *testing.T, rest []byte, n uint32) {
		// A forger makes the checksum right.
		w := writer{records: rest, n: int(n)}
		table, ok := parse(bytes.Join(w.parts(), nil))
		if !ok {
			return
		}
		c := &Cache{now: time.Now, limit: 1, stored: table, fresh: map[key]entry{}}
		c.used = make([]atomic.Uint32, (table.n+31)/32)
		for i := range table.n {
			e, _ := table.entry(i)
			_, _ = table.find(table.key(i))
			_, _ = c.get("f", &e.id)
		}
		for i := range 3 {
			c.PutHead(fmt.Sprint(i), identity(i), []byte("new"))
			head, ok := c.Head(fmt.Sprint(i), identity(i))
			require.True(t, ok)
			require.NotNil(t, head)
		}
		// What is written is sound, whatever was read.
		again, ok := parse(bytes.Join(c.encode(nil, 0), nil))
		require.True(t, ok)
		for i := range again.n {
			_, ok := again.entry(i)
			require.True(t, ok)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			root, file := state(b)
			c := Load(file, root, time.Now)
			head := make([]byte, 60)
			for i := range n {
				c.PutDigest(fmt.Sprint("examples/group/example-", i, "/run.sh"), identity(i), Digest{byte(i)})
				c.PutHead(fmt.Sprint("examples/group/example-", i, "/run.sh"), identity(i), head)
			}
			require.NoError(b, c.Save(nil))
			b.ReportAllocs()
			for b.Loop() {
				if Load(file, root, time.Now).stored.n != n {
					b.Fatal("lost")
				}
			}
		})
	}
}

func BenchmarkHead(b *testing.B) {
	root, file := state(b)
	c := Load(file, root, time.Now)
	const n = 10_000
	names := make([]string, n)
	for i := range n {
		names[i] = fmt.Sprint("examples/group/example-", i, "/run.sh")
		c.PutHead(names[i], identity(i), make([]byte, 60))
	}
	require.NoError(b, c.Save(nil))
	c = Load(file, root, time.Now)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i = (i + 1) % n
		if _, ok := c.Head(names[i], identity(i)); !ok {
			b.Fatal("lost")
		}
	}
}
