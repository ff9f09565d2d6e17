package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deadline bounds what ends at once unless something is broken.
const deadline = time.Minute

func watched(t *testing.T, skip ...string) (root string, w *Watcher, ctx context.Context) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	put(t, filepath.Join(root, "dir", "a.sh"), "1")
	for i := range skip {
		skip[i] = filepath.Join(root, skip[i])
	}
	w, err = New(root, skip...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return root, w, ctx
}

func put(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

// Whatever way a file is saved, it has changed, and no file beside it has.
func TestSavedFilesChange(t *testing.T) {
	for name, save := range map[string]func(t *testing.T, path string){
		"written in place": func(t *testing.T, path string) { put(t, path, "2") },
		"replaced by a temporary file": func(t *testing.T, path string) {
			put(t, filepath.Join(filepath.Dir(path), ".goutputstream-X1"), "2")
			require.NoError(t, os.Rename(filepath.Join(filepath.Dir(path), ".goutputstream-X1"), path))
		},
		"as vim with a backup": func(t *testing.T, path string) {
			dir := filepath.Dir(path)
			put(t, filepath.Join(dir, ".a.sh.swp"), "swap")
			put(t, filepath.Join(dir, "4913"), "")
			require.NoError(t, os.Remove(filepath.Join(dir, "4913")))
			require.NoError(t, os.Rename(path, path+"~"))
			put(t, path, "2")
			require.NoError(t, os.Remove(path+"~"))
			require.NoError(t, os.Remove(filepath.Join(dir, ".a.sh.swp")))
		},
		"as emacs with a lock": func(t *testing.T, path string) {
			lock := filepath.Join(filepath.Dir(path), ".#a.sh")
			require.NoError(t, os.WriteFile(lock, nil, 0o644))
			require.NoError(t, os.Rename(path, path+"~"))
			put(t, path, "2")
			require.NoError(t, os.Remove(lock))
		},
		"removed and made again": func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path))
			put(t, path, "2")
		},
		"removed": func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) },
	} {
		t.Run(name, func(t *testing.T) {
			root, w, ctx := watched(t)
			path := filepath.Join(root, "dir", "a.sh")
			for range 2 { // the file that took its place is watched as well
				put(t, path, "0")
				_, err := w.Next(ctx)
				require.NoError(t, err)
				save(t, path)
				b, err := w.Next(ctx)
				require.NoError(t, err)
				assert.Equal(t, Batch{Paths: []string{path}}, b)
			}
		})
	}
}

func TestFoldersThatCome(t *testing.T) {
	root, w, ctx := watched(t, "state")
	see := func(what string) {
		t.Helper()
		var all Batch
		for {
			b, err := w.Next(ctx)
			require.NoError(t, err, "%s is not in %v", what, all)
			if all = all.with(b); all.at(filepath.Join(root, what)) {
				return
			}
		}
	}
	put(t, filepath.Join(root, "new", "deep", "b.sh"), "1") // perhaps before it is watched
	see("new/deep/b.sh")
	put(t, filepath.Join(root, "new", "deep", "b.sh"), "2")
	see("new/deep/b.sh")
	outside := t.TempDir()
	put(t, filepath.Join(outside, "moved", "c.sh"), "1")
	require.NoError(t, os.Rename(filepath.Join(outside, "moved"), filepath.Join(root, "moved")))
	see("moved/c.sh")
	put(t, filepath.Join(root, "moved", "c.sh"), "2")
	see("moved/c.sh")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "new")))
	see("new")
	put(t, filepath.Join(root, "new", "deep", "b.sh"), "3")
	see("new/deep/b.sh")

	for _, name := range []string{"state/x", ".git/index", ".hub/status.json", "node_modules/m/x.js", "dir/__pycache__/a.pyc"} {
		put(t, filepath.Join(root, name), "1")
		put(t, filepath.Join(root, name), "2")
	}
	put(t, filepath.Join(root, "last"), "1")
	b, err := w.Next(ctx)
	require.NoError(t, err)
	for _, path := range b.Paths {
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		assert.NotContains(t, rel, string(filepath.Separator)+"x", "what is not watched")
		assert.False(t, strings.HasSuffix(rel, ".js") || strings.HasSuffix(rel, "index") || strings.HasSuffix(rel, ".pyc") || strings.HasSuffix(rel, ".json"), rel)
	}
}

func TestFloods(t *testing.T) {
	root, w, ctx := watched(t)
	for i := range most + 1 {
		require.NoError(t, os.WriteFile(filepath.Join(root, "dir", fmt.Sprint("f", i)), nil, 0o644))
	}
	for b := (Batch{}); !b.All; {
		more, err := w.Next(ctx)
		require.NoError(t, err)
		if b = b.with(more); len(b.Paths) == most+1 {
			return // they were seen in several batches, and all of them
		}
	}
}

func TestTheRootGoes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder that is watched cannot be removed there")
	}
	root, w, ctx := watched(t)
	require.NoError(t, os.RemoveAll(root))
	for {
		if _, err := w.Next(ctx); err != nil {
			require.ErrorContains(t, err, "is gone")
			return
		}
	}
}

func TestALimitSaysWhatToDo(t *testing.T) {
	assert.ErrorContains(t, explain(syscall.ENOSPC), "fs.inotify.max_user_watches=")
	assert.ErrorContains(t, explain(syscall.EMFILE), "ulimit -n")
	assert.ErrorContains(t, explain(errors.New("x")), "watching files: x")
	_, err := New(filepath.Join(t.TempDir(), "none"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
