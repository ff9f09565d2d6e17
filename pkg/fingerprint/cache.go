package fingerprint

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

const (
	cacheVersion = 1
	// settled is how old a file's times must be when it is hashed for the hash
	// to be kept: a file may change again within one tick of its file system's
	// clock (2 s on FAT) and look the same. Git calls such entries racy.
	settled = 2 * time.Second
	// cacheSize is how many files a cache remembers that it was not asked for.
	cacheSize = 100_000
)

// Cache remembers hashes of files by path, size, times and inode. It is safe
// for many goroutines. A nil Cache remembers nothing.
type Cache struct {
	// Folder opens the folder of the cache's file for writing, and makes it when
	// it is missing; its error fs.ErrNotExist says that nothing is to be kept.
	// nil: the folder as it is named, where the one above it exists.
	Folder func() (*os.Root, error)

	file string

	mu      sync.Mutex
	entries map[string]cached
	changed bool
}

type cached struct {
	stat stat
	sum  sum
	used bool
}

// stat shows without reading a file that it has not changed.
type stat struct {
	Size, Mtime, Ctime int64
	Inode              uint64
	Mode               fs.FileMode
}

func statOf(info fs.FileInfo) stat {
	s := stat{Size: info.Size(), Mtime: info.ModTime().UnixNano(), Mode: info.Mode()}
	s.Ctime, s.Inode = system(info)
	return s
}

// cacheFile is how a cache is written: one text a file, "hash size mtime ctime
// inode mode", the numbers in base 16.
type cacheFile struct {
	Version int               `json:"version"`
	Files   map[string]string `json:"files"`
}

// LoadCache reads a cache. A file that is missing, damaged or of another
// version gives an empty one; so does the empty name, which is never saved.
func LoadCache(file string) *Cache {
	c := &Cache{file: file, entries: map[string]cached{}}
	if file == "" {
		return c
	}
	data, err := readCache(file)
	var in cacheFile
	if err != nil || json.Unmarshal(data, &in) != nil || in.Version != cacheVersion {
		return c
	}
	for name, line := range in.Files {
		if e, ok := parseLine(line); ok {
			c.entries[name] = e
		}
	}
	return c
}

// line writes an entry.
func (e *cached) line() string {
	b := hex.AppendEncode(make([]byte, 0, 140), e.sum[:])
	s := &e.stat
	for _, n := range []int64{s.Size, s.Mtime, s.Ctime} {
		b = strconv.AppendInt(append(b, ' '), n, 16)
	}
	b = strconv.AppendUint(append(b, ' '), s.Inode, 16)
	return string(strconv.AppendUint(append(b, ' '), uint64(s.Mode), 16))
}

func parseLine(line string) (cached, bool) {
	var e cached
	field := strings.Fields(line)
	if len(field) != 6 || len(field[0]) != 2*len(e.sum) {
		return e, false
	}
	_, err := hex.Decode(e.sum[:], []byte(field[0]))
	for i, to := range []*int64{&e.stat.Size, &e.stat.Mtime, &e.stat.Ctime} {
		n, err2 := strconv.ParseInt(field[i+1], 16, 64)
		*to, err = n, cmp.Or(err, err2)
	}
	inode, err2 := strconv.ParseUint(field[4], 16, 64)
	mode, err3 := strconv.ParseUint(field[5], 16, 32)
	e.stat.Inode, e.stat.Mode = inode, fs.FileMode(mode)
	return e, cmp.Or(err, err2, err3) == nil
}

// name is the file's name in the cache: below root relative to it, so that a
// cache moves with its project.
func name(root, file string) string {
	if rest, ok := strings.CutPrefix(file, root); ok && root != "" && rest != "" && os.IsPathSeparator(rest[0]) {
		return filepath.ToSlash(rest[1:])
	}
	return file
}

func (c *Cache) get(root, file string, info fs.FileInfo) (sum, bool) {
	if c == nil {
		return sum{}, false
	}
	key := name(root, file)
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok || e.stat != statOf(info) {
		return sum{}, false
	}
	if !e.used {
		e.used = true
		c.entries[key] = e
	}
	return e.sum, true
}

// put remembers a hash, unless the file may have changed while it was taken or
// may change without showing it.
func (c *Cache) put(root, file string, before, after fs.FileInfo, begin time.Time, s sum) {
	if c == nil {
		return
	}
	st := statOf(before)
	limit := begin.Add(-settled).UnixNano()
	if st != statOf(after) || st.Mtime > limit || st.Ctime > limit {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[name(root, file)] = cached{stat: st, sum: s, used: true}
	c.changed = true
}

// maxCache bounds the files that are read, in bytes.
const maxCache = 256 << 20

// readCache reads a plain file of the cache's folder. Neither is a link that
// leads out of the folder above.
func readCache(file string) ([]byte, error) {
	folder := filepath.Dir(file)
	above, err := plainfile.Folder(filepath.Dir(folder))
	if err != nil {
		return nil, err
	}
	defer above.Close() // read only: nothing can be lost
	dir, err := plainfile.FolderIn(above, filepath.Base(folder))
	if err != nil {
		return nil, err
	}
	defer dir.Close() // likewise
	return plainfile.ReadIn(context.Background(), dir, filepath.Base(file), maxCache)
}

// Save writes the cache when it has changed. It makes the folder it is in, but
// not the one above: where hub keeps no state it keeps no cache.
func (c *Cache) Save() error {
	if c == nil || c.file == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.changed {
		return nil
	}
	out := cacheFile{Version: cacheVersion, Files: make(map[string]string, len(c.entries))}
	for name, e := range c.entries {
		if e.used || len(c.entries) <= cacheSize {
			out.Files[name] = e.line()
		}
	}
	data, err := json.Marshal(out)
	if err == nil {
		err = c.write(data)
	}
	if err != nil {
		return fmt.Errorf("saving the fingerprint cache: %w", err)
	}
	c.changed = false
	return nil
}

// write replaces the file as a whole; it need not reach the disk.
func (c *Cache) write(data []byte) error {
	open := c.Folder
	if open == nil {
		open = func() (*os.Root, error) {
			dir := filepath.Dir(c.file)
			if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
				return nil, err
			}
			return plainfile.Folder(dir)
		}
	}
	return writeIn(open, filepath.Base(c.file), data)
}

// writeIn replaces a file in a folder that may not be made.
func writeIn(open func() (*os.Root, error), name string, data []byte) (err error) {
	dir, err := open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
