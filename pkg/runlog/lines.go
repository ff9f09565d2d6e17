package runlog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineReader reads lines of bounded length.
type lineReader struct {
	in  *bufio.Reader
	raw []byte // the last line with its end; nil when it was too long
	at  int64  // its offset
	end int64  // the offset of what follows it
	buf []byte // of a line that is longer than the buffer of in
	max int
	// long: the last line was longer than max and is not returned.
	long bool
	// hash receives the lines before the last one.
	hash io.Writer
}

// next returns the next line without its end, valid until the next call. With
// io.EOF it returns the text after the last line end.
func (l *lineReader) next() ([]byte, error) {
	l.hash.Write(l.raw) // a hash never fails
	l.raw, l.buf, l.long, l.at = nil, l.buf[:0], false, l.end
	for {
		part, err := l.in.ReadSlice('\n')
		l.end += int64(len(part))
		switch {
		case l.long:
			l.hash.Write(part)
		case len(l.buf)+len(part) > l.max:
			l.hash.Write(l.buf)
			l.hash.Write(part)
			l.long, l.raw, l.buf = true, nil, l.buf[:0]
		case err == nil && len(l.buf) == 0:
			l.raw = part
		default:
			l.buf = append(l.buf, part...)
			l.raw = l.buf
		}
		switch {
		case err == nil:
			return bytes.TrimSuffix(l.raw, []byte{'\n'}), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return l.raw, err
		}
	}
}
