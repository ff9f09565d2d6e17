package reporters

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// The test reads the document with types of its own, as a consumer would.
type xDocument struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Attrs    []xml.Attr `xml:",any,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Suites   []xSuite   `xml:"testsuite"`
}

type xSuite struct {
	Name      string     `xml:"name,attr"`
	Attrs     []xml.Attr `xml:",any,attr"`
	Tests     int        `xml:"tests,attr"`
	Failures  int        `xml:"failures,attr"`
	Errors    int        `xml:"errors,attr"`
	Skipped   int        `xml:"skipped,attr"`
	Time      string     `xml:"time,attr"`
	Timestamp string     `xml:"timestamp,attr"`
	Cases     []xCase    `xml:"testcase"`
	Nested    []xSuite   `xml:"testsuite"`
}

type xCase struct {
	Name       string      `xml:"name,attr"`
	Class      string      `xml:"classname,attr"`
	File       string      `xml:"file,attr"`
	Line       int         `xml:"line,attr"`
	Time       string      `xml:"time,attr"`
	Timestamp  string      `xml:"timestamp,attr"`
	Failure    []xOutcome  `xml:"failure"`
	Error      []xOutcome  `xml:"error"`
	Skipped    []xOutcome  `xml:"skipped"`
	Flaky      []xAttempt  `xml:"flakyFailure"`
	Rerun      []xAttempt  `xml:"rerunFailure"`
	SystemOut  []string    `xml:"system-out"`
	Properties []xProperty `xml:"properties>property"`
}

type xOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Body    string `xml:",chardata"`
}

type xAttempt struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Stack   string `xml:"stackTrace"`
}

type xProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

func (d *xDocument) totals() [4]int { return [4]int{d.Tests, d.Failures, d.Errors, d.Skipped} }

func (d *xDocument) find(name string) *xCase {
	for s := range d.Suites {
		for c := range d.Suites[s].Cases {
			if d.Suites[s].Cases[c].Name == name {
				return &d.Suites[s].Cases[c]
			}
		}
	}
	return nil
}

// parseJUnit reads a document strictly and checks what must hold of every one.
func parseJUnit(t testing.TB, text string) *xDocument {
	t.Helper()
	require.True(t, strings.HasPrefix(text, xml.Header))
	require.True(t, utf8.ValidString(text))
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	var doc xDocument
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	var sum [4]int
	seconds := regexp.MustCompile(`^\d+\.\d{3}$`)
	keys := map[string]bool{}
	for _, s := range doc.Suites {
		require.Empty(t, s.Nested)
		var own [4]int
		require.Regexp(t, seconds, s.Time)
		require.NotEmpty(t, s.Name)
		for _, c := range s.Cases {
			own[0]++
			own[1] += len(c.Failure)
			own[2] += len(c.Error)
			own[3] += len(c.Skipped)
			require.LessOrEqual(t, len(c.Failure)+len(c.Error)+len(c.Skipped), 1, "one outcome a case")
			require.Regexp(t, seconds, c.Time)
			require.NotEmpty(t, c.Name)
			require.NotEmpty(t, c.Class)
			require.GreaterOrEqual(t, c.Line, 1)
			for _, key := range []string{c.Name, c.Class, c.File, s.Name} {
				require.Less(t, len(key), 1000)
			}
			for _, o := range append(append(append([]xOutcome{}, c.Failure...), c.Error...), c.Skipped...) {
				require.NotEmpty(t, o.Message)
				first, _, _ := strings.Cut(o.Body, "\n")
				require.Equal(t, o.Message, first, "the message is the body's first line")
			}
			for _, a := range append(append([]xAttempt{}, c.Flaky...), c.Rerun...) {
				require.Regexp(t, `^hub\.[\w.-]+$`, a.Type)
				require.NotEmpty(t, a.Stack)
			}
			for _, out := range c.SystemOut {
				require.LessOrEqual(t, len(out), 64<<10)
			}
			key := c.Class + "\x00" + c.Name
			require.False(t, keys[key], "two cases are %q", key)
			keys[key] = true
		}
		require.Equal(t, own, [4]int{s.Tests, s.Failures, s.Errors, s.Skipped}, "totals of suite %s", s.Name)
		for i := range sum {
			sum[i] += own[i]
		}
	}
	require.Equal(t, sum, doc.totals(), "totals of the whole")
	for _, name := range []string{"tests", "failures", "errors", "skipped"} {
		require.Regexp(t, `<testsuites [^>]*\b`+name+`="\d+"`, text)
	}
	return &doc
}

func TestJUnitOfEveryKind(t *testing.T) {
	text := written(t, "junit", sample.Every(t))
	doc := parseJUnit(t, text)
	assert.Equal(t, [4]int{40, 16, 13, 5}, doc.totals())
	var suites []string
	for _, s := range doc.Suites {
		suites = append(suites, s.Name)
	}
	assert.Equal(t, []string{"basics", "v1.2/api", "llm", "odd", "examples", "classes"}, suites)
	for _, never := range []string{" package=", "CDATA", "&#x1b;", "&#x1B;", "\x1b", "\ufffe", ` id="`, "hostname="} {
		assert.NotContains(t, text, never)
	}
	assert.NotRegexp(t, `<testcase[^>]* time=""`, text)

	hello := doc.find("basics/hello")
	assert.Equal(t, xCase{Name: "basics/hello", Class: "examples.basics", File: "examples/basics/hello/run.py", Line: 1, Time: "0.125", Timestamp: "2026-03-14T09:26:53Z",
		Properties: []xProperty{{"hub.id", "basics/hello"}}}, *hello)

	wrong := doc.find("basics/wrong")
	assert.Equal(t, "hub.assertion", wrong.Failure[0].Type)
	assert.Equal(t, `expected <2>, got "3" & more`, wrong.Failure[0].Message)
	assert.Equal(t, 12, wrong.Line)
	assert.Contains(t, wrong.Failure[0].Body, "at examples/basics/wrong/run.py:12\n")
	assert.Contains(t, wrong.Failure[0].Body, "\n\nTraceback")
	assert.Equal(t, []string{"Traceback (most recent call last):\n  File \"run.py\", line 12\nAssertionError\n"}, wrong.SystemOut)

	flaky := doc.find("basics/flaky")
	require.Len(t, flaky.Flaky, 1)
	assert.Equal(t, "hub.network", flaky.Flaky[0].Type)
	assert.Equal(t, "connection reset by peer", flaky.Flaky[0].Message)
	assert.Contains(t, flaky.Flaky[0].Stack, "attempt 1, exit code 1")
	assert.Empty(t, flaky.Rerun)
	assert.Empty(t, flaky.Failure)
	assert.Empty(t, flaky.SystemOut, "a pass keeps its output to itself")

	rerun := doc.find("basics/rerun")
	require.Len(t, rerun.Rerun, 2)
	assert.Equal(t, "429", rerun.Rerun[0].Message)
	assert.Equal(t, "429 again", rerun.Rerun[1].Message)
	assert.Equal(t, "boom", rerun.Failure[0].Message, "the deciding attempt's")
	assert.Equal(t, "examples/basics/rerun/run.py", rerun.File, "consumers key by the file")
	assert.Equal(t, 1, rerun.Line, "line 7 is another file's")
	assert.Contains(t, rerun.Failure[0].Body, "at lib/helper.py:7")

	long := doc.find("basics/long")
	assert.True(t, strings.HasPrefix(long.SystemOut[0], "start of a long output\n"))
	assert.Contains(t, long.SystemOut[0], "\nend of a long output\n[[ATTACHMENT|.hub/runs/")
	assert.Regexp(t, `\[… \d+ bytes left out of this report …\]`, long.SystemOut[0])

	for name, want := range map[string][2]string{
		"examples/v1.2/api/timeout":  {"hub.timeout", "no end within 30s"},
		"examples/v1.2/api/segfault": {"hub.signal", "killed by SIGSEGV (core dumped)"},
		"examples/v1.2/api/norunner": {"hub.missing_runner", "python3 is not installed"},
		"examples/v1.2/api/badmeta":  {"hub.invalid_metadata", "front matter: line 3: did not find expected key"},
		"examples/v1.2/api/lost":     {"hub.no_result", "the run ended without a result of this example"},
		"odd/stopped":                {"hub.interrupted", "the run ended while it ran (interrupted)"},
		"odd/later":                  {"hub.not_run", "not started: the run ended before (interrupted)"},
	} {
		c := doc.find(name)
		require.NotNil(t, c, name)
		require.Len(t, c.Error, 1, name)
		assert.Equal(t, want, [2]string{c.Error[0].Type, c.Error[0].Message}, name)
	}
	assert.Equal(t, "examples.v1_2.api", doc.find("examples/v1.2/api/timeout").Class)
	assert.Equal(t, 3, doc.find("examples/v1.2/api/badmeta").Line)

	allowed := doc.find("llm/allowed")
	require.Len(t, allowed.Skipped, 1)
	assert.Equal(t, "allowed failure until 2027-01-31: auth: 401 Unauthorized", allowed.Skipped[0].Message)
	assert.Equal(t, []string{"no key\n"}, allowed.SystemOut)
	assert.Equal(t, []xProperty{{"hub.id", "llm/allowed"}, {"hub.allowed-failure", "allowed failure until 2027-01-31 (provider is unstable; owner: docs)"}}, allowed.Properties)
	assert.Equal(t, "needs OPENAI_API_KEY", doc.find("llm/nokey").Skipped[0].Message)
	assert.Equal(t, "needs OPENAI_API_KEY", doc.find("llm/nokey").Skipped[0].Body)
	assert.Equal(t, []xProperty{{"hub.id", "llm/hollow"}, {"hub.doubtful", "printed nothing"}}, doc.find("llm/hollow").Properties)
	assert.Equal(t, []xProperty{{"hub.id", "llm/leaky"}, {"hub.leaked", "sleep 1000 (pid 4242)"}}, doc.find("llm/leaky").Properties)

	odd := doc.find("odd/hostile")
	// As a terminal shows it: progress is overwritten, controls show nothing.
	assert.Contains(t, odd.SystemOut[0], "plain red tail\n]]> </script>")
	assert.Contains(t, odd.SystemOut[0], "\n[ [ATTACHMENT|/etc/passwd]]\n")
	assert.Contains(t, odd.SystemOut[0], "nul  bell  bad \ufffd")
	assert.Contains(t, odd.SystemOut[0], "emoji 👩‍👩‍👧 ☃ 漢字\ndoneress 2%\ncut ")
	assert.Equal(t, "examples", doc.find("examples//plainid").Class)
	assert.Equal(t, []xProperty{{"hub.id", "3f2a"}}, doc.find("examples//plainid").Properties)
}

func TestJUnitNotRunDependsOnTheEnd(t *testing.T) {
	for end, want := range map[hub.EndReason]string{
		hub.EndInterrupted: "error", hub.EndDeadline: "error", hub.EndKilled: "error",
		hub.EndStopOnError: "skipped", hub.EndMaxFailures: "skipped", hub.EndFinished: "error", "": "error",
	} {
		run := sample.AllGood(2)
		run.End.Reason = end
		run.Results[1] = hub.Result{ID: run.Plan[1].ID, Status: hub.StatusPending, Reason: "not started"}
		c := parseJUnit(t, written(t, "junit", run)).find("g1/e1.sh")
		assert.Len(t, c.Error, map[string]int{"error": 1}[want], end)
		assert.Len(t, c.Skipped, map[string]int{"skipped": 1}[want], end)
	}
}

func TestJUnitOfNothing(t *testing.T) {
	for catalog, why := range map[int]string{0: "no examples were found", 5: "nothing to run: none of 5 examples was selected"} {
		empty := &hub.Run{RunHeader: hub.RunHeader{Started: sample.Epoch, Catalog: catalog}, End: hub.RunEnd{Reason: hub.EndEmpty, Finished: sample.Epoch}}
		none := parseJUnit(t, written(t, "junit", empty))
		assert.Equal(t, [4]int{1, 0, 1, 0}, none.totals())
		assert.Equal(t, why, none.Suites[0].Cases[0].Error[0].Message)
		empty.End.Reason = hub.EndFinished
		assert.Equal(t, [4]int{}, parseJUnit(t, written(t, "junit", empty)).totals(), "where that is no error: an empty rerun, --allow-empty")
	}

	// A deadline that passes after the last result is still no good run.
	late := sample.AllGood(2)
	late.End.Reason = hub.EndDeadline
	doc := parseJUnit(t, written(t, "junit", late))
	assert.Equal(t, [4]int{3, 0, 1, 0}, doc.totals())
	assert.Contains(t, doc.find("the run").Error[0].Message, "the time for the whole run was over")
}

// anyRun is a run of random shape.
func anyRun(rnd *rand.Rand) *hub.Run {
	run := sample.AllGood(rnd.IntN(6))
	run.Catalog += rnd.IntN(2)
	ends := []hub.EndReason{hub.EndFinished, hub.EndFinished, hub.EndFinished, hub.EndEmpty, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline, hub.EndInterrupted, hub.EndKilled}
	run.End.Reason = ends[rnd.IntN(len(ends))]
	statuses := append(hub.Statuses(), hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, "bogus")
	for i := range run.Results {
		run.Results[i].Status = statuses[rnd.IntN(len(statuses))]
		if run.Results[i].Status == hub.StatusError && rnd.IntN(2) == 0 {
			run.Results[i].AllowedFailure = &hub.AllowFailure{}
		}
	}
	if rnd.IntN(4) == 0 {
		run.Steps = sample.FailedSteps()
	}
	if rnd.IntN(6) == 0 {
		run.Problems = []hub.Problem{{Kind: hub.ProblemReport, Message: "no space left on device"}}
	}
	return run
}

// What a consumer concludes from the document is what the run comes to.
func TestJUnitAgreesWithTheVerdict(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	seen := map[hub.Verdict]int{}
	for range 800 {
		run := anyRun(rnd)
		v := run.Verdict()
		seen[v]++
		doc := parseJUnit(t, written(t, "junit", run))
		good := run.Passed()
		require.Equal(t, good, doc.Failures+doc.Errors == 0, "%s: %+v", v, run)
	}
	assert.Len(t, seen, 5)
}

func TestIdentity(t *testing.T) {
	deep := strings.Repeat("deeper/", 200) + "x"
	for _, tt := range []struct {
		group, id, pathID, path string
		suite, class, name      string
	}{
		{"basics", "examples/basics/hello", "", "examples/basics/hello/run.py", "basics", "examples.basics", "basics/hello"},
		{"basics", "examples/basics/hello.py", "", "examples/basics/hello.py", "basics", "examples.basics", "basics/hello.py"},
		{"basics", "3f2a", "examples/basics/hello", "examples/basics/hello/run.py", "basics", "examples.basics", "basics/hello"},
		{"basics", "3f2a", "examples/basics/hello.py", "examples/basics/hello.py", "basics", "examples.basics", "basics/hello.py"},
		{"basics", "3f2a", "", "examples/basics/hello/run.py", "basics", "examples.basics.hello", "basics/run.py"}, // of an older log
		{"repo", "hello.py", "", "hello.py", "repo", "examples", "repo/hello.py"},
		{"v1.2", "s/v1.2/hello.py", "", "s/v1.2/hello.py", "v1.2", "s.v1_2", "s/v1.2/hello.py"},
		{"a", "a/ /b.sh", "", "a/ /b.sh", "a", "a", "a/ /b.sh"},
		{"", "gone", "", "", "examples", "examples", "gone"},
		{"", "/", "", "", "examples", "examples", "/"},
		{"", "", "", "", "examples", "examples", "unnamed"},
	} {
		e := hub.Example{Group: tt.group, ID: tt.id, PathID: tt.pathID, Path: tt.path}
		assert.Equal(t, caseID{tt.suite, tt.class, tt.name}, identity(&e), tt.path)
	}
	a, b := identity(&hub.Example{Group: "g", Path: deep + "a/x"}), identity(&hub.Example{Group: "g", Path: deep + "/b/x"})
	assert.NotEqual(t, a.class, b.class)
	assert.LessOrEqual(t, len(a.class), maxKey)

	// What would come to one key: the ID tells them apart, also from others.
	ids := identify([]hub.Example{
		{Group: "g", ID: "1", PathID: "x.py", Path: "x.py"}, {Group: "g", ID: "2", PathID: "examples/x.py", Path: "examples/x.py"},
		{Group: "id:", ID: "3", PathID: "examples/1", Path: "examples/1"}, {Group: "g", ID: "4", PathID: "y.py", Path: "y.py"},
	})
	assert.Equal(t, []caseID{{"g", "examples", "id:1"}, {"g", "examples", "id:2"}, {"id:", "examples", "id:/1"}, {"g", "examples", "g/y.py"}}, ids)
}

// The key of a case does not depend on its index, its neighbours, durations or
// the run.
func TestIdentityIsStable(t *testing.T) {
	whole, part := sample.EveryKind(), sample.EveryKind()
	part.Plan, part.Results = part.Plan[3:4], part.Results[3:4]
	part.Plan[0].Index, part.Plan[0].Title, part.Plan[0].GroupTitle = 99, "Another", "ANOTHER"
	part.ID, part.Started, part.Results[0].Seconds = "other", sample.Epoch.Add(time.Hour), 99
	a, b := parseJUnit(t, written(t, "junit", whole)), parseJUnit(t, written(t, "junit", part))
	x, y := a.find("basics/rerun"), b.Suites[0].Cases[0]
	assert.Equal(t, [4]string{a.Suites[0].Name, x.Class, x.Name, x.File}, [4]string{b.Suites[0].Name, y.Class, y.Name, y.File})
}

func TestJUnitBoundsTheWhole(t *testing.T) {
	run := sample.AllGood(1000)
	big := strings.Repeat("0123456789abcde\n", 4096)
	for i := range run.Results {
		run.Results[i].Status, run.Results[i].Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "m"}
		run.Results[i].Attempts[0].Output = big
	}
	assert.Less(t, len(written(t, "junit", run)), 30_000_000)
}

// expected is what a reader should get of s: an independent statement of what
// may change.
func expected(s string) string {
	var b strings.Builder
	for _, r := range ansi.Strip(s) {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 {
			b.WriteRune(r)
		} else {
			b.WriteRune('\ufffd')
		}
	}
	return regexp.MustCompile(`(?i)\[\[ATTACHMENT\|`).ReplaceAllStringFunc(b.String(), func(m string) string { return "[ " + m[1:] })
}

func FuzzJUnit(f *testing.F) {
	f.Add(sample.Hostile, "a/b", "message", "p")
	f.Add("]]>\r\n&<>\"'", "\x00/\xff", "\n\r", "\u2028")
	f.Add("\x1b", "a", "m", "p")
	f.Add("\x1b]title\nreason", "a", "\x1b]title\nmessage", "p")
	f.Add("0", " /", "\xd4M", "\xe2\x80\xf7")
	f.Add("[[[attachment|x[[ATTACHMENT|y", "[[ATTACHMENT|", "\x1b[", "/")
	f.Add(strings.Repeat("é", 40_000), strings.Repeat("x/", 900), "\x1b]0;t", "\ufffe")
	f.Fuzz(func(t *testing.T, output, id, message, path string) {
		run := sample.AllGood(3)
		for i, typ := range []hub.ErrorType{hub.ErrAssertion, hub.ErrTimeout} {
			run.Plan[i].ID, run.Plan[i].Path, run.Plan[i].Group, run.Plan[i].Title = fmt.Sprintf("%s%d", id, i), path, message, output
			res := &run.Results[i]
			res.ID, res.Status = run.Plan[i].ID, hub.StatusError
			res.Error = &hub.Error{Type: typ, Message: message, File: path, Line: 3}
			first := hub.Attempt{Number: 1, Output: message, Error: &hub.Error{Type: hub.ErrorType(id), Message: output}}
			res.Attempts = []hub.Attempt{first, {Number: 2, Output: output, Error: res.Error}}
		}
		run.Plan[2].ID, run.Results[2].ID = id, id
		run.Results[2].Status, run.Results[2].Reason = hub.StatusSkipped, output
		var b bytes.Buffer
		if _, err := writeJUnit(&b, run); err != nil {
			t.Fatal(err)
		}
		doc := parseJUnit(t, b.String())
		if len(doc.Suites) == 0 || doc.Tests != 3 {
			t.Fatalf("%d cases of 3", doc.Tests)
		}
		var c xCase
		for _, s := range doc.Suites {
			for _, x := range s.Cases {
				if len(x.Failure) == 1 {
					c = x
				}
			}
		}
		if want := expected(ansi.Shown(output)); len(want) <= maxOutput && want != "" {
			if len(c.SystemOut) != 1 || c.SystemOut[0] != want {
				t.Fatalf("output %q became %q, expected %q", output, c.SystemOut, want)
			}
		}
		if want := expected(path); len(path) < maxKey && path != "" && want == path && c.File != path {
			t.Fatalf("path %q became %q", path, c.File)
		}
		if !strings.ContainsAny(message, "\r\n") && len(message) <= maxMessage && strings.TrimSpace(ansi.Strip(message)) != "" {
			if got := c.Failure[0].Message; got != expected(message) {
				t.Fatalf("message %q became %q, expected %q", message, got, expected(message))
			}
		}
	})
}
