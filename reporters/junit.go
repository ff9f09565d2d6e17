package reporters

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// dialect is what a family of consumers takes of JUnit XML. All of them get
// the same cases, counts and texts.
type dialect struct {
	// places: file, line and timestamp on each case; timestamp and the count of
	// skipped cases on the whole.
	places bool
	// properties: properties on each case.
	properties bool
}

func richDialect() dialect { return dialect{places: true, properties: true} }

// strictDialect has nothing that Jenkins' own schema does not have.
func strictDialect() dialect { return dialect{} }

const (
	// maxOutput bounds the output of one case, maxOutputs that of all together;
	// see [maxJUnit] for the whole.
	maxOutput, minOutput = 64 << 10, 1 << 10
	maxOutputs           = 10 << 20
	// tailLines and maxTail bound what a failure's own text repeats of the
	// output, for the consumers that show nothing else.
	tailLines, maxTail = 30, 4 << 10
	maxMessage         = 4 << 10
)

// writeJUnit writes JUnit XML as reports of most systems expect it: one flat
// suite a group, one case an example, exactly one outcome a case.
//
// Which outcome: an error is <failure> when the example ran and failed, <error>
// when it could not run to its end. An allowed failure is <skipped>, with the
// failure in its message and its output: it neither gates nor counts as a
// pass. An interrupted example is <error>. One that was not run is <error>
// where the run was cut off, and <skipped> where the run was told to stop at a
// failure, which then is in the same report.
//
// A document without any failure or error means that the run passed, see
// [hub.Run.Passed]: where the results alone do not show that it did not, a case
// of hub's own does, see [troubles].
//
// The document stays within maxJUnit bytes, see [writeFitting].
func writeJUnit(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, richDialect(), maxJUnit)
}

// writeStrictJUnit writes the same for consumers that validate: every document
// is valid against jenkins-junit-10.xsd. Places stand in the bodies alone,
// IDs and marks nowhere.
func writeStrictJUnit(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, strictDialect(), maxJUnit)
}

// writeDetail writes the document with that much detail, and a note of what it
// lacks; empty: nothing.
func writeDetail(w io.Writer, run *hub.Run, d dialect, much detail, note string) error {
	doc := newDocument(run, d, much)
	doc.noteLeftOut(note)
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.WriteString(xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(out)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	if err := out.WriteByte('\n'); err != nil {
		return err
	}
	return out.Flush()
}

func newDocument(run *hub.Run, d dialect, much detail) *junitDocument {
	pairs := paired(run)
	b := caseBuilder{run: pairs, dialect: d, detail: much, ids: identify(pairs.Plan)}

	doc := &junitDocument{}
	doc.Name = "hub"
	doc.Time = xmlSeconds(run.Seconds())
	if d.places {
		doc.Timestamp = xmlTime(run.Started)
	}
	for _, group := range grouped(b.ids) {
		doc.add(b.suite(group))
	}
	if own := troubles(run, doc.Testsuites.Failures+doc.Testsuites.Errors); len(own) > 0 {
		doc.add(b.ownSuite(own))
	}
	t := &doc.Testsuites
	doc.Tests, doc.Failures, doc.Errors = t.Tests, t.Failures, t.Errors
	if d.places {
		doc.Skipped = &t.Skipped
	}
	return doc
}

func (doc *junitDocument) add(s junitSuite) {
	doc.AddSuite(s.Testsuite)
	doc.Suites = append(doc.Suites, s)
}

// grouped is the cases of each suite, suites in the order of their first case.
func grouped(ids []caseID) [][]int {
	var groups [][]int
	at := map[string]int{}
	for i, id := range ids {
		g, ok := at[id.suite]
		if !ok {
			g = len(groups)
			at[id.suite] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// ownSuite holds the cases that speak of the run itself. Their place is the
// configuration: that is where to look.
func (b *caseBuilder) ownSuite(all []trouble) junitSuite {
	s := junitSuite{Testcases: junitCases{count: len(all), at: func(i int) junitCase { return b.own(all[i]) }}}
	total := 0.0
	for _, t := range all {
		total += t.seconds()
		s.AddTestcase(junit.Testcase{Error: &junit.Result{}})
	}
	s.Name, s.Time, s.Timestamp = "hub run", xmlSeconds(total), xmlTime(b.run.Started)
	return s
}

func (b *caseBuilder) own(t trouble) junitCase {
	text := b.message(t.text)
	body := text
	if exit := t.exit(); exit != "" {
		body += cutText("\n"+exit, b.facts)
	}
	body += b.end(t.output())
	c := junitCase{Error: outcome(t.kind, text, body)}
	c.Name, c.Classname, c.Time = xmlKey(t.name), "hub.run", xmlSeconds(t.seconds())
	if b.dialect.places {
		c.File, c.Line, c.Timestamp = "hub.yaml", 1, xmlTime(b.run.Started)
		if t.step != nil && !t.step.Started.IsZero() {
			c.Timestamp = xmlTime(t.step.Started)
		}
	}
	if output := headAndTail(cleanXML(t.output()), b.output); output != "" && b.output > 0 {
		c.SystemOut = &junitText{Body: bodyEscaper.Replace(output)}
	}
	return c
}

// outcome is one <failure>, <error> or <skipped>. The message stands in the
// attribute and on the body's first line: some consumers drop the one where
// there is the other, some the other way round.
func outcome(kind, text, body string) *junitResult {
	r := &junitResult{Body: xmlBody(body)}
	r.Message = cleanXML(text)
	if kind != "" {
		r.Type = typeName(kind)
	}
	return r
}

// typeName is a type as consumers take it: namespaced, since a bare word that
// means something to them broke one.
func typeName(t string) string {
	return "hub." + strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '-', r == '.':
			return r
		}
		return '_'
	}, sanitize.Head(t, 100))
}

func xmlSeconds(s float64) string { return fmt.Sprintf("%.3f", sane(s)) }

// xmlTime is empty for no time, so that the attribute is left out.
func xmlTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
