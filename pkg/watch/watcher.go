package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

const (
	// quiet is for how long nothing may happen before changes are reported: an editor
	// writes a file in several steps.
	quiet = 50 * time.Millisecond
	// longest bounds that, while something changes all the time.
	longest = 200 * time.Millisecond
	// most bounds the files of a batch. A branch that is checked out is rarely larger.
	most = 10_000
)

// Batch is what changed within a short time.
type Batch struct {
	// Paths are absolute, sorted, and there once. Of a folder that came or went its own path is there.
	Paths []string
	// All says that everything may have changed, because too much did.
	All bool
}

// Empty reports whether nothing changed.
func (b Batch) Empty() bool { return !b.All && len(b.Paths) == 0 }

// with returns both batches as one.
func (b Batch) with(other Batch) Batch {
	paths := append(slices.Clone(b.Paths), other.Paths...)
	slices.Sort(paths)
	return Batch{slices.Compact(paths), b.All || other.All}
}

// describe says for people what changed, relative to a folder.
func (b Batch) describe(root string) string {
	if b.All {
		return "more changed than can be told"
	}
	name := hub.PrintablePath(filepath.ToSlash(b.Paths[0]))
	if rel, err := filepath.Rel(root, b.Paths[0]); err == nil {
		name = hub.PrintablePath(filepath.ToSlash(rel))
	}
	if n := len(b.Paths) - 1; n > 0 {
		return fmt.Sprintf("%s and %d more changed", name, n)
	}
	return name + " changed"
}

// Watcher notices what changes below a folder.
type Watcher struct {
	system *fsnotify.Watcher
	root   string
	skip   []string

	mu     sync.Mutex
	paths  map[string]bool
	all    bool
	failed error
	news   chan struct{} // something was added to the above
	ended  chan struct{}
}

// New watches the folder root, an absolute path, and the folders below it, but for those at the
// absolute paths skip.
func New(root string, skip ...string) (*Watcher, error) {
	system, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, explain(err)
	}
	w := &Watcher{system: system, root: filepath.Clean(root), skip: skip, paths: map[string]bool{}, news: make(chan struct{}, 1), ended: make(chan struct{})}
	if err := w.add(w.root, false); err != nil {
		return nil, errors.Join(err, system.Close())
	}
	go w.gather()
	return w, nil
}

// Close ends the watcher.
func (w *Watcher) Close() error {
	err := w.system.Close()
	<-w.ended
	return err
}

// Next waits until something has changed, and returns it.
func (w *Watcher) Next(ctx context.Context) (Batch, error) {
	for {
		select {
		case <-ctx.Done():
			return Batch{}, context.Cause(ctx)
		case <-w.news:
		}
		if b, err := w.Settled(ctx); err != nil || !b.Empty() {
			return b, err
		}
	}
}

// Settled returns what has changed since the last batch, after nothing has happened for a moment;
// an empty batch if nothing has.
func (w *Watcher) Settled(ctx context.Context) (Batch, error) {
	end := time.After(longest)
	for calm := false; !calm; {
		select {
		case <-ctx.Done():
			return Batch{}, context.Cause(ctx)
		case <-w.news:
		case <-time.After(quiet):
			calm = true
		case <-end:
			calm = true
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	b := Batch{All: w.all}
	for path := range w.paths {
		b.Paths = append(b.Paths, path)
	}
	slices.Sort(b.Paths)
	w.paths, w.all = map[string]bool{}, false
	return b, w.failed
}

// gather takes what the system reports until the watcher is closed, so that its queue stays short.
func (w *Watcher) gather() {
	defer close(w.ended)
	for {
		select {
		case e, ok := <-w.system.Events:
			if !ok {
				return
			}
			w.take(e)
		case err, ok := <-w.system.Errors:
			if !ok {
				return
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				err = w.add(w.root, false) // folders that came may have been missed
				w.note(func() { w.all = true })
			}
			w.fail(err)
		}
	}
}

func (w *Watcher) take(e fsnotify.Event) {
	switch {
	case e.Op == fsnotify.Chmod || passing(e.Name):
		return
	case e.Name == w.root && e.Op&(fsnotify.Remove|fsnotify.Rename) != 0:
		w.fail(fmt.Errorf("%s is gone", w.root))
		return
	case e.Op&(fsnotify.Create|fsnotify.Write) != 0:
		info, err := os.Lstat(e.Name)
		switch {
		case err != nil || !info.IsDir():
		case e.Op&fsnotify.Create == 0 || w.left(e.Name): // some systems say that a folder was written to
			return
		default:
			w.fail(w.add(e.Name, true))
		}
	}
	w.changed(e.Name)
}

// add watches a folder and those below it. What lies in one that is new counts as changed: it may
// have come before the folder was watched.
func (w *Watcher) add(dir string, isNew bool) error {
	err := w.system.Add(dir)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
		if dir == w.root {
			return err
		}
		return nil
	}
	if err != nil {
		return explain(err)
	}
	entries, _ := os.ReadDir(dir) // what cannot be read is no example
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case entry.IsDir() && w.left(path):
		case entry.IsDir():
			if err := w.add(path, isNew); err != nil {
				return err
			}
		case isNew && !passing(path):
			w.changed(path)
		}
	}
	return nil
}

// left reports whether the folder is not watched.
func (w *Watcher) left(dir string) bool {
	switch filepath.Base(dir) {
	case ".git", ".hub", "node_modules", "__pycache__":
		return true
	}
	return slices.Contains(w.skip, dir)
}

func (w *Watcher) changed(path string) {
	w.note(func() {
		if len(w.paths) >= most {
			w.all = true
			return
		}
		w.paths[path] = true
	})
}

func (w *Watcher) fail(err error) {
	if err != nil {
		w.note(func() { w.failed = errors.Join(w.failed, err) })
	}
}

func (w *Watcher) note(do func()) {
	w.mu.Lock()
	do()
	w.mu.Unlock()
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// explain says what to do about a limit of the system.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the system lets no more folders be watched: raise its limit with 'sysctl fs.inotify.max_user_watches=524288', or narrow --chdir: %w", err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return fmt.Errorf("the system lets no more files be open, or no more programs watch: end some, or raise 'ulimit -n' or the limit fs.inotify.max_user_instances: %w", err)
	}
	return fmt.Errorf("watching files: %w", err)
}

// passing reports whether a file of that name is one that an editor has for a moment, beside what
// it edits.
func passing(path string) bool {
	name := filepath.Base(path)
	ext := filepath.Ext(name)
	switch {
	case strings.HasSuffix(name, "~"), name == "4913", strings.HasPrefix(name, ".#"), strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	case strings.HasPrefix(name, ".") && len(ext) == len(".swp") && strings.HasPrefix(ext, ".sw"):
		return true
	}
	return strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___") || strings.HasPrefix(name, ".goutputstream-")
}
