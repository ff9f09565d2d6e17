package frames

import "encoding/binary"

// Values writes or reads one value after the other: numbers as varints, texts and
// lists with their length before them. One function names the values of a message,
// and serves for both, so that they cannot differ in order or kind.
//
// Reading anything else than what was written that way panics.
type Values struct {
	written []byte
	unread  string
	reads   bool
}

// Write returns Values that are appended to b.
func Write(b []byte) *Values { return &Values{written: b} }

// Read returns Values that are read from b, of which it makes one copy: all texts
// are parts of that.
func Read(b []byte) *Values { return &Values{unread: string(b), reads: true} }

// Written returns the bytes given to [Write], with all that was written after them.
func (v *Values) Written() []byte { return v.written }

// Number writes *n or sets it.
func Number[T ~int | ~int64 | ~uint64 | ~uintptr](v *Values, n *T) {
	if !v.reads {
		v.written = binary.AppendVarint(v.written, int64(*n))
		return
	}
	var u uint64
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		c := v.unread[i]
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			v.unread = v.unread[i+1:]
			*n = T(int64(u>>1) ^ -int64(u&1))
			return
		}
	}
}

// Text writes a text of any bytes or sets it.
func (v *Values) Text(s *string) {
	n := len(*s)
	if Number(v, &n); v.reads {
		*s, v.unread = v.unread[:n], v.unread[n:]
	} else {
		v.written = append(v.written, *s...)
	}
}

// List writes a list or sets it: value writes or sets each. What is read takes the
// place of what is in the list.
func List[T any](v *Values, list *[]T, value func(*T)) {
	n := len(*list)
	if Number(v, &n); v.reads {
		*list = (*list)[:0]
		for range n {
			var t T
			value(&t)
			*list = append(*list, t)
		}
		return
	}
	for i := range *list {
		value(&(*list)[i])
	}
}

// Flags writes at most 63 flags or sets them.
func (v *Values) Flags(list ...*bool) {
	n := int64(0)
	for i, set := range list {
		if *set {
			n |= 1 << i
		}
	}
	Number(v, &n)
	for i, set := range list {
		*set = n&(1<<i) != 0
	}
}
