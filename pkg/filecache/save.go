package filecache

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// maxFile bounds the files that are read and written, in bytes.
const maxFile = 256 << 20

// Read reads a plain file of a cache's folder. Neither is a link that leads out of
// the folder above.
func Read(file string) ([]byte, error) {
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
	return plainfile.ReadIn(context.Background(), dir, filepath.Base(file), maxFile)
}

// Write replaces a file as a whole in the folder that open opens; it need not reach
// the disk. The error fs.ErrNotExist of open says that nothing is to be kept.
func Write(open func() (*os.Root, error), name string, data ...[]byte) error {
	return within(open, func(dir *os.Root) error { return replace(dir, name, data...) })
}

// within writes in the folder that open opens.
func within(open func() (*os.Root, error), write func(dir *os.Root) error) (err error) {
	dir, err := open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return write(dir)
}

func replace(dir *os.Root, name string, data ...[]byte) error {
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		for _, part := range data {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
		return nil
	})
}

// Save writes the cache if anything was put. It makes the folder it is in, but not
// the one above: where hub keeps no state it keeps no cache. hidden reports whether
// a head contains what must not reach the disk, and is left out; nil: none does. So is
// that of a file that somebody may not read who may read the cache.
//
// Of two processes that save at the same time, one loses what it found out.
func (c *Cache) Save(hidden func(head []byte) bool) error {
	if c == nil || c.file == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		return nil
	}
	open := c.Folder
	if open == nil {
		open = c.own
	}
	name := filepath.Base(c.file)
	err := within(open, func(dir *os.Root) error {
		readers, err := readersOf(dir, name)
		if err != nil {
			return err
		}
		return replace(dir, name, c.encode(hidden, readers)...)
	})
	if err != nil {
		return fmt.Errorf("saving the cache of files: %w", err)
	}
	c.dirty = false
	return nil
}

// readersOf returns the bits of those besides the user who may read the file, which is
// made if it is missing: it keeps its mode when it is replaced.
func readersOf(dir *os.Root, name string) (fs.FileMode, error) {
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case errors.Is(err, fs.ErrExist):
	case err != nil:
		return 0, err
	default:
		_ = f.Close() // nothing was written
	}
	info, err := dir.Lstat(name)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return others, nil // what replaces it gets its mode from the umask
	}
	return info.Mode() & others, nil
}

// others is the bits of a mode by which others than the user may read a file.
const others = 0o044

// own opens the folder of the file, and makes it if the one above exists.
func (c *Cache) own() (*os.Root, error) {
	dir := filepath.Dir(c.file)
	if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return plainfile.Folder(dir)
}

// encode returns the parts of the file, which those with the bits of readers may read.
func (c *Cache) encode(hidden func([]byte) bool, readers fs.FileMode) [][]byte {
	keys := slices.Sorted(maps.Keys(c.fresh))
	w := writer{hidden: hidden, readers: readers, records: make([]byte, 0, (len(keys)+c.stored.n)*recordSize)}
	all := c.stored.n <= surplus
	i := 0
	for _, k := range keys { // merged with the stored records, which are sorted as well
		for ; i < c.stored.n && c.stored.key(i) < k; i++ {
			c.keep(&w, i, all)
		}
		if i < c.stored.n && c.stored.key(i) == k {
			i++
		}
		e := c.fresh[k]
		w.add(k, &e)
	}
	for ; i < c.stored.n; i++ {
		c.keep(&w, i, all)
	}
	return w.parts()
}

// keep adds a stored record, if it was asked for or there is room for all.
func (c *Cache) keep(w *writer, i int, all bool) {
	if e, ok := c.stored.entry(i); ok && (all || c.used[i/32].Load()&(1<<(i%32)) != 0) {
		w.add(c.stored.key(i), &e)
	}
}

// writer puts a file together.
type writer struct {
	records, heads []byte
	n              int
	hidden         func([]byte) bool
	readers        fs.FileMode
}

func (w *writer) add(k key, e *entry) {
	if e.head != nil && (w.readers&^e.id.Mode != 0 || w.hidden != nil && w.hidden(e.head)) {
		e.head = nil
	}
	size := headerSize + len(w.records) + recordSize + len(w.heads) + len(e.head)
	if size > maxFile || e.head == nil && e.digest == nil {
		return // it would not be read again
	}
	w.records = appendRecord(w.records, k, e, len(w.heads))
	w.heads = append(w.heads, e.head...)
	w.n++
}

// parts returns the header, the records and the heads.
func (w *writer) parts() [][]byte {
	header := make([]byte, headerSize)
	count := header[headerSize-4:]
	binary.LittleEndian.PutUint32(count, uint32(w.n))
	copy(header, magic)
	binary.LittleEndian.PutUint32(header[len(magic):], checksum(count, w.records, w.heads))
	return [][]byte{header, w.records, w.heads}
}
