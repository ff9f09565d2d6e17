package junit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// Requirements of readers of JUnit XML, one test each.

// bothDialects runs a test on the documents of both dialects.
func bothDialects(t *testing.T, run *hub.Run, test func(t *testing.T, text string)) {
	for _, format := range []string{"junit", "junit-strict"} {
		t.Run(format, func(t *testing.T) { test(t, written(t, format, run)) })
	}
}

// elements returns the attributes of all elements of a name.
func elements(t *testing.T, text, name string) []map[string]string {
	t.Helper()
	var out []map[string]string
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := dec.Token()
		if token == nil {
			return out
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == name {
			attributes := map[string]string{}
			for _, a := range start.Attr {
				attributes[a.Name.Local] = a.Value
			}
			out = append(out, attributes)
		}
	}
}

// A single forbidden character makes readers reject the whole report.
func TestJUnitPoint01AlwaysWellFormed(t *testing.T) {
	run := sample.AllGood(1)
	var odd strings.Builder
	for c := range 256 {
		odd.WriteByte(byte(c))
	}
	odd.WriteString("\ufffe\uffff\ufdd0\U0010ffff\xed\xa0\x80 ]]> \x1b[31mred\x1b[0m \x1b[3")
	res := &run.Results[0]
	res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: odd.String(), File: odd.String()}
	res.Attempts[0].Output = odd.String()
	run.Plan[0].ID, res.ID, run.Plan[0].Group, run.Plan[0].Path = odd.String(), odd.String(), odd.String(), odd.String()
	bothDialects(t, run, func(t *testing.T, text string) {
		assert.True(t, strings.HasPrefix(text, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"))
		assert.Len(t, elements(t, text, "testcase"), 1)
		assert.NotContains(t, text, "CDATA")
		assert.NotRegexp(t, `(?i)&#x?(1b|27|0|x0);`, text)
		for _, r := range text {
			require.True(t, sanitize.InXML(r), "%q", r)
		}
		assert.Contains(t, text, "]]&gt; red ", "sequences are removed, even incomplete ones")
	})
}

// Readers find no tests in nested suites, and reject a bare testsuites.
func TestJUnitPoint02Flat(t *testing.T) {
	bothDialects(t, sample.Every(t), func(t *testing.T, text string) {
		depth, deepest := 0, 0
		dec := xml.NewDecoder(strings.NewReader(text))
		for token, _ := dec.Token(); token != nil; token, _ = dec.Token() {
			switch e := token.(type) {
			case xml.StartElement:
				if e.Name.Local == "testsuite" {
					depth++
				}
			case xml.EndElement:
				if e.Name.Local == "testsuite" {
					depth--
				}
			}
			deepest = max(deepest, depth)
		}
		assert.Equal(t, 1, deepest)
		whole := elements(t, text, "testsuites")
		require.Len(t, whole, 1)
		for _, name := range []string{"name", "tests", "failures", "errors", "time"} {
			assert.NotEmpty(t, whole[0][name], name)
		}
		var groups []string
		for _, s := range elements(t, text, "testsuite") {
			groups = append(groups, s["name"])
		}
		assert.Equal(t, []string{"basics", "v1.2/api", "llm", "odd", "examples", "classes"}, groups, "one suite a group")
	})
}

// All readers use suite, class and name as the key of the history.
func TestJUnitPoint03Identity(t *testing.T) {
	run := sample.Every(t)
	bothDialects(t, run, func(t *testing.T, text string) {
		seen := map[string]bool{}
		for _, c := range elements(t, text, "testcase") {
			key := c["classname"] + "\x00" + c["name"]
			assert.False(t, seen[key], key)
			seen[key] = true
			assert.NotContains(t, c["classname"], "/")
			for _, name := range []string{"name", "classname", "file"} {
				assert.Less(t, len(c[name]), 1000)
			}
			assert.NotContains(t, c, "package")
		}
		for _, s := range elements(t, text, "testsuite") {
			assert.Less(t, len(s["name"]), 1000)
			assert.NotContains(t, s, "package")
			assert.NotContains(t, s, "id")
		}
	})
	// The key is independent of position, time and run.
	moved := sample.Every(t)
	moved.ID, moved.Started = "another", sample.Epoch.Add(time.Hour)
	for i := range moved.Plan {
		moved.Plan[i].Index += 100
		moved.Results[i].Seconds += 3
	}
	keys := func(run *hub.Run) (out []string) {
		for _, c := range elements(t, written(t, "junit", run), "testcase") {
			out = append(out, c["classname"]+" "+c["name"]+" "+c["file"])
		}
		return out
	}
	assert.Equal(t, keys(run), keys(moved))
}

// Without a location readers guess wrong ones.
func TestJUnitPoint04Locations(t *testing.T) {
	run := sample.Every(t)
	for i, c := range elements(t, written(t, "junit", run), "testcase") {
		assert.Equal(t, run.Plan[i].Path, c["file"])
		assert.Regexp(t, `^[1-9]\d*$`, c["line"])
	}
	assert.Equal(t, "12", elements(t, written(t, "junit", run), "testcase")[2]["line"], "the failing line")
}

// Readers reject empty or negative times, and other formats of timestamps.
func TestJUnitPoint05Times(t *testing.T) {
	run := sample.Every(t)
	run.Results[0].Seconds, run.Results[1].Seconds = -5, 0
	bothDialects(t, run, func(t *testing.T, text string) {
		for _, name := range []string{"testsuites", "testsuite", "testcase"} {
			for _, e := range elements(t, text, name) {
				assert.Regexp(t, `^\d+\.\d{3}$`, e["time"], name)
				if at, ok := e["timestamp"]; ok {
					assert.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`, at, name)
				}
			}
		}
		for _, s := range elements(t, text, "testsuite") {
			assert.Contains(t, s, "timestamp")
		}
	})
	for _, c := range elements(t, written(t, "junit", run), "testcase") {
		assert.Contains(t, c, "timestamp")
	}
}

// Totals are written even if zero, and count cases, not attempts.
func TestJUnitPoint06Counts(t *testing.T) {
	bothDialects(t, sample.AllGood(3), func(t *testing.T, text string) {
		for _, name := range []string{"testsuites", "testsuite"} {
			for _, e := range elements(t, text, name) {
				assert.Equal(t, "0", e["failures"])
				assert.Equal(t, "0", e["errors"])
				assert.Contains(t, e, "tests")
			}
		}
		for _, s := range elements(t, text, "testsuite") {
			assert.Equal(t, "0", s["skipped"])
		}
	})
	run := sample.Every(t)
	n := sample.TallyOf(run)
	whole := elements(t, written(t, "junit", run), "testsuites")[0]
	assert.Equal(t, fmt.Sprint(n.Tests, n.Failures, n.Errors, n.Skipped),
		fmt.Sprint(whole["tests"], " ", whole["failures"], " ", whole["errors"], " ", whole["skipped"]))
}

// Each case has one outcome, with its message in attribute and body and a namespaced type.
func TestJUnitPoint07Outcomes(t *testing.T) {
	run := sample.Every(t)
	bothDialects(t, run, func(t *testing.T, text string) {
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		i := 0
		for _, s := range doc.Suites {
			for _, c := range s.Cases {
				outcomes := append(append(append([]sample.JUnitOutcome{}, c.Failure...), c.Error...), c.Skipped...)
				require.LessOrEqual(t, len(outcomes), 1, c.Name)
				for _, o := range outcomes {
					first, _, _ := strings.Cut(o.Body, "\n")
					assert.Equal(t, o.Message, first)
					assert.NotEmpty(t, first)
				}
				for _, o := range append(c.Failure, c.Error...) {
					assert.Regexp(t, `^hub\.\w+$`, o.Type)
				}
				i++
			}
		}
		assert.Equal(t, len(run.Results), i)
	})
	kinds := map[hub.ErrorType]string{}
	for _, typ := range hub.ErrorTypes() {
		one := sample.AllGood(1)
		one.Results[0].Status, one.Results[0].Error = hub.StatusError, &hub.Error{Type: typ, Message: "m"}
		doc := sample.ParseJUnit(t, written(t, "junit", one))
		kinds[typ] = fmt.Sprint(doc.Failures, doc.Errors)
	}
	for typ, want := range map[hub.ErrorType]string{
		hub.ErrTimeout: "0 1", hub.ErrSignal: "0 1", hub.ErrInvalidMeta: "0 1", hub.ErrMissingRunner: "0 1", hub.ErrInternal: "0 1", hub.ErrNoResult: "0 1",
		hub.ErrAssertion: "1 0", hub.ErrException: "1 0", hub.ErrUnknown: "1 0", hub.ErrOutputMismatch: "1 0",
	} {
		assert.Equal(t, want, kinds[typ], typ)
	}
}

// Retries are in one case, as Surefire writes them.
func TestJUnitPoint08Retries(t *testing.T) {
	bothDialects(t, sample.Every(t), func(t *testing.T, text string) {
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		flaky, rerun := doc.Find("basics/flaky"), doc.Find("basics/rerun")
		require.Len(t, flaky.Flaky, 1)
		assert.Empty(t, flaky.Failure)
		assert.Equal(t, "hub.network", flaky.Flaky[0].Type)
		assert.True(t, strings.HasPrefix(flaky.Flaky[0].Stack, "connection reset by peer\n"))
		require.Len(t, rerun.Rerun, 2)
		require.Len(t, rerun.Failure, 1)
		for _, a := range rerun.Rerun {
			assert.Equal(t, "hub.rate_limit", a.Type)
			assert.NotEmpty(t, a.Stack)
		}
		assert.Len(t, regexp.MustCompile(`<testcase name="basics/(flaky|rerun)" classname="examples.basics"`).FindAllString(text, -1), 2, "one case per example")
	})
}

// Outputs are bounded per case and in total, and a pass has none.
func TestJUnitPoint09Outputs(t *testing.T) {
	run := sample.AllGood(2000)
	big := strings.Repeat("0123456789 & <abcde>\n", 8<<10)
	for i := range run.Results {
		run.Results[i].Attempts[0].Output = big
		if i%2 == 0 {
			run.Results[i].Status, run.Results[i].Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "m"}
		}
	}
	// TestJUnitStaysBelowGitLabsLimit parses as much, which takes long.
	for _, write := range []func(io.Writer, *hub.Run) (string, error){Write, WriteStrict} {
		var text bytes.Buffer
		_, err := write(&text, run)
		require.NoError(t, err)
		assert.Less(t, text.Len(), 30_000_000, "the GitLab limit")
		assert.Equal(t, 1000, bytes.Count(text.Bytes(), []byte("<system-out>")))
	}
	one := sample.AllGood(1)
	one.Results[0].Status, one.Results[0].Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "m"}
	one.Results[0].Attempts[0].Output = "head\n" + big + big + "tail\n"
	bothDialects(t, one, func(t *testing.T, text string) {
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		out := doc.Suites[0].Cases[0].SystemOut
		require.Len(t, out, 1)
		assert.LessOrEqual(t, len(out[0]), 64<<10)
		assert.True(t, strings.HasPrefix(out[0], "head\n") && strings.HasSuffix(out[0], "tail\n"))
	})
}

// A file is attached by a line; an output must not be able to attach files of the machine.
func TestJUnitPoint10Attachments(t *testing.T) {
	run := sample.Every(t)
	hello, flaky := &run.Results[0], &run.Results[1]
	hello.Attempts[0].OutputFile = ".hub/a b.log"
	flaky.Attempts[0].OutputFile, flaky.Attempts[1].OutputFile = "x/1.log", "x/2.log"
	for i, odd := range []string{"a]b", "a|b", "a\nb", "a\x1bb", "\xff"} {
		run.Results[5+i].Attempts = append([]hub.Attempt{{OutputFile: odd}}, run.Results[5+i].Attempts...)
	}
	bothDialects(t, run, func(t *testing.T, text string) {
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		assert.Equal(t, []string{"[[ATTACHMENT|.hub/a b.log]]\n"}, doc.Find("basics/hello").SystemOut, "nothing else for a pass")
		assert.Equal(t, []string{"[[ATTACHMENT|x/2.log]]\n[[ATTACHMENT|x/1.log]]\n"}, doc.Find("basics/flaky").SystemOut)
		assert.True(t, strings.HasSuffix(doc.Find("basics/long").SystemOut[0], "\nend of a long output\n[[ATTACHMENT|.hub/runs/20260314T092653-4f2a/basics-long.1.log]]\n"))
		assert.Equal(t, 4, strings.Count(text, "[[ATTACHMENT|"), "and no others")
		assert.Contains(t, text, "[ [ATTACHMENT|/etc/passwd]]")
	})
}

// A run without examples has one failing case, so that no reader takes it for a pass.
func TestJUnitPoint11NothingFound(t *testing.T) {
	bothDialects(t, &hub.Run{RunHeader: hub.RunHeader{Started: sample.Epoch}, End: hub.RunEnd{Reason: hub.EndEmpty}}, func(t *testing.T, text string) {
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		assert.Equal(t, [3]int{1, 0, 1}, [3]int{doc.Tests, doc.Failures, doc.Errors})
		assert.Equal(t, "no examples were found", doc.Suites[0].Cases[0].Error[0].Message)
	})
}

// The strict dialect omits only what the schema of Jenkins does not have;
// TestXmllintValidatesStrictJUnit checks the schema.
func TestJUnitPoint12Dialects(t *testing.T) {
	rich, strict := written(t, "junit", sample.Every(t)), written(t, "junit-strict", sample.Every(t))
	for _, c := range elements(t, strict, "testcase") {
		assert.Len(t, c, 3, "name, classname, time: %v", c)
	}
	assert.NotContains(t, elements(t, strict, "testsuites")[0], "skipped")
	assert.Empty(t, elements(t, strict, "properties"))
	assert.NotEmpty(t, elements(t, rich, "properties"))
	without := regexp.MustCompile(`(?s) (file|line|timestamp)="[^"]*"|\s*<properties>.*?</properties>|(<testsuites [^>]*) skipped="\d+"`)
	bare := func(text string) string {
		text = without.ReplaceAllString(text, "$2")
		text = without.ReplaceAllString(text, "$2")
		return regexp.MustCompile(`\s*</testcase>`).ReplaceAllString(text, "</testcase>")
	}
	assert.Equal(t, bare(rich), bare(strict))
}
