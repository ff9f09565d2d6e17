package plainfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// chunk is how much is read before the context is asked again.
const chunk = 1 << 20

// Reader reads from r until ctx ends: the error is the cause of that then. One
// read of a plain file is short.
func Reader(ctx context.Context, r io.Reader) io.Reader { return &reader{ctx, r} }

type reader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads at most 1 MiB.
func (r *reader) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.r.Read(p[:min(len(p), chunk)])
}

// Read returns what the plain file at the path holds, at most most bytes. Links
// are followed.
func Read(ctx context.Context, path string, most int64) ([]byte, error) {
	f, err := Open(path, most)
	if err != nil {
		return nil, err
	}
	return all(ctx, f, most)
}

// ReadIn returns what the plain file of that name below dir holds, at most most
// bytes. A symbolic link is no plain file.
func ReadIn(ctx context.Context, dir *os.Root, name string, most int64) ([]byte, error) {
	f, err := OpenIn(dir, name, most)
	if err != nil {
		return nil, err
	}
	return all(ctx, f, most)
}

// all reads the file, which may grow meanwhile, and closes it.
func all(ctx context.Context, f *os.File, most int64) ([]byte, error) {
	var buf bytes.Buffer
	if info, err := f.Stat(); err == nil {
		buf.Grow(int(min(info.Size(), most)) + bytes.MinRead) // so that it need not grow
	}
	_, err := buf.ReadFrom(Reader(ctx, io.LimitReader(f, most+1)))
	data := buf.Bytes()
	if err == nil && int64(len(data)) > most {
		err = &Error{Path: filepath.Clean(f.Name()), Size: int64(len(data)), Most: most}
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return data, nil
}

// Head reads the beginning of the plain file at the path into buf, and returns
// the part of buf that it fills. Links are followed; the file may be of any size.
func Head(path string, buf []byte) ([]byte, error) {
	f, err := Open(path, 0)
	if err != nil {
		return nil, err
	}
	return head(f, buf)
}

// HeadKnown is [Head] without the look beforehand, for a caller who has just seen
// a plain file there. The identity is that of the file before it was read.
func HeadKnown(path string, buf []byte) ([]byte, Identity, error) {
	if data, id, ok, err := headKnown(path, buf); ok {
		return data, id, err
	}
	f, id, err := OpenIdentified(path)
	if err != nil {
		return nil, id, err
	}
	data, err := head(f, buf)
	return data, id, err
}

// HeadIn returns the first bytes of the plain file of that name below dir, at
// most most. A symbolic link is no plain file.
func HeadIn(dir *os.Root, name string, most int64) ([]byte, error) {
	f, err := OpenIn(dir, name, 0)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most))
	return data, errors.Join(err, f.Close())
}

// head fills buf from the file's start, and closes the file.
func head(f *os.File, buf []byte) ([]byte, error) {
	n, err := io.ReadFull(f, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return buf[:n], errors.Join(err, f.Close())
}
