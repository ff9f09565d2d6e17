package status

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maker makes entries one after the other. It uses memory again: the details of an entry
// are needed only until they are in its line.
type maker struct {
	add, skip, both  Entry
	was, with, whole Details // of the entry before, of the result, of both
	line             []byte
	entries          slab
	lines            texts
}

// next returns the entry of the example with the result as well ([maker.made]): a new one,
// sealed with names, which become those of the entry.
func (m *maker) next(e *Entry, names runNames, runID string, run *hub.Run, ex *hub.Example, res *hub.Result, how folding) *Entry {
	if out := m.made(e, runID, run, ex, res, how); out != nil {
		return m.sealed(out, names)
	}
	return nil
}

// made returns the entry of the example with the result as well, valid until the next call.
// It is nil if the result changes nothing. A nil e has no result.
func (m *maker) made(e *Entry, runID string, run *hub.Run, ex *hub.Example, res *hub.Result, how folding) *Entry {
	m.with = Details{History: m.with.History[:0]}
	add := &m.add
	*add = Entry{ID: ex.ID, details: &m.with}
	add.take(run, runID, ex, res, how.root)
	if e == nil {
		return add
	}
	m.both = *e
	out := &m.both
	m.open(out)
	if out.has(runID, run.Sequence) || out.cleared(runID, res.Status, run.Sequence) {
		return nil
	}
	if run.Sequence < e.ClearedSequence {
		add.details.Errors = []Failure{} // failed attempts before a pass are cleared as well
	}
	if how.again || how.rebuild && counted(out, add) {
		add.Attempts = 0
	}
	m.whole = Details{History: m.whole.History[:0]}
	out.mergeInto(add, &m.whole)
	out.ID = add.ID // the same text, which is not part of what was read of the file
	return out
}

// open is [Entry.open] with the details in m.
func (m *maker) open(e *Entry) {
	if e.details == nil {
		m.was = Details{History: m.was.History[:0]}
		e.read(&m.was, &m.skip)
		e.details, e.line, e.source = &m.was, "", nil
	}
	e.kept = false
}

// sealed returns a sealed copy of an entry that has its details in m.
func (m *maker) sealed(e *Entry, names runNames) *Entry {
	out := m.entries.next()
	*out = *e
	names.learn(out, out.details)
	b, err := appendEntry(m.line[:0], out, out.details, names)
	if m.line = b; err != nil { // and encode reports it
		own := *out.details
		own.History = slices.Clone(own.History)
		out.details = &own
		return out
	}
	out.details, out.line, out.source, out.kept, out.names = nil, m.lines.keep(b), nil, true, names
	return out
}
