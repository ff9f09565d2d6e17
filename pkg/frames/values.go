package frames

import "encoding/binary"

// Writer and Reader hold values one after the other: numbers as varints, texts
// and lists with their length before them. What is read must have been written in
// the same order: anything else panics.
type (
	Writer []byte
	Reader string
)

// Number appends a number.
func (w *Writer) Number(n int64) { *w = binary.AppendVarint(*w, n) }

// Text appends a text of any bytes.
func (w *Writer) Text(s string) {
	w.Number(int64(len(s)))
	*w = append(*w, s...)
}

// List appends a list of texts.
func (w *Writer) List(list []string) {
	w.Number(int64(len(list)))
	for _, s := range list {
		w.Text(s)
	}
}

// Flags appends at most 63 flags.
func (w *Writer) Flags(list ...bool) {
	n := int64(0)
	for i, set := range list {
		if set {
			n |= 1 << i
		}
	}
	w.Number(n)
}

// Number reads what [Writer.Number] wrote, which no other program does.
func (r *Reader) Number() int64 {
	var u uint64
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		c := (*r)[i]
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			*r = (*r)[i+1:]
			return int64(u>>1) ^ -int64(u&1)
		}
	}
}

// Text reads a text, which is a part of the Reader.
func (r *Reader) Text() string {
	n := r.Number()
	s := (*r)[:n]
	*r = (*r)[n:]
	return string(s)
}

// List reads a list and appends it to another.
func (r *Reader) List(list []string) []string {
	for range r.Number() {
		list = append(list, r.Text())
	}
	return list
}

// Flags reads flags.
func (r *Reader) Flags(list ...*bool) {
	n := r.Number()
	for i, set := range list {
		*set = n&(1<<i) != 0
	}
}
