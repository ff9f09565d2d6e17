package junit

import (
	"io"
	"strconv"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// dialect says which parts of JUnit XML a family of readers accepts. All dialects have
// the same cases, counts and texts.
type dialect struct {
	// locations adds file, line and timestamp to each case, and timestamp and the count
	// of skipped cases to the document.
	locations bool
	// properties adds properties to each case.
	properties bool
}

func richDialect() dialect { return dialect{locations: true, properties: true} }

// strictDialect has only what the schema of Jenkins has.
func strictDialect() dialect { return dialect{} }

// Write writes JUnit XML as most readers expect it: one flat suite per group, one case
// per example, exactly one outcome per case.
//
// An error is <failure> if the example ran and failed, <error> if it did not run to its
// end. An allowed failure is <skipped>, with the failure in its message and its output:
// it neither gates nor counts as a pass. An interrupted example is <error>. An example
// that was not run is <error> if the run was cut off, and <skipped> if the run stopped at
// a failure, which is in the same report.
//
// A document without failures and errors means that the run passed, see
// [hub.Run.Passed]: if it did not pass and the results do not show that, there are
// additional cases, see [text.RunFailures].
//
// The document stays within maxSize bytes, see [writeFitting].
func Write(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, richDialect(), maxSize)
}

// WriteStrict writes the same for readers that validate: every document is valid against
// jenkins-junit-10.xsd. Locations are in the bodies only; IDs and marks are missing.
func WriteStrict(w io.Writer, run *hub.Run) (string, error) {
	return writeFitting(w, run, strictDialect(), maxSize)
}

func (l *layout) document(level detail) *document {
	run, d := l.run, l.dialect
	b := caseBuilder{run: l.pairs, dialect: d, detail: level, ids: l.ids, sizes: l.known(level)}

	doc := &document{Testsuites: junit.Testsuites{Name: "hub", Time: xmlSeconds(run.Seconds())}, countsSkipped: d.locations}
	if d.locations {
		doc.timestamp = text.Time(run.Started)
	}
	for _, group := range l.groups {
		doc.add(b.suite(group))
	}
	if problems := text.RunFailures(run, doc.Failures+doc.Errors); len(problems) > 0 {
		doc.add(b.problemSuite(problems))
	}
	if d.properties {
		doc.noteOrigin(&run.RunHeader)
	}
	return doc
}

func (d *document) add(s suite) {
	d.AddSuite(s.Testsuite)
	d.Suites = nil
	d.suites = append(d.suites, s)
}

// grouped returns the indexes of the cases of each suite, in the order of the first case.
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

// problemSuite returns the suite of the problems of the run. Their location is hub.yaml,
// where most of them are solved.
func (b *caseBuilder) problemSuite(all []text.Problem) suite {
	s := suite{
		Testsuite: junit.Testsuite{Name: "hub run", Timestamp: text.Time(b.run.Started), Tests: len(all), Errors: len(all)},
		at:        func(i int) testcase { return b.problem(all[i]) },
	}
	total := 0.0
	for _, p := range all {
		total += p.Seconds()
	}
	s.Time = xmlSeconds(total)
	return s
}

func (b *caseBuilder) problem(p text.Problem) testcase {
	message := b.message(p.Text)
	body := message
	if exit := p.Exit(); exit != "" {
		body += text.Cut("\n"+exit, b.facts)
	}
	body += b.end(p.Output())
	c := testcase{Testcase: junit.Testcase{
		Name: xmlKey(p.Name), Classname: "hub.run", Time: xmlSeconds(p.Seconds()), Error: result(p.Kind, message, body),
	}}
	if b.dialect.locations {
		c.file, c.line, c.timestamp = "hub.yaml", 1, text.Time(b.run.Started)
		if p.Step != nil && !p.Step.Started.IsZero() {
			c.timestamp = text.Time(p.Step.Started)
		}
	}
	if b.output > 0 && p.Output() != "" {
		c.SystemOut = &junit.Output{Data: bodyEscaper.Replace(text.HeadAndTail(sanitize.XML(p.Output()), b.output))}
	}
	return c
}

// result returns one <failure>, <error> or <skipped>. The message is in the attribute
// and on the first line of the body, since readers show only one or the other.
func result(kind, message, body string) *junit.Result {
	r := &junit.Result{Message: sanitize.XML(message), Data: xmlBody(body)}
	if kind != "" {
		r.Type = text.TypeName(kind)
	}
	return r
}

// xmlSeconds formats a number of seconds.
func xmlSeconds(s float64) string { return strconv.FormatFloat(text.Sane(s), 'f', 3, 64) }
