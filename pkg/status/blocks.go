package status

import "strings"

// texts keeps texts in blocks: one allocation for many, without waste.
type texts struct{ block strings.Builder }

func (t *texts) keep(text []byte) string {
	if t.block.Cap()-t.block.Len() < len(text) {
		t.block = strings.Builder{}
		t.block.Grow(max(64<<10, len(text)))
	}
	begin := t.block.Len()
	t.block.Write(text)
	return t.block.String()[begin:]
}

// slab hands out entries from blocks, which saves an allocation each.
type slab []Entry

func (s *slab) next() *Entry {
	if len(*s) == 0 {
		*s = make([]Entry, 64)
	}
	e := &(*s)[0]
	*s = (*s)[1:]
	return e
}
