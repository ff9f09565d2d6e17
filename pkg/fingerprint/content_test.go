package fingerprint

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// sparse makes a file of that size which is nothing but a hole.
func sparse(t *testing.T, file string, size int64) {
	t.Helper()
	write(t, file, "")
	if err := os.Truncate(file, size); err != nil {
		t.Skip("no files of that size here:", err)
	}
}

func writeAt(t *testing.T, file, text string, at int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte(text), at)
	require.NoError(t, errors.Join(err, f.Close()))
}

// ofFolder is an example with a folder of its own.
func ofFolder(root string) hub.Example {
	return hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "run.sh"), Dir: root, Argv: []string{"sh"}}
}

// A file of 300 GB is not read whole, and whoever asks is informed of it. A test
// that fails here takes minutes.
func TestLargeFilesAreSampled(t *testing.T) {
	root := tree(t, map[string]string{"run.sh": "echo"})
	data := filepath.Join(root, "data")
	const size = 300 << 30
	sparse(t, data, size)
	var informed []int64
	in := Inputs{Sampled: func(file string, size int64) {
		assert.Equal(t, data, file)
		informed = append(informed, size)
	}}
	before := of(t, ofFolder(root), in)
	assert.Equal(t, []int64{size}, informed)
	assert.Equal(t, before, of(t, ofFolder(root), in))

	for _, c := range []struct {
		name string
		at   int64
		want bool // it is noticed
	}{
		{"the first byte", 0, true}, {"the last byte", size - 1, true}, {"a block in the middle", offset(31, size) + 5, true},
		{"between two blocks", offset(31, size) + block, false},
	} {
		writeAt(t, data, "x", c.at)
		now := of(t, ofFolder(root), in)
		assert.Equal(t, c.want, now != before, c.name)
		before = now
	}
	require.NoError(t, os.Truncate(data, size+1))
	assert.NotEqual(t, before, of(t, ofFolder(root), in), "the size")
}

// Up to the bound every byte counts, and what is kept in the cache says the same.
func TestTheBoundOfWholeFiles(t *testing.T) {
	for _, size := range []int64{MaxWhole, MaxWhole + 1} {
		root := tree(t, map[string]string{"run.sh": "echo"})
		data := filepath.Join(root, "data")
		sparse(t, data, size)
		informed := 0
		in := Inputs{Cache: filecache.Load("", "", time.Now), Sampled: func(string, int64) { informed++ }}
		before := of(t, ofFolder(root), in)
		writeAt(t, data, "x", size-1)
		assert.NotEqual(t, before, of(t, ofFolder(root), in), size)
		assert.Equal(t, size > MaxWhole, informed == 2, size)
	}
}

// The blocks of a file of any size are in order, within it, and from its first
// byte to its last.
func TestBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		size := int64(MaxWhole) + 1 + random.Int64N(1<<(10+random.IntN(50)))
		assert.Zero(t, offset(0, size))
		assert.Equal(t, size, offset(blocks-1, size)+block)
		for i := int64(1); i < blocks; i++ {
			require.GreaterOrEqual(t, offset(i, size), offset(i-1, size)+block, "block %d of %d bytes", i, size)
		}
	}
}

// Reading ends when the context does, with its cause, in the middle of a file and
// between files; nothing of it is taken for a fingerprint.
func TestReadingEndsWithTheContext(t *testing.T) {
	root := tree(t, map[string]string{"run.sh": "echo", "data": "x", "more/data": "x"})
	why := errors.New("a signal")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, err := Of(ofFolder(root), Inputs{Context: ctx})
	assert.ErrorIs(t, err, why)
	_, _, err = Take(ofFolder(root), Inputs{Context: ctx})
	assert.ErrorIs(t, err, why)
	_, err = Changes(ofFolder(root), Inputs{Context: ctx}, []string{"00000000 file x"})
	assert.ErrorIs(t, err, why)

	cache := filecache.Load("", "", later)
	of(t, ofFolder(root), Inputs{Cache: cache})
	_, err = Of(ofFolder(root), Inputs{Cache: cache, Context: ctx})
	assert.ErrorIs(t, err, why, "nor from the cache: a folder may have any number of files")

	ctx, cancel = context.WithCancelCause(t.Context())
	var read atomic.Int64
	c := collector{in: &Inputs{Context: ctx}}
	err = whole(sha256.New(), c.reader(readerFunc(func(p []byte) (int, error) {
		if read.Add(int64(len(p))) > 1<<20 {
			cancel(why)
		}
		return len(p), nil
	})), 60<<20)
	assert.ErrorIs(t, err, why)
	assert.Less(t, read.Load(), int64(2<<20))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// A file to which somebody appends all the time ends.
func TestAFileThatGrows(t *testing.T) {
	err := whole(sha256.New(), readerFunc(func(p []byte) (int, error) { return len(p), nil }), 10)
	assert.ErrorIs(t, err, errGrows)
	same := func(r io.Reader) io.Reader { return r }
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	_, err = f.Write(bytes.Repeat([]byte("x"), 100))
	require.NoError(t, err)
	assert.ErrorIs(t, sample(same, sha256.New(), f, MaxWhole+1), io.ErrUnexpectedEOF, "it was shortened")
	require.NoError(t, f.Close())
}
