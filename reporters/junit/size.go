package junit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxDiff is more than a difference can have, see package expect.
const maxDiff = 64 << 10

// maxSize bounds a JUnit document in bytes: GitLab refuses a file above 30 MB,
// whole.
const maxSize = 30_000_000

// detail says how much a JUnit document holds of texts. Names, counts, outcomes
// and types are always there: no detail leaves out a case or a failure.
type detail struct {
	// output is how many bytes of one output are kept, tail how many of its end
	// in a failure's own text; 0: none, and the failure says so.
	output, tail int
	// diff is how many bytes of a difference are kept.
	diff int
	// message bounds a message in bytes, facts what is below it but the output:
	// where it happened, how it ended. 0 facts: none, nor the titles.
	message, facts int
	// properties: of the cases, and the files that are attached to them; when:
	// their timestamps.
	properties, when bool
}

// details are what a document of the run may hold, most first. Each holds no
// more of anything than the one before: outputs go first, then messages are
// shortened.
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

// lacks says what a document of that detail does not hold of what full does.
func (d detail) lacks(full detail) string {
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

// writeFitting writes the document with as much detail as fits into limit bytes.
// The note says what it lacks, and is in the document as well, as the property
// hub.left-out of its first suite. A document that does not fit even with the
// least detail is written all the same, and the note says that.
//
// A small document is made once. A larger one is measured first, and then made
// anew while it is written, so that it is never in memory.
func writeFitting(w io.Writer, run *hub.Run, d dialect, limit int) (note string, err error) {
	levels := details(text.OutputShare(text.Paired(run)))
	first := gauge{limit: limit}
	switch err := writeDetail(&first, run, d, levels[0], ""); {
	case errors.Is(err, errTooLarge):
	case err != nil:
		return "", err
	case first.size == first.head.Len():
		_, err := w.Write(first.head.Bytes())
		return "", err
	default:
		return "", writeDetail(w, run, d, levels[0], "")
	}
	first.head = bytes.Buffer{}
	notes := make([]string, len(levels))
	for i := range levels {
		notes[i] = fmt.Sprintf("%s to keep the file below %d MB, the GitLab limit; the json report is complete", levels[i].lacks(levels[0]), limit/1_000_000)
	}
	rest := levels[1 : len(levels)-1] // the last is what remains
	at := 1 + sort.Search(len(rest), func(i int) bool {
		return writeDetail(&gauge{limit: limit}, run, d, rest[i], notes[1+i]) == nil
	})
	out := &counter{Writer: w}
	if err := writeDetail(out, run, d, levels[at], notes[at]); err != nil {
		return "", err
	}
	note = notes[at]
	if out.size > limit {
		note = fmt.Sprintf("the file has %d bytes, over the GitLab limit of %d MB, although %s; split the report with --shard or --group", out.size, limit/1_000_000, levels[at].lacks(levels[0]))
	}
	return note, nil
}

// noteLeftOut writes the note into the document, where a schema that has no
// place for it on a case or on the whole does have one.
func (doc *document) noteLeftOut(note string) {
	if note != "" && len(doc.Suites) > 0 {
		doc.Suites[0].Properties = &[]junit.Property{{Name: "hub.left-out", Value: sanitize.XML(note)}}
	}
}

var errTooLarge = errors.New("the document is too large")

// maxHead is how much of a document a gauge keeps, in bytes.
const maxHead = 1 << 20

// gauge measures what is written to it, until that is more than limit bytes. It
// keeps the first of it.
type gauge struct {
	limit, size int
	head        bytes.Buffer
}

// Write counts p.
func (g *gauge) Write(p []byte) (int, error) {
	if g.size += len(p); g.size > g.limit {
		return 0, errTooLarge
	}
	if g.size <= maxHead {
		g.head.Write(p)
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
