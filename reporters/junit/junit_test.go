package junit

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// written returns a document as text.
func written(t testing.TB, format string, run *hub.Run) string {
	t.Helper()
	var b bytes.Buffer
	_, err := map[string]func(io.Writer, *hub.Run) (string, error){"junit": Write, "junit-strict": WriteStrict}[format](&b, run)
	require.NoError(t, err)
	return b.String()
}

func TestJUnitOfEveryKind(t *testing.T) {
	text := written(t, "junit", sample.Every(t))
	doc := sample.ParseJUnit(t, text)
	assert.Equal(t, [4]int{44, 19, 14, 5}, doc.Totals())
	var suites []string
	for _, s := range doc.Suites {
		suites = append(suites, s.Name)
	}
	assert.Equal(t, []string{"basics", "v1.2/api", "llm", "odd", "examples", "classes"}, suites)
	for _, never := range []string{" package=", "CDATA", "&#x1b;", "&#x1B;", "\x1b", "\ufffe", ` id="`, "hostname="} {
		assert.NotContains(t, text, never)
	}
	assert.NotRegexp(t, `<testcase[^>]* time=""`, text)

	hello := doc.Find("basics/hello")
	assert.Equal(t, sample.JUnitCase{Name: "basics/hello", Class: "examples.basics", File: "examples/basics/hello/run.py", Line: 1, Time: "0.125", Timestamp: "2026-03-14T09:26:53Z",
		Properties: []sample.JUnitProperty{{Name: "hub.id", Value: "basics/hello"}}}, *hello)

	wrong := doc.Find("basics/wrong")
	assert.Equal(t, "hub.assertion", wrong.Failure[0].Type)
	assert.Equal(t, `expected <2>, got "3" & more`, wrong.Failure[0].Message)
	assert.Equal(t, 12, wrong.Line)
	assert.Contains(t, wrong.Failure[0].Body, "at examples/basics/wrong/run.py:12\n")
	assert.Contains(t, wrong.Failure[0].Body, "\n\nTraceback")
	assert.Equal(t, []string{"Traceback (most recent call last):\n  File \"run.py\", line 12\nAssertionError\n"}, wrong.SystemOut)

	flaky := doc.Find("basics/flaky")
	require.Len(t, flaky.Flaky, 1)
	assert.Equal(t, "hub.network", flaky.Flaky[0].Type)
	assert.Equal(t, "connection reset by peer", flaky.Flaky[0].Message)
	assert.Contains(t, flaky.Flaky[0].Stack, "attempt 1, exit code 1")
	assert.Empty(t, flaky.Rerun)
	assert.Empty(t, flaky.Failure)
	assert.Empty(t, flaky.SystemOut, "a pass has no output")

	rerun := doc.Find("basics/rerun")
	require.Len(t, rerun.Rerun, 2)
	assert.Equal(t, "429", rerun.Rerun[0].Message)
	assert.Equal(t, "429 again", rerun.Rerun[1].Message)
	assert.Equal(t, "boom", rerun.Failure[0].Message, "of the deciding attempt")
	assert.Equal(t, "examples/basics/rerun/run.py", rerun.File, "readers use the file as a key")
	assert.Equal(t, 1, rerun.Line, "line 7 is in another file")
	assert.Contains(t, rerun.Failure[0].Body, "at lib/helper.py:7")

	long := doc.Find("basics/long")
	assert.True(t, strings.HasPrefix(long.SystemOut[0], "start of a long output\n"))
	assert.Contains(t, long.SystemOut[0], "\nend of a long output\n[[ATTACHMENT|.hub/runs/")
	assert.Regexp(t, `\[… \d+ bytes omitted from this report …\]`, long.SystemOut[0])

	for name, want := range map[string][2]string{
		"examples/v1.2/api/timeout":  {"hub.timeout", "no end within 30s"},
		"examples/v1.2/api/segfault": {"hub.signal", "killed by SIGSEGV (core dumped)"},
		"examples/v1.2/api/norunner": {"hub.missing_runner", "python3 is not installed"},
		"examples/v1.2/api/badmeta":  {"hub.invalid_metadata", "front matter: line 3: did not find expected key"},
		"examples/v1.2/api/lost":     {"hub.no_result", "the run ended without a result for this example"},
		"odd/stopped":                {"hub.interrupted", "the run ended while the example was running (interrupted)"},
		"odd/later":                  {"hub.not_run", "not started: the run ended first (interrupted)"},
	} {
		c := doc.Find(name)
		require.NotNil(t, c, name)
		require.Len(t, c.Error, 1, name)
		assert.Equal(t, want, [2]string{c.Error[0].Type, c.Error[0].Message}, name)
	}
	assert.Equal(t, "examples.v1_2.api", doc.Find("examples/v1.2/api/timeout").Class)
	assert.Equal(t, 3, doc.Find("examples/v1.2/api/badmeta").Line)

	allowed := doc.Find("llm/allowed")
	require.Len(t, allowed.Skipped, 1)
	assert.Equal(t, "allowed failure until 2027-01-31: auth: 401 Unauthorized", allowed.Skipped[0].Message)
	assert.Equal(t, []string{"no key\n"}, allowed.SystemOut)
	assert.Equal(t, []sample.JUnitProperty{{Name: "hub.id", Value: "llm/allowed"}, {Name: "hub.allowed-failure", Value: "allowed failure until 2027-01-31 (provider is unstable; owner: docs)"}}, allowed.Properties)
	assert.Equal(t, "needs OPENAI_API_KEY", doc.Find("llm/nokey").Skipped[0].Message)
	assert.Equal(t, "needs OPENAI_API_KEY", doc.Find("llm/nokey").Skipped[0].Body)
	assert.Equal(t, []sample.JUnitProperty{{Name: "hub.id", Value: "llm/hollow"}, {Name: "hub.doubtful", Value: "printed nothing"}}, doc.Find("llm/hollow").Properties)
	assert.Equal(t, []sample.JUnitProperty{{Name: "hub.id", Value: "llm/leaky"}, {Name: "hub.leaked", Value: "sleep 1000 (pid 4242)"}}, doc.Find("llm/leaky").Properties)

	odd := doc.Find("odd/hostile")
	// As a terminal shows it: progress is overwritten, control characters are invisible.
	assert.Contains(t, odd.SystemOut[0], "plain red tail\n]]> </script>")
	assert.Contains(t, odd.SystemOut[0], "\n[ [ATTACHMENT|/etc/passwd]]\n")
	assert.Contains(t, odd.SystemOut[0], "nul  bell  bad \ufffd")
	assert.Contains(t, odd.SystemOut[0], "emoji 👩‍👩‍👧 ☃ 漢字\ndoneress 2%\ncut ")
	assert.Equal(t, "examples", doc.Find("examples//plainid").Class)
	assert.Equal(t, []sample.JUnitProperty{{Name: "hub.id", Value: "3f2a"}}, doc.Find("examples//plainid").Properties)
}

func TestJUnitNotRunDependsOnTheEnd(t *testing.T) {
	for end, want := range map[hub.EndReason]string{
		hub.EndInterrupted: "error", hub.EndDeadline: "error", hub.EndKilled: "error",
		hub.EndStopOnError: "skipped", hub.EndMaxFailures: "skipped", hub.EndFinished: "error", "": "error",
	} {
		run := sample.AllGood(2)
		run.End.Reason = end
		run.Results[1] = hub.Result{ID: run.Plan[1].ID, Status: hub.StatusPending, Reason: "not started"}
		c := sample.ParseJUnit(t, written(t, "junit", run)).Find("g1/e1.sh")
		assert.Len(t, c.Error, map[string]int{"error": 1}[want], end)
		assert.Len(t, c.Skipped, map[string]int{"skipped": 1}[want], end)
	}
}

func TestJUnitOfNothing(t *testing.T) {
	for catalog, why := range map[int]string{0: "no examples were found", 5: "nothing to run: none of 5 examples was selected"} {
		empty := &hub.Run{RunHeader: hub.RunHeader{Started: sample.Epoch, Catalog: catalog}, End: hub.RunEnd{Reason: hub.EndEmpty, Finished: sample.Epoch}}
		none := sample.ParseJUnit(t, written(t, "junit", empty))
		assert.Equal(t, [4]int{1, 0, 1, 0}, none.Totals())
		assert.Equal(t, why, none.Suites[0].Cases[0].Error[0].Message)
		empty.End.Reason = hub.EndFinished
		assert.Equal(t, [4]int{}, sample.ParseJUnit(t, written(t, "junit", empty)).Totals(), "if that is not an error: an empty rerun, --allow-empty")
	}

	// A run whose deadline passes after the last result is not good.
	late := sample.AllGood(2)
	late.End.Reason = hub.EndDeadline
	doc := sample.ParseJUnit(t, written(t, "junit", late))
	assert.Equal(t, [4]int{3, 0, 1, 0}, doc.Totals())
	assert.Contains(t, doc.Find("the run").Error[0].Message, "the time for the whole run was over")
}

// The document leads to the verdict of the run.
func TestJUnitAgreesWithTheVerdict(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	seen := map[hub.Verdict]int{}
	for range 800 {
		run := sample.Any(rnd)
		v := run.Verdict()
		seen[v]++
		doc := sample.ParseJUnit(t, written(t, "junit", run))
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
		{"basics", "3f2a", "", "examples/basics/hello/run.py", "basics", "examples.basics.hello", "basics/run.py"}, // from an older log
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

	// Equal keys are distinguished by the ID, also from others.
	ids := identify([]hub.Example{
		{Group: "g", ID: "1", PathID: "x.py", Path: "x.py"}, {Group: "g", ID: "2", PathID: "examples/x.py", Path: "examples/x.py"},
		{Group: "id:", ID: "3", PathID: "examples/1", Path: "examples/1"}, {Group: "g", ID: "4", PathID: "y.py", Path: "y.py"},
	})
	assert.Equal(t, []caseID{{"g", "examples", "id:1"}, {"g", "examples", "id:2"}, {"id:", "examples", "id:/1"}, {"g", "examples", "g/y.py"}}, ids)
}

// The key of a case is independent of its index, other cases, durations and the run.
func TestIdentityIsStable(t *testing.T) {
	whole, part := sample.EveryKind(), sample.EveryKind()
	part.Plan, part.Results = part.Plan[3:4], part.Results[3:4]
	part.Plan[0].Index, part.Plan[0].Title, part.Plan[0].GroupTitle = 99, "Another", "ANOTHER"
	part.ID, part.Started, part.Results[0].Seconds = "other", sample.Epoch.Add(time.Hour), 99
	a, b := sample.ParseJUnit(t, written(t, "junit", whole)), sample.ParseJUnit(t, written(t, "junit", part))
	x, y := a.Find("basics/rerun"), b.Suites[0].Cases[0]
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

// expected returns what a reader should get for s, implemented independently.
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
		if _, err := Write(&b, run); err != nil {
			t.Fatal(err)
		}
		doc := sample.ParseJUnit(t, b.String())
		if len(doc.Suites) == 0 || doc.Tests != 3 {
			t.Fatalf("%d cases of 3", doc.Tests)
		}
		var c sample.JUnitCase
		for _, s := range doc.Suites {
			for _, x := range s.Cases {
				if len(x.Failure) == 1 {
					c = x
				}
			}
		}
		if want := expected(ansi.Shown(output)); len(want) <= 64<<10 && want != "" {
			if len(c.SystemOut) != 1 || c.SystemOut[0] != want {
				t.Fatalf("output %q became %q, expected %q", output, c.SystemOut, want)
			}
		}
		if want := expected(path); len(path) < maxKey && path != "" && want == path && c.File != path {
			t.Fatalf("path %q became %q", path, c.File)
		}
		if !strings.ContainsAny(message, "\r\n") && len(message) <= text.MaxMessage && strings.TrimSpace(ansi.Strip(message)) != "" {
			if got := c.Failure[0].Message; got != expected(message) {
				t.Fatalf("message %q became %q, expected %q", message, got, expected(message))
			}
		}
	})
}
