package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Other programs read hub's reports. 'make consumers' installs them; if one is missing, its
// test is skipped, or fails in CI.
//
// The tests that look for programs are here and not beside the formats, so that the results
// of those, which compute for long, are cached whatever PATH is: .ci/bare's for make check.

// xmllint runs xmllint on a document.
func xmllint(t testing.TB, document string, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.Command(xmllintProgram(t), append(args, "--nonet", "-")...)
	cmd.Stdin = strings.NewReader(document)
	return cmd.CombinedOutput()
}

// xmllintProgram returns the path of xmllint.
func xmllintProgram(t testing.TB) string {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		sample.Absent(t, "xmllint (libxml2-utils)")
	}
	return lint
}

// program returns the path of a program.
func program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		sample.Absent(t, name)
	}
	return path
}

// consumer runs a reader from npm on a file, and decodes what it found.
func consumer(t testing.TB, into any, name, file string, more ...string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		sample.Absent(t, "node")
	}
	dir := filepath.Join("..", "testdata", "consumers")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err != nil {
		sample.Absent(t, "npm's "+name)
	}
	cmd := exec.Command(node, append([]string{filepath.Join(dir, "read.mjs"), name, file}, more...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s: %s", name, stderr.String())
	require.NoError(t, json.Unmarshal(out, into), "%s printed %.300s", name, out)
}

// reportFile writes a report to a file.
func reportFile(t testing.TB, format string, run *hub.Run) string {
	t.Helper()
	r, _ := Find(format)
	path := filepath.Join(t.TempDir(), r.File)
	require.NoError(t, os.WriteFile(path, []byte(written(t, format, run)), 0o644))
	return path
}

func xsd() string { return filepath.Join("testdata", "schemas", "jenkins-junit-10.xsd") }

func TestXmllintReadsJUnit(t *testing.T) {
	for _, format := range []string{"junit", "junit-strict"} {
		run := sample.Every(t)
		text, n := written(t, format, run), sample.TallyOf(run)
		out, err := xmllint(t, text, "--noout")
		require.NoError(t, err, string(out))
		for query, want := range map[string]string{
			"count(/testsuites/testsuite)":                                    "6",
			"count(//testcase)":                                               fmt.Sprint(n.Tests),
			"count(//testcase[failure])":                                      fmt.Sprint(n.Failures),
			"count(//testcase[error])":                                        fmt.Sprint(n.Errors),
			"count(//testcase[skipped])":                                      fmt.Sprint(n.Skipped),
			"string(//testcase[@name='basics/wrong']/failure/@message)":       `expected <2>, got "3" & more`,
			"string(//testcase[@name='basics/flaky']/flakyFailure/@message)":  "connection reset by peer",
			"count(//testcase[@name='basics/rerun']/rerunFailure/stackTrace)": "2",
		} {
			out, err := xmllint(t, text, "--xpath", query)
			require.NoError(t, err, query)
			assert.Equal(t, want, strings.TrimSpace(string(out)), "%s: %s", format, query)
		}
	}
}

// The strict dialect is always valid against the schema of Jenkins; the default one is not,
// which shows that the schema is used.
func TestXmllintValidatesStrictJUnit(t *testing.T) {
	for name, run := range map[string]*hub.Run{
		"every kind": sample.Every(t), "ended well": sample.EndedWell(), "good": sample.AllGood(3), "failed steps": sample.WithFailedSteps(), "nothing": {},
	} {
		out, err := xmllint(t, written(t, "junit-strict", run), "--noout", "--schema", xsd())
		assert.NoError(t, err, "%s: %s", name, out)
	}
	out, err := xmllint(t, written(t, "junit", sample.Every(t)), "--noout", "--schema", xsd())
	assert.Error(t, err)
	assert.Contains(t, string(out), "is not allowed")
}

// A validating reader accepts documents of any bytes.
func TestXmllintReadsAnything(t *testing.T) {
	lint := xmllintProgram(t)
	rnd := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	files := map[string][]string{}
	for i := range 300 {
		run := sample.Odd(sample.OddText(rnd), sample.OddText(rnd), sample.OddText(rnd), rnd.NormFloat64()*100)
		for _, format := range []string{"junit", "junit-strict"} {
			name := filepath.Join(dir, fmt.Sprintf("%s-%d.xml", format, i))
			require.NoError(t, os.WriteFile(name, []byte(written(t, format, run)), 0o644))
			files[format] = append(files[format], name)
		}
	}
	out, err := exec.Command(lint, append([]string{"--noout", "--nonet"}, files["junit"]...)...).CombinedOutput()
	assert.NoError(t, err, string(out))
	out, err = exec.Command(lint, append([]string{"--noout", "--nonet", "--schema", xsd()}, files["junit-strict"]...)...).CombinedOutput()
	assert.NoError(t, err, "%.2000s", out)
	assert.Equal(t, 300, strings.Count(string(out), " validates\n"))
}

// The note on what is omitted is valid against the schema of Jenkins.
func TestXmllintValidatesTheNoteOnOmissions(t *testing.T) {
	xmllintProgram(t) // before the large document
	text := written(t, "junit-strict", sample.AllBad(20_000, strings.Repeat("a line of output\n", 100), "m"))
	require.True(t, strings.Contains(text, "to keep the file below 30 MB"), "%d bytes", len(text))
	out, err := xmllint(t, text, "--noout", "--schema", xsd())
	assert.NoError(t, err, "%.2000s", out)
}

func TestJUnit2JSONReadsJUnit(t *testing.T) {
	type outcome struct{ Message, Type, Inner string }
	type testcase struct {
		Name, Classname, Time, File, Line string
		Failure, Error, Skipped           []outcome
		SystemOut                         []string `json:"system-out"`
	}
	for _, format := range []string{"junit", "junit-strict"} {
		var got struct {
			Name, Tests, Failures, Errors, Skipped string
			Testsuite                              []struct {
				Name, Tests, Failures, Errors, Skipped string
				Testcase                               []testcase
			}
		}
		run := sample.Every(t)
		consumer(t, &got, "junit2json", reportFile(t, format, run))
		n := sample.TallyOf(run)
		assert.Equal(t, [4]string{"hub", fmt.Sprint(n.Tests), fmt.Sprint(n.Failures), fmt.Sprint(n.Errors)}, [4]string{got.Name, got.Tests, got.Failures, got.Errors})
		cases := map[string]testcase{}
		for _, s := range got.Testsuite {
			for _, c := range s.Testcase {
				cases[c.Classname+" "+c.Name] = c
			}
		}
		require.Len(t, cases, len(run.Results))
		wrong := cases["examples.basics basics/wrong"]
		assert.Equal(t, []string{"examples.basics", "1.500"}, []string{wrong.Classname, wrong.Time})
		if format == "junit" {
			assert.Equal(t, []string{"examples/basics/wrong/run.py", "12"}, []string{wrong.File, wrong.Line})
			assert.Equal(t, "5", got.Skipped)
		}
		require.Len(t, wrong.Failure, 1)
		assert.Equal(t, [2]string{`expected <2>, got "3" & more`, "hub.assertion"}, [2]string{wrong.Failure[0].Message, wrong.Failure[0].Type})
		assert.Equal(t, "needs OPENAI_API_KEY", cases["examples.llm llm/nokey"].Skipped[0].Message)
		assert.Equal(t, "hub.timeout", cases["examples.v1_2.api examples/v1.2/api/timeout"].Error[0].Type)
		assert.Contains(t, cases["examples.odd odd/hostile"].SystemOut[0], "]]> </script><script>alert(1)</script> <b>&amp;</b>")
		assert.NotContains(t, cases["examples.odd odd/hostile"].SystemOut[0], "[[ATTACHMENT|")
		assert.Contains(t, cases, "examples.odd odd/"+strings.Repeat("ä", 300))
	}
}

func TestJUnitToCTRFReadsJUnit(t *testing.T) {
	for _, format := range []string{"junit", "junit-strict"} {
		var got ctrfDocument
		run := sample.Every(t)
		consumer(t, &got, "junit-to-ctrf", reportFile(t, format, run))
		n := sample.TallyOf(run)
		assert.Equal(t, [6]int{n.Tests, n.Passed, n.Failures + n.Errors, n.Skipped, 0, 1}, got.counts())
		for i, test := range got.Results.Tests {
			if want := text.Failure(&run.Results[i]).Message; run.Results[i].Gates() && !strings.Contains(want, "\n") && run.Results[i].Error.Type != hub.ErrFatal {
				assert.Equal(t, "failed", test.Status, test.Name)
				assert.Equal(t, want, test.Message, test.Name)
				assert.Contains(t, test.Trace, want, test.Name)
			}
		}
		wrong := got.Results.Tests[2]
		assert.Equal(t, [2]any{"basics/wrong", int64(1500)}, [2]any{wrong.Name, wrong.Duration})
		if format == "junit" {
			assert.Equal(t, "examples/basics/wrong/run.py", wrong.FilePath)
		}
		flaky := got.Results.Tests[1]
		assert.True(t, flaky.Flaky)
		assert.Equal(t, "passed", flaky.Status)
		require.Len(t, flaky.RetryAttempts, 1)
		assert.Equal(t, "connection reset by peer", flaky.RetryAttempts[0].Message)
		assert.Len(t, got.Results.Tests[3].RetryAttempts, 2)
	}
}

func TestXunitViewerReadsJUnit(t *testing.T) {
	for _, format := range []string{"junit", "junit-strict"} {
		var got struct {
			Suites map[string]struct {
				Name  string
				Tests map[string]struct {
					Name, Classname, Status, Time string
					Messages                      []string
					Properties                    map[string]any
				}
			}
		}
		run := sample.Every(t)
		consumer(t, &got, "xunit-viewer", reportFile(t, format, run))
		n := sample.TallyOf(run)
		status, names := map[string]int{}, map[string][]string{}
		for _, s := range got.Suites {
			for _, c := range s.Tests {
				status[c.Status]++
				names[s.Name+" "+c.Name] = c.Messages
				if c.Name == "basics/wrong" {
					assert.Equal(t, "1.500", c.Time)
				}
				if c.Name == "basics/wrong" && format == "junit" {
					assert.Equal(t, []any{[]any{"examples/basics/wrong/run.py"}, []any{"12"}}, []any{c.Properties["file"], c.Properties["line"]})
				}
			}
		}
		assert.Equal(t, map[string]int{"passed": n.Passed - 1, "flakyFailure": 1, "failure": n.Failures, "error": n.Errors, "skipped": n.Skipped}, status)
		assert.Contains(t, strings.Join(names["basics basics/wrong"], "|"), `expected <2>, got "3" & more`)
		assert.Contains(t, names["llm llm/nokey"], "needs OPENAI_API_KEY")
		assert.Contains(t, names["v1.2/api examples/v1.2/api/timeout"], "hub.timeout")
	}
}

// ajvErrors returns the number of documents that ajv read from a file, and their errors.
func ajvErrors(t testing.TB, file, schema string) (documents int, errors []string) {
	t.Helper()
	var got struct {
		Documents int
		Errors    []string
	}
	consumer(t, &got, "ajv", file, schema)
	return got.Documents, got.Errors
}

func TestAdaptiveCardsReadsMessages(t *testing.T) {
	run := sample.Every(t)
	run.Origin.Page = "https://ci.example.org/job/7"
	for name, run := range map[string]*hub.Run{"every kind": run, "failed steps": sample.WithFailedSteps(), "nothing": {}} {
		var got struct {
			Errors, Texts []string
			Actions       int
		}
		consumer(t, &got, "adaptivecards", reportFile(t, "teams", run))
		assert.Empty(t, got.Errors, name)
		assert.Contains(t, got.Texts[0], " Hub: "+string(run.Verdict()), name)
		if name == "every kind" {
			assert.Equal(t, 1, got.Actions)
			assert.Contains(t, got.Texts, `assertion: expected <2>, got "3" & more`)
		}
	}
	broken := filepath.Join(t.TempDir(), "teams.json")
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(written(t, "teams", run), `"type":"Action.OpenUrl",`, ``, 1)), 0o644))
	var got struct{ Errors []string }
	consumer(t, &got, "adaptivecards", broken)
	assert.NotEmpty(t, got.Errors)
}

// Ajv is strict about schemas: it refuses keywords that it does not know or that have no
// effect. SchemaStore and editors use it.
func TestAjvTakesTheSchemasOfEditors(t *testing.T) {
	document := filepath.Join(t.TempDir(), "document.json")
	require.NoError(t, os.WriteFile(document, []byte("{}"), 0o644))
	for _, schema := range []string{"config/schema.json", "config/metadata.schema.json", "pkg/baseline/baseline.schema.json"} {
		documents, errors := ajvErrors(t, document, filepath.Join("..", filepath.FromSlash(schema)))
		assert.Equal(t, 1, documents, schema)
		assert.Empty(t, errors, schema)
	}
}

func TestAjvValidatesCTRF(t *testing.T) {
	schema := filepath.Join("testdata", "schemas", "ctrf.schema.json")
	for name, run := range map[string]*hub.Run{
		"every kind": sample.Every(t), "ended well": sample.EndedWell(), "good": sample.AllGood(3), "failed steps": sample.WithFailedSteps(), "nothing": {},
	} {
		documents, errors := ajvErrors(t, reportFile(t, "ctrf", run), schema)
		assert.Equal(t, 1, documents)
		assert.Empty(t, errors, name)
	}
	broken := filepath.Join(t.TempDir(), "ctrf.json")
	text := strings.Replace(written(t, "ctrf", sample.Every(t)), `"duration":125`, `"duration":0.125`, 1)
	require.NoError(t, os.WriteFile(broken, []byte(text), 0o644))
	_, errors := ajvErrors(t, broken, schema)
	assert.Equal(t, []string{"/results/tests/0/duration must be integer"}, errors)
}
