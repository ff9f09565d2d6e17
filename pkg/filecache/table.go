package filecache

import (
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"sort"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// The header is magic, the checksum of the rest, and the number of records. A record
// is a key, an identity, the digest, and where the head is; see appendRecord. All
// numbers are little-endian.
const (
	magic      = "hub files 1\n" // with the version of the format
	headerSize = len(magic) + 4 + 4
	keySize    = 8
	idSize     = 5*8 + 4
	recordSize = keySize + idSize + len(Digest{}) + 4 + 4
)

// The last number of a record has the length of the head, and what is known.
const (
	hasDigest = 1 << 31
	hasHead   = 1 << 30
	headSize  = 1<<30 - 1
)

// table is the content of a cache file. It is searched where it lies: loading costs
// no allocation per file.
type table struct {
	records, heads []byte
	n              int // records
}

// parse returns the table in data; ok is false when it is damaged or of another
// version.
func parse(data []byte) (t table, ok bool) {
	if len(data) < headerSize || string(data[:len(magic)]) != magic {
		return t, false
	}
	sum, rest := binary.LittleEndian.Uint32(data[len(magic):]), data[len(magic)+4:]
	if checksum(rest) != sum {
		return t, false
	}
	n := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if n > len(rest)/recordSize {
		return t, false
	}
	return table{records: rest[:n*recordSize], heads: rest[n*recordSize:], n: n}, true
}

func checksum(parts ...[]byte) (sum uint32) {
	table := crc32.MakeTable(crc32.Castagnoli)
	for _, part := range parts {
		sum = crc32.Update(sum, table, part)
	}
	return sum
}

func (t *table) record(i int) []byte { return t.records[i*recordSize : (i+1)*recordSize] }

// find returns the index of the record with the key.
func (t *table) find(k key) (int, bool) {
	i := sort.Search(t.n, func(i int) bool { return t.key(i) >= k })
	return i, i < t.n && t.key(i) == k
}

func (t *table) key(i int) key { return key(binary.LittleEndian.Uint64(t.record(i))) }

func (t *table) identity(i int) plainfile.Identity {
	r := t.record(i)[keySize:]
	return plainfile.Identity{
		Device: binary.LittleEndian.Uint64(r), Inode: binary.LittleEndian.Uint64(r[8:]),
		Size:     int64(binary.LittleEndian.Uint64(r[16:])),
		Modified: int64(binary.LittleEndian.Uint64(r[24:])), Changed: int64(binary.LittleEndian.Uint64(r[32:])),
		Mode: fs.FileMode(binary.LittleEndian.Uint32(r[40:])),
	}
}

// entry returns what a record says; ok is false when its head is not in the table.
func (t *table) entry(i int) (e entry, ok bool) {
	e.id = t.identity(i)
	r := t.record(i)[keySize+idSize:]
	at, size := uint64(binary.LittleEndian.Uint32(r[32:])), binary.LittleEndian.Uint32(r[36:])
	if size&hasDigest != 0 {
		e.digest = (*Digest)(r)
	}
	if size&hasHead != 0 {
		end := at + uint64(size&headSize)
		if end > uint64(len(t.heads)) {
			return entry{}, false
		}
		e.head = t.heads[at:end:end]
	}
	return e, true
}

// appendRecord appends the record of an entry, whose head is at that place among the
// heads.
func appendRecord(b []byte, k key, e *entry, at int) []byte {
	for _, n := range []uint64{uint64(k), e.id.Device, e.id.Inode, uint64(e.id.Size), uint64(e.id.Modified), uint64(e.id.Changed)} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(e.id.Mode))
	size := uint32(len(e.head))
	if e.head != nil {
		size |= hasHead
	}
	var d Digest
	if e.digest != nil {
		d = *e.digest
		size |= hasDigest
	}
	b = append(b, d[:]...)
	b = binary.LittleEndian.AppendUint32(b, uint32(at))
	return binary.LittleEndian.AppendUint32(b, size)
}
