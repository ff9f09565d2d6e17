package status

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// mayBeGone reports whether gone is true for the ID and path of an entry, or if
// the file is not in the form in which hub writes it: metadata with m, then an
// entry on each line, with the path near its start. It reads no more of a line, so
// that a commit hook can ask.
func (s *Store) mayBeGone(m *Metadata, gone func(id, path string) bool) bool {
	file, err := s.openStatus()
	if err != nil {
		return true
	}
	defer file.Close() // read only: nothing can be lost
	lines := bufio.NewReaderSize(file, 64<<10)
	for n := 0; ; {
		line, err := lines.ReadSlice('\n')
		switch {
		case len(line) == 0 || err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return true // it ends before its entries do
		case line[0] == '"':
			id, path, ok := lineStart(string(line[:min(len(line), 256)]))
			if !ok { // the names are long
				id, path, ok = lineStart(string(line[:min(len(line), 8<<10)]))
			}
			if n++; !ok || gone(id, path) {
				return true
			}
		case n > 0, bytes.HasPrefix(line, []byte(`  "examples": {}`)):
			return n != m.TotalExamples
		}
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = lines.ReadSlice('\n')
		}
		if err != nil && err != io.EOF {
			return true
		}
	}
}

// lineStart returns the ID and the path of an entry in a file, of which text is
// the start.
func lineStart(text string) (id, path string, ok bool) {
	w := walk{text: text}
	id = w.quoted()
	if w.kind() != ':' {
		return "", "", false
	}
	if w.skip(1); w.kind() != '{' {
		return "", "", false
	}
	found := errors.New("found")
	err := w.fields(func(key string) (err error) {
		if key != "relativePath" {
			w.raw()
			return nil
		}
		if path, err = w.string(); err == nil {
			err = found
		}
		return err
	})
	return id, path, err == found && w.at < len(text)
}
