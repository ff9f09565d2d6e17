package junit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxDiff exceeds the size of any diff, see package expect.
const maxDiff = 64 << 10

// maxSize bounds a JUnit document in bytes: GitLab rejects files above 30 MB.
const maxSize = 30_000_000

// detail bounds the texts of a JUnit document. Names, counts, outcomes and types are
// always complete: no level omits a case or a failure.
type detail struct {
	// output bounds the bytes of one output, tail those of its end in the text of a
	// failure; 0: none, and the failure says so.
	output, tail int
	// diff bounds the bytes of a diff.
	diff int
	// message bounds the bytes of a message, facts those of the lines below it except the
	// output: location, title, exit.
	message, facts int
	// properties includes properties and attachments of cases, when their timestamps.
	properties, when bool
}

// details returns the levels of detail of a document, most detailed first. No level keeps
// more of anything than the one before: outputs are reduced first, then messages.
func details(share int) []detail {
	d := detail{output: share, tail: min(text.MaxTail, share), message: text.MaxMessage, diff: maxDiff, facts: text.MaxMessage, properties: true, when: true}
	all := []detail{d}
	for d.output >= 2<<10 {
		d.output /= 2
		d.tail = min(d.tail, d.output)
		d.diff = d.tail
		all = append(all, d)
	}
	d.output = 0
	for _, d.tail = range []int{512, 128, 0} {
		d.diff = d.tail
		all = append(all, d)
	}
	for _, d.message = range []int{1024, 512, 256, 128} {
		d.facts = min(d.facts, 2*d.message)
		all = append(all, d)
	}
	d.facts = 0
	all = append(all, d)
	d.properties = false
	all = append(all, d)
	d.message, d.when = 64, false
	return append(all, d)
}

// omissions describes what a document of that detail omits compared with full.
func (d detail) omissions(full detail) string {
	if d == full {
		return ""
	}
	var parts []string
	switch {
	case d.output == 0 && d.tail == 0:
		parts = append(parts, "outputs are omitted")
	case d.output == 0:
		parts = append(parts, fmt.Sprintf("outputs are cut to their last %d bytes", d.tail))
	default:
		parts = append(parts, fmt.Sprintf("outputs are cut to %d bytes each", d.output))
	}
	if d.message < full.message {
		parts = append(parts, fmt.Sprintf("messages are cut to %d bytes", d.message))
	}
	if d.facts == 0 {
		parts = append(parts, "locations, titles and exit codes are omitted from the texts")
	}
	if !d.properties {
		parts = append(parts, "properties and attachments are omitted")
	}
	if !d.when {
		parts = append(parts, "timestamps are omitted")
	}
	return strings.Join(parts, ", ")
}

// writeFitting writes the document with as much detail as fits into limit bytes. The note
// says what is omitted, and is in the document too, as the property hub.left-out of its
// first suite. A document that does not fit even with the least detail is written anyway,
// and the note says so.
//
// A document of up to maxHead bytes is generated once. A larger one is measured first, and
// then generated again while it is written, so that it is never in memory. Ordinary passes,
// of which a run can have a hundred thousand, are measured once.
func writeFitting(w io.Writer, run *hub.Run, d dialect, limit int) (note string, err error) {
	doc := newLayout(run, d)
	levels := details(text.OutputShare(doc.pairs))
	first := gauge{limit: limit, keep: true}
	switch err := doc.write(&first, levels[0], ""); {
	case errors.Is(err, errTooLarge):
	case err != nil:
		return "", err
	case first.size > maxHead:
		return "", doc.write(w, levels[0], "")
	default:
		for _, part := range first.head {
			if _, err := w.Write(part); err != nil {
				return "", err
			}
		}
		return "", nil
	}
	notes := make([]string, len(levels))
	for i := range levels {
		notes[i] = fmt.Sprintf("%s to keep the file below %d MB, the GitLab limit; the json report is complete", levels[i].omissions(levels[0]), limit/1_000_000)
	}
	rest := levels[1 : len(levels)-1] // if none of them fits, the last level is used
	at := 1 + sort.Search(len(rest), func(i int) bool {
		return doc.write(&gauge{limit: limit}, rest[i], notes[1+i]) == nil
	})
	out := &counter{Writer: w}
	if err := doc.write(out, levels[at], notes[at]); err != nil {
		return "", err
	}
	note = notes[at]
	if out.size > limit {
		note = fmt.Sprintf("the file has %d bytes, over the GitLab limit of %d MB, although %s; split the report with --shard or --group", out.size, limit/1_000_000, levels[at].omissions(levels[0]))
	}
	return note, nil
}

// noteLeftOut adds the note to the first suite, where every schema allows properties.
func (d *document) noteLeftOut(note string) {
	if note != "" && len(d.suites) > 0 {
		d.suites[0].AddProperty("hub.left-out", sanitize.XML(note))
	}
}

var errTooLarge = errors.New("the document is too large")

// maxHead bounds the bytes that a gauge keeps: some 10,000 passes.
const maxHead = 8 << 20

// gauge counts what is written to it, and fails beyond limit bytes. If keep,
// it keeps what is written while that is at most maxHead bytes.
type gauge struct {
	limit, size int
	keep        bool
	head        [][]byte
}

// Write counts p.
func (g *gauge) Write(p []byte) (int, error) {
	if g.size += len(p); g.size > g.limit {
		return 0, errTooLarge
	}
	switch {
	case g.size > maxHead:
		g.head = nil
	case g.keep:
		g.head = append(g.head, bytes.Clone(p))
	}
	return len(p), nil
}

// counter counts what is written to a writer.
type counter struct {
	io.Writer
	size int
}

// Write writes p.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.size += n
	return n, err
}
