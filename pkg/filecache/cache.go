package filecache

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

const (
	// settled is how old a file's times must be for anything to be kept of it.
	settled = 2 * time.Second
	// surplus is how many files a cache remembers that it was not asked for.
	surplus = 100_000
	// MaxHead is the greatest number of bytes that are kept of what the first bytes
	// of a file say.
	MaxHead = 1<<16 - 1
)

// Digest is a hash of a file's contents.
type Digest = [sha256.Size]byte

// Cache is safe for concurrent use. A nil Cache remembers nothing.
type Cache struct {
	// Folder opens the folder of the cache's file for writing, and makes it if it is
	// missing; its error fs.ErrNotExist says that nothing is to be kept. nil: the
	// folder as it is named, if the one above it exists.
	Folder func() (*os.Root, error)

	file, root string
	now        func() time.Time
	limit      int64 // in nanoseconds since 1970: later files were not at rest
	seed       key   // of this user

	stored table           // as loaded
	used   []atomic.Uint32 // by record of stored, a bit each
	mu     sync.Mutex
	fresh  map[key]entry // put since; they replace stored ones
	dirty  bool
}

// entry is what is known of one file.
type entry struct {
	id     plainfile.Identity
	digest *Digest
	head   []byte // nil: unknown
}

// Load reads the cache in the file, which names files by their paths from root. A
// file that is missing, damaged or of another version gives an empty cache; so does
// the empty name, which is never saved. now is the clock of the system.
func Load(file, root string, now func() time.Time) *Cache {
	c := &Cache{file: file, root: root, now: now, fresh: map[key]entry{}}
	c.seed = 14695981039346656037 ^ key(os.Geteuid())<<32
	c.limit = now().Add(-settled).UnixNano()
	if file != "" {
		if data, err := Read(file); err == nil {
			c.stored, _ = parse(data)
		}
	}
	c.used = make([]atomic.Uint32, (c.stored.n+31)/32)
	return c
}

// key is the hash of a path. Paths with one hash take each other's place, which costs
// time: the identity has the inode, so what is known of one is never said of another.
type key uint64

// keyOf returns the key of a file for this user, who need not be allowed to read what
// another one was: below the root by its path from there, with slashes.
//
// Note: it is FNV-1a, because a cryptographic hash takes longer than to ask the system
// for the identity.
func (c *Cache) keyOf(file string) key {
	if rest := len(file) - len(c.root); c.root != "" && rest > 1 && file[:len(c.root)] == c.root && os.IsPathSeparator(file[len(c.root)]) {
		file = file[len(c.root)+1:]
	}
	k := c.seed
	for i := range len(file) {
		b := file[i]
		if b == filepath.Separator {
			b = '/'
		}
		k = (k ^ key(b)) * 1099511628211
	}
	return k
}

// get returns what is known of the file; nothing unless it has this identity.
func (c *Cache) get(file string, id *plainfile.Identity) (entry, bool) {
	if c == nil || !id.Proves() {
		return entry{}, false
	}
	k := c.keyOf(file)
	var e entry
	known := false
	if i, ok := c.stored.find(k); ok && c.stored.identity(i) == *id {
		c.used[i/32].Or(1 << (i % 32))
		if e, known = c.stored.entry(i); known && e.digest != nil && e.head != nil {
			return e, true
		}
	}
	if f, ok := c.put(k); ok && f.id == *id { // which has what is stored, too
		return f, true
	}
	return e, known
}

// put returns what was put of the file with this key.
func (c *Cache) put(k key) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.fresh[k]
	return e, ok
}

// Has reports whether anything is known of a file at that path, of whatever identity:
// if not, nobody needs to ask the system for it.
func (c *Cache) Has(file string) bool {
	if c == nil {
		return false
	}
	k := c.keyOf(file)
	if _, ok := c.stored.find(k); ok {
		return true
	}
	_, ok := c.put(k)
	return ok
}

// Digest returns the digest of the file's contents; ok is false when it is unknown.
func (c *Cache) Digest(file string, id *plainfile.Identity) (d Digest, ok bool) {
	e, ok := c.get(file, id)
	if !ok || e.digest == nil {
		return d, false
	}
	return *e.digest, true
}

// Head returns what was kept of what the first bytes of the file say, which must not
// be changed; ok is false when it is unknown.
func (c *Cache) Head(file string, id *plainfile.Identity) (head []byte, ok bool) {
	e, ok := c.get(file, id)
	return e.head, ok && e.head != nil
}

// PutDigest keeps the digest of a file that had the identity before it was read.
func (c *Cache) PutDigest(file string, id *plainfile.Identity, d Digest) {
	c.add(file, id, func(e *entry) { e.digest = &d })
}

// PutHead keeps what the first bytes of a file say that had the identity before it
// was read, at most [MaxHead] bytes; what is larger is not kept.
func (c *Cache) PutHead(file string, id *plainfile.Identity, head []byte) {
	if len(head) <= MaxHead {
		c.add(file, id, func(e *entry) { e.head = append([]byte{}, head...) })
	}
}

// add completes what is known of a file, if that has come to rest.
func (c *Cache) add(file string, id *plainfile.Identity, set func(*entry)) {
	if c == nil || !id.Proves() {
		return
	}
	if limit := min(c.limit, c.now().Add(-settled).UnixNano()); id.Modified > limit || id.Changed > limit {
		return
	}
	known, _ := c.get(file, id) // of the other kind
	known.id = *id
	set(&known)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh[c.keyOf(file)] = known
	c.dirty = true
}
