package status

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// source is an open status file, from which the lines of lean entries are read again
// when their details are wanted. It stays the file that it was when a writer replaces it.
//
// Note: only what answers questions reads so. A run keeps the lines in memory, because an
// example can change the file in place, and the run has to write it whole all the same.
type source struct {
	mu     sync.Mutex
	file   *os.File // stays open
	info   os.FileInfo
	window []byte // what was read last, from begin on
	begin  int64
	err    error // the first one
}

// windowSize is how much is read at once: answers want the lines about in their order.
const windowSize = 128 << 10

// newSource returns nil for a file of which lines are to be kept in memory: one with a byte
// order mark, which the offsets of the decoder leave out, and any on Windows, where an open
// file cannot be replaced.
func newSource(file *os.File, info os.FileInfo) *source {
	head := make([]byte, len(bom))
	if n, _ := file.ReadAt(head, 0); runtime.GOOS == "windows" || string(head[:n]) == bom {
		return nil
	}
	return &source{file: file, info: info}
}

// read returns a part of the file. It is empty if that cannot be read any more; then the
// source has an error.
func (s *source) read(at int64, size int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at < s.begin || at+int64(size) > s.begin+int64(len(s.window)) {
		s.fill(at, size)
	}
	if s.err != nil {
		return ""
	}
	return string(s.window[at-s.begin:][:size])
}

func (s *source) fill(at int64, size int) {
	if cap(s.window) < size {
		s.window = make([]byte, max(size, windowSize))
	}
	s.window = s.window[:cap(s.window)]
	n, err := s.file.ReadAt(s.window, at)
	s.window, s.begin = s.window[:n], at
	if n >= size {
		err = nil
	}
	info, statErr := s.file.Stat()
	switch {
	case s.err != nil:
	case statErr != nil:
		s.err = fmt.Errorf("reading status: %w", statErr)
	case err == io.EOF || info.Size() != s.info.Size() || !info.ModTime().Equal(s.info.ModTime()):
		s.err = errors.New("the status file was changed while hub read it; run the command again")
	case err != nil:
		s.err = fmt.Errorf("reading status: %w", err)
	}
}

// Err returns why details of entries could not be read, since [Store.Load] read the file
// only as far as all answers need it; nil if all could. An answer counts only after that.
func (f *File) Err() error {
	if f == nil || f.source == nil {
		return nil
	}
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	return f.source.err
}

// text returns the line of the entry, empty if it has none.
func (e *Entry) text() string {
	if e.source == nil {
		return e.line
	}
	at, size := int64(e.place>>placeBits), int(e.place&(1<<placeBits-1))
	return e.source.read(at, size)
}

// placeBits are those of the size of a line; its offset has the others.
const placeBits = 24

// lean replaces the line of an entry by its place in the file, and copies what the fields
// have of it. It returns the key, copied as well. group is that of another entry, which
// may be the same.
func (e *Entry) lean(s *source, key string, end int64, group string) string {
	line := e.line
	begin, size := end-int64(len(line)), len(line)
	if s == nil || size >= 1<<placeBits || begin < 0 || begin >= 1<<(63-placeBits) {
		return key
	}
	e.source, e.place, e.line = s, uint64(begin)<<placeBits|uint64(size), ""
	e.AbsolutePath = strings.Clone(e.AbsolutePath)
	e.RelativePath = within(e.AbsolutePath, e.RelativePath)
	e.Name, e.Title, e.DocName = within(e.RelativePath, e.Name), within(e.RelativePath, e.Title), within(e.RelativePath, e.DocName)
	if e.Title == e.Name {
		e.Title = e.Name
	}
	if e.Group = within(group, e.Group); e.Group != group {
		e.Group = within(e.RelativePath, e.Group)
	}
	e.Status = constant(hub.Statuses(), e.Status)
	e.Baseline = hub.Standing(strings.Clone(string(e.Baseline)))
	for i := range e.Leaked {
		e.Leaked[i] = strings.Clone(e.Leaked[i])
	}
	for _, field := range [...]*string{&e.ID, &e.Reason, &e.UpdatedRunID, &e.RunID, &e.Fingerprint, &e.Doubtful, &e.Legacy} {
		if strings.Contains(line, *field) { // else it is no part of the line already
			*field = strings.Clone(*field)
		}
	}
	return within(e.RelativePath, key)
}

// within returns part as a part of whole if it is one, else a copy.
func within(whole, part string) string {
	if i := strings.LastIndex(whole, part); i >= 0 {
		return whole[i : i+len(part)]
	}
	return strings.Clone(part)
}

// constant returns v from a list that has it.
func constant[T comparable](list []T, v T) T {
	for _, c := range list {
		if c == v {
			return c
		}
	}
	return v
}
