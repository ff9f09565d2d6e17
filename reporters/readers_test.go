package reporters

import (
	"encoding/xml"
	"os"
	"strconv"
	"testing"
	"time"

	gojunit "github.com/joshdk/go-junit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// shown is a case as a consumer of a report shows it.
type shown struct {
	Name, Status, Message, File string
	Line                        int
	Seconds                     float64
	// Attachment is the file that it attaches.
	Attachment string
}

// reader is a consumer of a report: a program, or where none can be installed a port of its
// parser, written from what its source does.
type reader struct {
	name, format string
	read         func(t *testing.T, file string) []shown
	// wrong, timeout and nokey are how it shows the failure, the error and the skip of the
	// sample; what it does not show is empty there.
	wrong, timeout, nokey shown
	// onlyFailed: it lists failures, and passes after failed attempts.
	onlyFailed bool
	// timeless: it shows no durations.
	timeless bool
}

// What the sample has for the three.
const (
	wrongMessage, timeoutMessage, nokeyMessage = `expected <2>, got "3" & more`, "no end within 30s", "needs OPENAI_API_KEY"
	wrongFile, timeoutFile, nokeyFile          = "examples/basics/wrong/run.py", "examples/v1.2/api/timeout/run.py", "examples/llm/nokey/run.py"
	timeoutName                                = "examples/v1.2/api/timeout" // in JUnit: its class is ambiguous
)

func (r reader) with(wrong, timeout, nokey shown) reader {
	r.wrong, r.timeout, r.nokey = wrong, timeout, nokey
	return r
}

// full fills in names, status, messages and durations of the three, for a consumer that
// shows them as they are. places: it shows them as well.
func (r reader) full(places bool) reader {
	r = r.with(
		shown{Name: "basics/wrong", Status: "failed", Message: wrongMessage, Seconds: 1.5},
		shown{Name: timeoutName, Status: "failed", Message: timeoutMessage, Seconds: 30},
		shown{Name: "llm/nokey", Status: "skipped", Message: nokeyMessage},
	)
	if places {
		r.wrong.File, r.wrong.Line = wrongFile, 12
		r.timeout.File, r.timeout.Line = timeoutFile, 1
		r.nokey.File, r.nokey.Line = nokeyFile, 1
	}
	return r
}

// readers returns the consumers beside those with tests of their own.
func readers() []reader {
	mergers := reader{name: "junit-report-merger", format: "junit", read: readMerged}.full(true)
	parser := reader{name: "test-results-parser", format: "junit", read: byNode("test-results-parser")}.full(false)
	parser.nokey.Message = ""
	goJUnit := reader{name: "joshdk/go-junit", format: "junit", read: readGoJUnit}.full(true)
	ctrf := reader{name: "ctrf", format: "ctrf", read: byNode("ctrf")}.full(true)
	ctrf.timeout.Name, ctrf.timeout.Line, ctrf.nokey.Line = "v1.2/api/timeout", 0, 0
	return append(ports(), mergers, parser, goJUnit, ctrf,
		reader{name: "junitxml-to-javascript", format: "junit", read: byNode("junitxml-to-javascript")}.full(false),
		reader{name: "tap-mocha-reporter", format: "tap", read: byNode("tap-mocha-reporter"), timeless: true}.with(
			shown{Name: "basics/wrong", Status: "failed", File: wrongFile, Line: 12},
			shown{Name: "v1.2/api/timeout", Status: "failed"}, shown{Name: "llm/nokey", Status: "skipped"}),
	)
}

// Every consumer counts what the run counts, and shows names, messages, places and durations
// as its row says, neither less nor more.
func TestReaders(t *testing.T) {
	names := map[string]bool{}
	for _, r := range readers() {
		assert.False(t, names[r.name], r.name)
		names[r.name] = true
		t.Run(r.name, func(t *testing.T) {
			run := attached(sample.Every(t))
			cases := r.read(t, reportFile(t, r.format, run))
			n := sample.TallyOf(run)
			want := map[string]int{"passed": n.Passed, "failed": n.Failures + n.Errors, "skipped": n.Skipped}
			if r.onlyFailed {
				want = map[string]int{"failed": n.Failures + n.Errors, "passed": 1}
			}
			got, by, seconds := map[string]int{}, map[string]shown{}, 0.0
			for _, c := range cases {
				got[c.Status]++
				by[c.Name] = c
				seconds += c.Seconds
			}
			assert.Equal(t, want, got)
			assert.Len(t, by, len(cases), "names are unique")
			assert.Equal(t, r.wrong, by[r.wrong.Name])
			assert.Equal(t, r.timeout, by[r.timeout.Name])
			assert.Equal(t, r.nokey, by[r.nokey.Name])
			switch {
			case r.timeless:
				assert.Zero(t, seconds)
			case !r.onlyFailed:
				assert.InDelta(t, total(run), seconds, 0.05)
			}
		})
	}
	assert.GreaterOrEqual(t, len(names)+len([]string{"xmllint", "Jenkins' schema", "junit2json", "junit-to-ctrf", "xunit-viewer", "tap-parser", "TAP::Parser", "prove", "ajv", "Chromium", "axe"}), 25)
}

// attached gives an error, and a failure of two attempts, files with their outputs.
func attached(run *hub.Run) *hub.Run {
	run.Results[3].Attempts[1].OutputFile = "out/outputs/R/rerun.2.log"
	run.Results[3].Attempts[2].OutputFile = "out/outputs/R/rerun.3.log"
	run.Results[5].Attempts[0].OutputFile = "out/outputs/R/timeout.1.log"
	return run
}

func total(run *hub.Run) float64 {
	sum := 0.0
	for i := range run.Results {
		sum += run.Results[i].Seconds
	}
	return sum
}

// byNode reads with a program from npm, see read.mjs.
func byNode(name string) func(*testing.T, string) []shown {
	return func(t *testing.T, file string) (cases []shown) {
		consumer(t, &cases, name, file)
		return cases
	}
}

// readMerged reads what junit-report-merger made of a report.
func readMerged(t *testing.T, file string) []shown {
	var text string
	consumer(t, &text, "junit-report-merger", file)
	var doc sample.JUnit
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	n := sample.TallyOf(sample.Every(t))
	assert.Equal(t, [3]int{n.Tests, n.Failures, n.Errors}, [3]int{doc.Tests, doc.Failures, doc.Errors})
	return byCase(&doc, func(c *sample.JUnitCase, s *shown) { s.File, s.Line = c.File, c.Line })
}

// readGoJUnit reads with a library for Go.
func readGoJUnit(t *testing.T, file string) (cases []shown) {
	suites, err := gojunit.IngestFile(file)
	require.NoError(t, err)
	status := map[gojunit.Status]string{gojunit.StatusPassed: "passed", gojunit.StatusFailed: "failed", gojunit.StatusError: "failed", gojunit.StatusSkipped: "skipped"}
	for _, s := range suites {
		for _, c := range s.Tests {
			line, _ := strconv.Atoi(c.Properties["line"])
			cases = append(cases, shown{Name: c.Name, Status: status[c.Status], Message: c.Message, File: c.Properties["file"], Line: line, Seconds: float64(c.Duration) / float64(time.Second)})
		}
	}
	return cases
}

// readJUnit reads a document for a port.
func readJUnit(t *testing.T, file string) *sample.JUnit {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return sample.ParseJUnit(t, string(text))
}
