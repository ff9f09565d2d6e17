package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Outputs keeps whole outputs as files, one for each attempt that prints
// something. Its methods are safe for many goroutines.
type Outputs struct {
	// Folder opens the folder of the files, and makes it when it is missing. It
	// is asked for each file, for an example may have removed or replaced it, and
	// serves many goroutines.
	Folder func() (*os.Root, error)
	// Shown is how records name the folder: a slash path from the project's root.
	Shown string

	mu  sync.Mutex
	err error
}

// OutputsBelow returns the outputs in the folder dir, which open opens. Records name
// it from root, where it lies below.
func OutputsBelow(root, dir string, open func(dir string) (*os.Root, error)) *Outputs {
	shown := dir
	if rel, err := filepath.Rel(root, dir); err == nil && filepath.IsLocal(rel) {
		shown = rel
	}
	return &Outputs{Folder: func() (*os.Root, error) { return open(dir) }, Shown: hub.PrintablePath(filepath.ToSlash(shown))}
}

// Err is the first thing that went wrong. A file that could not be written
// whole is removed, and no attempt names it. Without Outputs nothing does.
func (o *Outputs) Err() error {
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

func (o *Outputs) fail(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		o.err = err
	}
}

// create makes a file that is not there yet: what an example put in its place,
// a link too, is not written to.
func (o *Outputs) create(name string) (file *os.File, err error) {
	dir, err := o.Folder()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// remove is a best effort: what stays is a part of an output that nothing names.
func (o *Outputs) remove(name string) {
	if dir, err := o.Folder(); err == nil {
		_ = dir.Remove(name)
		_ = dir.Close()
	}
}

// maxOutputName bounds the readable part of a file's name, in bytes.
const maxOutputName = 80

// outputName is the file name for an attempt of an example: safe on every
// system, readable, and of no other example, whatever the ID is.
func outputName(id string, number int) string {
	readable := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return r
		}
		return '-'
	}, id)
	readable = strings.Trim(readable[max(0, len(readable)-maxOutputName):], ".-")
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%s-%s.%d.log", readable, hex.EncodeToString(sum[:6]), number)
}

// saved is the file of one attempt's output. A nil one keeps nothing.
type saved struct {
	to   *Outputs
	name string
	file *os.File // nil: nothing was printed yet
	err  error
}

// open prepares the file of an attempt's output; nil when none is kept.
func (o *Outputs) open(id string, number int) *saved {
	if o == nil {
		return nil
	}
	return &saved{to: o, name: outputName(id, number)}
}

// Write takes all of p, whatever happens to it: verdicts do not depend on what
// is saved.
func (s *saved) Write(p []byte) (int, error) {
	if s.file == nil && s.err == nil {
		s.file, s.err = s.to.create(s.name)
	}
	if s.err == nil {
		_, s.err = s.file.Write(p)
	}
	return len(p), nil
}

// discard removes the file of an attempt that was not made.
func (s *saved) discard() {
	if s != nil && s.file != nil {
		_ = s.file.Close() // nothing of it is kept
		s.to.remove(s.name)
	}
}

// close ends the file and returns how records name it; "" when there is none.
func (s *saved) close() string {
	if s == nil || s.file == nil && s.err == nil {
		return ""
	}
	if s.file != nil {
		if err := s.file.Close(); s.err == nil {
			s.err = err
		}
		if s.err != nil {
			s.to.remove(s.name) // a part must not pass for the whole
		}
	}
	if s.err != nil {
		s.to.fail(s.err)
		return ""
	}
	return s.to.Shown + "/" + s.name
}
