package fingerprint

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// MaxWhole is the greatest size in bytes of a file that is hashed whole. Of a
// larger one its size goes in, and as many bytes as that in blocks of 1 MiB: the
// first is the file's beginning, the last its end, the others are evenly spread
// between them.
//
// Note: reading 300 GB takes minutes, and a file with holes can have that size on
// any disk. The time of the last change would find every change, but a checkout
// gives every file a new one, so that no pass would count on another machine.
const MaxWhole = 64 << 20

const (
	block  = 1 << 20
	blocks = MaxWhole / block
)

// maxSmall is the greatest size in bytes of a file that is read in one go, by fewer
// system calls.
const maxSmall = 16 << 10

// read hashes the kind and the contents of a file, or samples of them, and returns the
// identity that it had before. It stops when the context of the inputs ends.
func (c *collector) read(file string, size int64) (s sum, id plainfile.Identity, err error) {
	if size <= maxSmall {
		c.buf = slices.Grow(c.buf[:0], maxKind+int(size)+1)
		space := c.buf[maxKind : maxKind+int(size)+1]
		data, id, err := plainfile.HeadKnown(file, space)
		if err != nil {
			return s, id, err
		}
		if int64(len(data)) <= size { // it has not grown meanwhile
			lead := appendText(make([]byte, 0, maxKind), kind(id.Mode))
			all := c.buf[maxKind-len(lead) : maxKind+len(data)]
			copy(all, lead)
			return sha256.Sum256(all), id, nil
		}
	}
	h := sha256.New()
	f, id, err := plainfile.OpenIdentified(file)
	if err != nil {
		return s, id, err
	}
	defer f.Close() // read only: nothing can be lost
	text(h, kind(id.Mode))
	if size = id.Size; size > MaxWhole {
		err = sample(c.reader, h, f, size)
	} else {
		err = whole(h, c.reader(f), size)
	}
	if err != nil {
		return s, id, fmt.Errorf("%s: %w", file, err)
	}
	h.Sum(s[:0])
	return s, id, nil
}

// maxKind is the greatest number of bytes that are hashed of a kind.
const maxKind = 8 + len("program")

// kind is what a file is, besides its contents.
func kind(mode fs.FileMode) string {
	if runtime.GOOS != "windows" && mode&0o111 != 0 {
		return "program"
	}
	return "file"
}

// reader reads until the context ends.
func (c *collector) reader(r io.Reader) io.Reader {
	if c.in.Context == nil {
		return r
	}
	return plainfile.Reader(c.in.Context, r)
}

// whole hashes all that can be read, which is about size.
func whole(h hash.Hash, in io.Reader, size int64) error {
	buf := make([]byte, min(max(size+1, 512), 64<<10))
	for left := int64(MaxWhole); ; {
		n, err := in.Read(buf)
		h.Write(buf[:n])
		if left -= int64(n); left < 0 {
			return errGrows
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

var errGrows = errors.New("it grows while it is read")

// sample hashes the size and the blocks of a file that is larger than MaxWhole.
func sample(reader func(io.Reader) io.Reader, h hash.Hash, f *os.File, size int64) error {
	text(h, "samples")
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], uint64(size))
	h.Write(length[:])
	for i := range int64(blocks) {
		n, err := io.Copy(h, reader(io.NewSectionReader(f, offset(i, size), block)))
		if err == nil && n < block {
			err = io.ErrUnexpectedEOF // it was shortened meanwhile
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// offset is where block i of a file of that size begins.
func offset(i, size int64) int64 {
	last := size - block
	// In parts, for the product of the two can be too large for 64 bits.
	return last/(blocks-1)*i + last%(blocks-1)*i/(blocks-1)
}

// done is the cause when the context of the inputs has ended.
func (in *Inputs) done() error {
	if in.Context == nil || in.Context.Err() == nil {
		return nil
	}
	return context.Cause(in.Context)
}
