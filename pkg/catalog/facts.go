package catalog

import (
	"bytes"
	"encoding/binary"
	"path"
	"runtime"
	"slices"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// factsVersion is the version of [facts] in the cache. It changes whenever the same
// bytes of a file give other facts; TestFactsAreThoseOfTheirVersion fails without.
const factsVersion = 3

// maxFacts is the greatest number of bytes that are kept of one file, and maxLine of a
// first line that is no #! line.
const (
	maxFacts = 8 << 10
	maxLine  = 512
)

// facts is what the first bytes of a file say. They depend on those and on [readBy],
// and on nothing else.
type facts struct {
	first []byte // line; see head.FirstLine
	long  bool   // the first line is longer than maxLine and left out
	// parsed: the following are known.
	parsed bool
	head   head.Head
	tree   []byte         // of the front matter, see yamlmap.AppendTree; nil without one
	empty  bool           // it contains only white space
	golang goFile         // of a Go file
	output *outputComment // of a Go program; nil without one
	// transcript: a file of a shell records a session.
	transcript bool
}

// reading is a file whose facts are being found out.
type reading struct {
	facts
	reader *reader
	path   string
	buf    []byte // for the first bytes
	data   []byte // the first bytes; nil: the file was not opened
	id     plainfile.Identity
	fresh  bool // something is known that the cache does not know
}

// facts begins to read a file: its first line is known then, if whole even where it
// is long. buf is overwritten by the next call with it.
func (r *reader) facts(path string, buf []byte, whole bool) (reading, error) {
	x := reading{reader: r, path: path, buf: buf}
	if r.known().Has(path) {
		if id, err := plainfile.Look(path); err == nil && id.Mode.IsRegular() {
			if kept, ok := r.files.Head(path, &id); ok && x.decode(readBy(path), kept) && !(whole && x.long) {
				x.id = id
				return x, nil
			}
		}
	}
	return x, x.open()
}

// open reads the first bytes of the file.
func (x *reading) open() (err error) {
	x.facts = facts{}
	if x.data, x.id, err = x.reader.head(x.path, x.buf); err != nil {
		return err
	}
	x.first, x.fresh = head.FirstLine(x.data), true
	return nil
}

// parse finds out the rest.
func (x *reading) parse() error {
	if x.parsed {
		return nil
	}
	if x.data == nil {
		if err := x.open(); err != nil {
			return err
		}
	}
	x.parsed, x.fresh = true, true
	x.head = head.Parse(path.Base(x.path), x.data)
	if m := x.head.Matter; m != nil && !m.Open {
		if n, err := yamlmap.Parse("", 0, m.YAML); err == nil && n != nil {
			x.tree, _ = yamlmap.AppendTree(nil, n)
		}
	}
	x.empty = len(bytes.TrimSpace(x.data)) == 0
	x.transcript = slices.Contains(shellExts, ext(x.path)) && isTranscript(x.data)
	if ext(x.path) == ".go" {
		x.golang = x.reader.inspectGo(x.path, x.data)
		x.golang.unnamed = !x.golang.main && packageName(x.data) == ""
		x.output = x.reader.goOutput(x.path, x.data)
	}
	return nil
}

// keep gives the facts to the cache if it does not have them.
func (x *reading) keep() {
	files := x.reader.known()
	if files == nil || !x.fresh || ext(x.path) == ".go" && len(x.data) == head.Size {
		return // or if more was read than the first bytes
	}
	if kept := x.encode(readBy(x.path)); len(kept) <= maxFacts {
		files.PutHead(x.path, &x.id, kept)
	}
}

// known returns the cache; nil if there is none.
func (r *reader) known() *filecache.Cache {
	if r == nil {
		return nil
	}
	return r.files
}

func ext(file string) string { return path.Ext(file) }

// readBy returns what the facts of a file depend on besides its bytes and this code: its
// extension, and for Go the version of Go, whose parser reads it.
func readBy(file string) string {
	if e := ext(file); e != ".go" {
		return e
	}
	return ".go " + runtime.Version()
}

// The bits of encoded facts.
const (
	factLong = 1 << iota
	factParsed
	factEmpty
	factGoMain
	factGoProgram
	factGoUnnamed
	factMatter
	factMatterOpen
	factOutput
	factUnordered
	factTranscript
)

// encode writes the facts for the cache: the version, what read them, the bits, and
// texts with their lengths before them.
func (f *facts) encode(readBy string) []byte {
	m, o := f.head.Matter, f.output
	bits := uint64(0)
	set := func(bit uint64, is bool) {
		if is {
			bits |= bit
		}
	}
	set(factLong, f.long || len(f.first) > maxLine && !bytes.HasPrefix(f.first, []byte("#!")))
	set(factParsed, f.parsed)
	set(factEmpty, f.empty)
	set(factGoMain, f.golang.main)
	set(factGoProgram, f.golang.program)
	set(factGoUnnamed, f.golang.unnamed)
	set(factTranscript, f.transcript)
	set(factMatter, m != nil)
	set(factMatterOpen, m != nil && m.Open)
	set(factOutput, o != nil)
	set(factUnordered, o != nil && o.unordered)
	b := make([]byte, 0, 64)
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	b = append(b, factsVersion)
	text(readBy)
	b = binary.AppendUvarint(b, bits)
	if bits&factLong == 0 {
		text(string(f.first))
	}
	text(f.head.Title)
	if m != nil {
		b = binary.AppendUvarint(b, uint64(m.Line))
		text(string(m.YAML))
		b = binary.AppendUvarint(b, uint64(len(m.Cut)))
		for _, n := range m.Cut {
			b = binary.AppendUvarint(b, uint64(n))
		}
		text(string(f.tree))
	}
	if o != nil {
		text(o.text)
	}
	return b
}

// decode sets the facts to what encode wrote; false, and none, if it did not.
func (f *facts) decode(readBy string, b []byte) bool {
	d := decoder{rest: b}
	if d.byte() != factsVersion || string(d.text()) != readBy {
		return false
	}
	bits := d.number()
	is := func(bit uint64) bool { return bits&bit != 0 }
	var out facts
	out.long, out.parsed, out.empty, out.transcript = is(factLong), is(factParsed), is(factEmpty), is(factTranscript)
	out.golang = goFile{main: is(factGoMain), program: is(factGoProgram), unnamed: is(factGoUnnamed)}
	if !out.long {
		out.first = d.text()
	}
	out.head.Title = string(d.text())
	if is(factMatter) {
		m := &head.Matter{Open: is(factMatterOpen), Line: int(d.number())}
		if text := d.text(); !m.Open {
			m.YAML = text[:len(text):len(text)]
		}
		if n := d.number(); n <= uint64(len(d.rest)) && n > 0 {
			m.Cut = make([]int, n)
		} else {
			d.bad = d.bad || n > 0
		}
		for i := range m.Cut {
			m.Cut[i] = int(d.number())
		}
		if tree := d.text(); len(tree) > 0 {
			out.tree = tree[:len(tree):len(tree)]
		}
		out.head.Matter = m
	}
	if is(factOutput) {
		out.output = &outputComment{text: string(d.text()), unordered: is(factUnordered)}
	}
	if d.bad || len(d.rest) > 0 {
		return false
	}
	*f = out
	return true
}

// decoder reads numbers and texts until one is bad.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.bad = true
		return 0
	}
	c := d.rest[0]
	d.rest = d.rest[1:]
	return c
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > head.Size {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) text() []byte {
	n := d.number()
	if n > uint64(len(d.rest)) {
		d.bad, d.rest = true, nil
		return nil
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}
