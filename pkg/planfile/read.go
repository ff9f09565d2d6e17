package planfile

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The types of the lines.
const (
	linePlan    = "plan"
	lineIndex   = "index"
	linePart    = "part"
	lineExample = "example"
)

// maxLine and maxSize bound what is read, in bytes.
const (
	maxLine = 16 << 20
	maxSize = 4 << 30
)

// File is an open plan file.
type File struct {
	Header Header
	Index  Index
	path   string
	file   io.ReaderAt
	close  func() error
	begin  int64 // where the parts begin
}

// Open opens the plan file at path and reads its first two lines. Whatever is wrong with
// the file is a [*usage.Error] that calls it name.
func Open(path, name string) (*File, error) {
	file, err := plainfile.Open(path, maxSize)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = &fs.PathError{Op: at.Op, Path: name, Err: at.Err}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage.Errorf("reading the plan: %w; write it with 'hub plan --parts=N -o FILE'", err)
	case err != nil:
		return nil, usage.Errorf("reading the plan: %w", err)
	}
	f, err := Read(file, name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f.close = file.Close
	return f, nil
}

// Read is [Open] for a plan that is open already; errors call it path. There is nothing
// to close.
func Read(file io.ReaderAt, path string) (*File, error) {
	f := &File{path: path, file: file, close: func() error { return nil }}
	if err := f.open(); err != nil {
		return nil, err
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.close() }

func (f *File) fault(format string, args ...any) error {
	return usage.Errorf("%s: %s; make the plan again with 'hub plan'", f.path, fmt.Sprintf(format, args...))
}

func (f *File) open() error {
	in := bufio.NewReaderSize(io.NewSectionReader(f.file, 0, 2*maxLine), 64<<10)
	first, err := readLine(in)
	if err != nil || json.Unmarshal(first, &f.Header) != nil || f.Header.Type != linePlan {
		return f.fault("not a plan file")
	}
	if h := &f.Header; h.SchemaVersion > SchemaVersion {
		return usage.Errorf("%s was written by a newer hub (%s, format %d; this one reads up to %d): update hub", f.path, h.Hub, h.SchemaVersion, SchemaVersion)
	}
	if !isID(f.Header.ID) { // it names folders
		return f.fault("not a plan file: its ID is not one")
	}
	second, err := readLine(in)
	switch {
	case err != nil || hashOf(second) != f.Header.Index:
		return f.fault("the plan is damaged: its second line is not the one that was written")
	case json.Unmarshal(second, &f.Index) != nil || f.Index.Type != lineIndex || len(f.Index.Parts) != f.Header.Parts || f.Header.Parts < 1 || f.Header.Parts > MaxParts:
		return f.fault("the plan is damaged: its index does not fit")
	}
	f.begin = int64(len(first) + len(second))
	var hashes []string
	var next int64
	examples := 0
	for _, e := range f.Index.Parts {
		if e.Offset != next || e.Size <= 0 || e.Size > maxSize-next || e.Examples < 0 {
			return f.fault("the plan is damaged: its index does not fit")
		}
		next, examples = next+e.Size, examples+e.Examples
		hashes = append(hashes, e.Hash)
	}
	if examples != f.Header.Examples {
		return f.fault("the plan is damaged: it says that it has %d examples, and its parts have %d", f.Header.Examples, examples)
	}
	if f.Header.Digest != Digest(f.Header.Policies, f.Header.Configuration, hashes) {
		return f.fault("the plan is damaged: its digest does not fit")
	}
	return nil
}

// isID reports whether the text is what [NewID] returns.
func isID(text string) bool { return len(text) == 16 && strings.Trim(text, "0123456789abcdef") == "" }

// Part reads one part, from 1, and checks it against the index.
func (f *File) Part(index int) (*Part, error) {
	if index < 1 || index > f.Header.Parts {
		return nil, usage.Errorf("%s has parts 1 to %d, and no part %d", f.path, f.Header.Parts, index)
	}
	e := f.Index.Parts[index-1]
	sum := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(f.file, f.begin+e.Offset, e.Size), sum), 64<<10)
	var part Part
	first, err := readLine(in)
	if err == nil {
		err = json.Unmarshal(first, &part)
	}
	whole := part.Type == linePart && part.Index == index
	part.Examples = slices.Grow(part.Examples, min(e.Examples, 1<<16))
	for err == nil {
		var text []byte
		if text, err = readLine(in); err != nil {
			whole = whole && err == io.EOF && len(text) == 0
			break
		}
		var x Example
		x, err = decodeExample(text)
		whole = whole && err == nil && x.Type == lineExample
		part.Examples = append(part.Examples, x)
	}
	if !whole || hex.EncodeToString(sum.Sum(nil)) != e.Hash || len(part.Examples) != e.Examples {
		return nil, f.fault("the plan is damaged: part %d is not the one that was written", index)
	}
	part.Seconds = e.Seconds
	return &part, nil
}

// readLine reads a line with its end, valid until the next call. A line that is too long
// or has no end is an error.
func readLine(in *bufio.Reader) ([]byte, error) {
	var buf []byte
	for {
		text, err := in.ReadSlice('\n')
		if err == nil && buf == nil {
			return text, nil
		}
		if buf = append(buf, text...); len(buf) > maxLine {
			return nil, bytes.ErrTooLarge
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return buf, err
		}
	}
}
