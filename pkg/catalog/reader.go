package catalog

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// reader reads the tree. If hub lacks descriptors or memory, it waits for them
// like a [want.Waiter], and keeps the error, because a file that could not be
// read is neither an example nor none. It is safe for concurrent use; nil
// neither waits nor keeps errors.
type reader struct {
	files  *filecache.Cache // nil: nothing is known
	waiter want.Waiter
	mu     sync.Mutex
	first  error
}

// shortage keeps err if hub lacked a resource, and returns err.
func (r *reader) shortage(err error) error {
	if r != nil && want.Of(err) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.first == nil {
			r.first = err
		}
	}
	return err
}

// err returns why the tree could not be read; nil when hub lacked nothing.
func (r *reader) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first == nil {
		return nil
	}
	return fmt.Errorf("finding the examples: %w; %s", r.first, want.Remedy(r.first))
}

// patiently calls do until hub lacks no resource for it, or patience has run
// out.
func (r *reader) patiently(do func() error) error {
	if r == nil {
		return do()
	}
	return r.shortage(r.waiter.Do(context.Background(), do))
}

// dir lists a folder, sorted by name.
func (r *reader) dir(name string) (entries []fs.DirEntry, err error) {
	err = r.patiently(func() error {
		entries, err = os.ReadDir(name)
		return err
	})
	return entries, err
}

// open opens a file.
func (r *reader) open(name string) (f *os.File, err error) {
	err = r.patiently(func() error {
		f, err = plainfile.OpenKnown(name, 0)
		return err
	})
	return f, err
}

// head reads the first bytes of a file into buf. The identity is that of the file
// before it was read.
func (r *reader) head(name string, buf []byte) (data []byte, id plainfile.Identity, err error) {
	err = r.patiently(func() error {
		data, id, err = plainfile.HeadKnown(name, buf)
		return err
	})
	return data, id, err
}
