package planfile

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// NewID returns a random plan ID.
func NewID() string {
	var random [8]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(random[:])
}

// Write writes a plan file of the parts, which are numbered in their order. It sets the
// fields of the header that follow from them, and returns the complete header. The
// parts are encoded twice, so that memory does not hold the file.
func Write(w io.Writer, header Header, parts []Part) (Header, error) {
	if len(parts) == 0 || len(parts) > MaxParts {
		return header, fmt.Errorf("a plan has 1 to %d parts, not %d", MaxParts, len(parts))
	}
	index := Index{Type: lineIndex, Parts: make([]Entry, len(parts))}
	hashes := make([]string, len(parts))
	var offset int64
	header.Examples = 0
	for i := range parts {
		sum := sha256.New()
		size, seconds, err := parts[i].write(sum, i+1)
		if err != nil {
			return header, err
		}
		hashes[i] = hex.EncodeToString(sum.Sum(nil))
		index.Parts[i] = Entry{Offset: offset, Size: size, Hash: hashes[i], Examples: len(parts[i].Examples), Seconds: seconds}
		offset += size
		header.Examples += len(parts[i].Examples)
	}
	second, err := line(nil, index)
	if err != nil {
		return header, err
	}
	header.Type, header.SchemaVersion, header.Parts = linePlan, SchemaVersion, len(parts)
	header.Digest, header.Index = Digest(header.Policies, header.Configuration, hashes), hashOf(second)
	first, err := line(nil, header)
	if err != nil {
		return header, err
	}
	out := bufio.NewWriterSize(w, 1<<20)
	for _, text := range [][]byte{first, second} {
		if _, err := out.Write(text); err != nil {
			return header, err
		}
	}
	for i := range parts {
		if _, _, err := parts[i].write(out, i+1); err != nil {
			return header, err
		}
	}
	return header, out.Flush()
}

// write writes the lines of the part, and returns their size and [Part.Seconds].
func (p *Part) write(w io.Writer, index int) (size int64, seconds float64, err error) {
	p.Type, p.Index = linePart, index
	buf, err := line(nil, p)
	for i := -1; err == nil; {
		var n int
		n, err = w.Write(buf)
		size += int64(n)
		if i++; i == len(p.Examples) || err != nil {
			break
		}
		p.Examples[i].Type = lineExample
		buf, err = line(buf[:0], &p.Examples[i])
	}
	return size, p.Seconds, err
}

// line appends the value as a line.
func line(buf []byte, v any) ([]byte, error) {
	b := bytes.NewBuffer(buf)
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	text := b.Bytes()
	if bytes.IndexByte(text, '#') >= 0 { // a plan that is printed in a pipeline must not speak to it
		text = sanitize.JSONForLog(text)
	}
	if len(text) > maxLine {
		return nil, fmt.Errorf("a line of the plan would be longer than %d MiB", maxLine>>20)
	}
	return text, nil
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Wrote reports whether a file that begins with head is a plan file, or empty, and may be
// replaced by the next one.
func Wrote(head []byte) bool {
	return len(head) == 0 || bytes.HasPrefix(head, []byte(`{"type":"`+linePlan+`","schemaVersion":`))
}
