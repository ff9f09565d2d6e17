package fingerprint

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Whatever happens to the files, and when: with a cache a fingerprint is that
// without one.
func TestTheCacheDecidesNothing(t *testing.T) {
	for seed := range uint64(8) {
		// A cache believes that every file came to rest by its clock. Where that is
		// wrong, the system's clock has to tick before a change can show.
		now, rest := time.Now, func() {}
		random := rand.New(rand.NewPCG(seed, 1))
		root := tree(t, map[string]string{"run.sh": "echo a", "lib/a": "a", "lib/b": "b", "other": "x"})
		e := ofFolder(root)
		where := filepath.Join(root, ".hub", "cache", "files.bin")
		require.NoError(t, os.MkdirAll(filepath.Dir(where), 0o755))
		if seed%2 == 0 {
			now, rest = later, func() { tick(t, filepath.Join(filepath.Dir(where), "tick")) }
		}
		cache := filecache.Load(where, root, now)
		names := []string{"run.sh", "lib/a", "lib/b", "other"}
		for step := range 100 {
			name := filepath.Join(root, names[random.IntN(len(names))])
			other := filepath.Join(root, names[random.IntN(len(names))])
			before, err := plainfile.Look(name)
			require.NoError(t, err)
			do := func() {
				switch random.IntN(7) {
				case 0:
					write(t, name, fmt.Sprint("echo ", random.IntN(9)))
				case 1: // in place, with its size and time
					f, err := os.OpenFile(name, os.O_WRONLY, 0)
					require.NoError(t, err)
					_, err = f.WriteAt([]byte{byte('a' + random.IntN(9))}, 0)
					require.NoError(t, errors.Join(err, f.Close()))
					require.NoError(t, os.Chtimes(name, time.Unix(0, before.Modified), time.Unix(0, before.Modified)))
				case 2: // a clock that was wrong
					then := time.Now().Add(time.Duration(random.Int64N(1000)-500) * time.Hour)
					require.NoError(t, os.Chtimes(name, then, then))
				case 3:
					require.NoError(t, os.Chmod(name, []os.FileMode{0o644, 0o755}[random.IntN(2)]))
				case 4: // a copy that keeps the time
					data, err := os.ReadFile(other)
					require.NoError(t, err)
					info, err := os.Stat(other)
					require.NoError(t, err)
					write(t, name+"~", string(data))
					require.NoError(t, os.Chtimes(name+"~", info.ModTime(), info.ModTime()))
					require.NoError(t, os.Rename(name+"~", name))
				case 5:
					if name != other {
						require.NoError(t, os.Remove(name))
						require.NoError(t, os.Link(other, name))
					}
				case 6: // two change places
					if name != other {
						require.NoError(t, os.Rename(name, name+"~"))
						require.NoError(t, os.Rename(other, name))
						require.NoError(t, os.Rename(name+"~", other))
					}
				}
			}
			rest()
			do()
			require.Equal(t, of(t, e, Inputs{}), of(t, e, Inputs{Cache: cache}), "seed %d, step %d", seed, step)
			if random.IntN(5) == 0 {
				require.NoError(t, cache.Save(nil))
				cache = filecache.Load(where, root, now)
			}
		}
	}
}

// tick waits until the clock of the file system has ticked.
func tick(t *testing.T, probe string) {
	for first := int64(0); ; {
		write(t, probe, "x")
		id, err := plainfile.Look(probe)
		require.NoError(t, err)
		if first == 0 {
			first = id.Modified
		}
		if id.Modified != first {
			return
		}
	}
}
