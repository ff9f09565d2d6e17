package junit

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// dialect is what a family of consumers takes of JUnit XML. All of them get
// the same cases, counts and texts.
type dialect struct {
	// places: file, line and timestamp on each case; timestamp and the count of
	// skipped cases on the whole.
	locations bool
	// properties: properties on each case.
	properties bool
}

func richDialect() dialect { return dialect{locations: true, properties: true} }

// strictDialect has nothing that Jenkins' own schema does not have.
func strictDialect() dialect { return dialect{} }

// Write writes JUnit XML as reports of most systems expect it: one flat
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
// of hub's own does, see [text.RunFailures].
//
// The document stays within maxSize bytes, see [writeFitting].
func Write(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, richDialect(), maxSize)
}

// WriteStrict writes the same for consumers that validate: every document
// is valid against jenkins-junit-10.xsd. Places stand in the bodies alone,
// IDs and marks nowhere.
func WriteStrict(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, strictDialect(), maxSize)
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

func newDocument(run *hub.Run, d dialect, much detail) *document {
	pairs := text.Paired(run)
	b := caseBuilder{run: pairs, dialect: d, detail: much, ids: identify(pairs.Plan)}

	doc := &document{}
	doc.Name = "hub"
	doc.Time = xmlSeconds(run.Seconds())
	if d.locations {
		doc.Timestamp = text.Time(run.Started)
	}
	for _, group := range grouped(b.ids) {
		doc.add(b.suite(group))
	}
	if problems := text.RunFailures(run, doc.Testsuites.Failures+doc.Testsuites.Errors); len(problems) > 0 {
		doc.add(b.problemSuite(problems))
	}
	t := &doc.Testsuites
	doc.Tests, doc.Failures, doc.Errors = t.Tests, t.Failures, t.Errors
	if d.locations {
		doc.Skipped = &t.Skipped
	}
	return doc
}

func (doc *document) add(s suite) {
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

// problemSuite holds the cases that speak of the run itself. Their place is the
// configuration: that is where to look.
func (b *caseBuilder) problemSuite(all []text.Problem) suite {
	s := suite{Testcases: cases{count: len(all), at: func(i int) testcase { return b.problem(all[i]) }}}
	total := 0.0
	for _, t := range all {
		total += t.Seconds()
		s.AddTestcase(junit.Testcase{Error: &junit.Result{}})
	}
	s.Name, s.Time, s.Timestamp = "hub run", xmlSeconds(total), text.Time(b.run.Started)
	return s
}

func (b *caseBuilder) problem(t text.Problem) testcase {
	message := b.message(t.Text)
	body := message
	if exit := t.Exit(); exit != "" {
		body += text.Cut("\n"+exit, b.facts)
	}
	body += b.end(t.Output())
	c := testcase{Error: outcome(t.Kind, message, body)}
	c.Name, c.Classname, c.Time = xmlKey(t.Name), "hub.run", xmlSeconds(t.Seconds())
	if b.dialect.locations {
		c.File, c.Line, c.Timestamp = "hub.yaml", 1, text.Time(b.run.Started)
		if t.Step != nil && !t.Step.Started.IsZero() {
			c.Timestamp = text.Time(t.Step.Started)
		}
	}
	if output := text.HeadAndTail(sanitize.XML(t.Output()), b.output); output != "" && b.output > 0 {
		c.SystemOut = &element{Body: bodyEscaper.Replace(output)}
	}
	return c
}

// outcome is one <failure>, <error> or <skipped>. The message stands in the
// attribute and on the body's first line: some consumers drop the one where
// there is the other, some the other way round.
func outcome(kind, message, body string) *result {
	r := &result{Body: xmlBody(body)}
	r.Message = sanitize.XML(message)
	if kind != "" {
		r.Type = text.TypeName(kind)
	}
	return r
}

func xmlSeconds(s float64) string { return fmt.Sprintf("%.3f", text.Sane(s)) }
