package ci_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
)

const token = "0123456789abcdef0123456789abcdef"

var systems = []string{"github", "gitlab", "azure", "buildkite", "teamcity"}

// named returns a system of the table.
func named(name string) ci.System {
	s, ok := ci.Systems().Named(name)
	if !ok {
		panic("no system " + name)
	}
	return s
}

// report has one of everything.
func report() ci.Report {
	at := time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
	return ci.Report{
		Run: "20260314T092653-4f2a", Word: "failed", Verdict: "FAILED  3 failed, 1 passed",
		Total: 4, Completed: 1, Errors: 2, Skipped: 1, Flaky: 1,
		JUnit: "/w/junit.xml", Summary: "/w/summary.md",
		Notes: []ci.Note{
			{Level: ci.Error, Title: "basics/wrong", Message: "assertion: 50% [ok], a:b; c", File: "docs/a,b.py", Line: 7},
			{Level: ci.Notice, Title: "basics/flaky", Message: "flaky", File: "docs/flaky.py"},
			{Level: ci.Warning, Title: "net/allowed", Message: "allowed failure: it's é"},
		},
		Tests: []ci.Test{
			{Suite: "basics", Name: "basics/good", Outcome: ci.Passed, Started: at, Seconds: 0.25, Output: ""},
			{Suite: "basics", Name: "basics/wrong", Outcome: ci.Failed, Message: "assertion: 50% [ok]", Location: "docs/a,b.py:7",
				Output: "one\r\n\x1b[31m::error::two\n##vso[x]\n", Started: at, Seconds: 2.9},
			{Suite: "net", Name: "net/skipped", Outcome: ci.Ignored, Message: "skipped: no net", Started: at},
		},
	}
}

// TestLog pins the log of each system byte for byte.
func TestLog(t *testing.T) {
	for system, want := range map[string]string{
		"github": "::group::Output of basics/wrong · assertion: 50%25 [ok]\n" +
			"::stop-commands::" + token + "\n" +
			"| one\n| ::error::two\n| # #vso[x]\n" +
			"::" + token + "::\n" +
			"::endgroup::\n" +
			"::error file=docs/a%2Cb.py,line=7,title=basics/wrong::assertion: 50%25 [ok], a:b; c\n" +
			"::warning title=net/allowed::allowed failure: it's é\n" +
			"::notice file=docs/flaky.py,title=basics/flaky::flaky\n",
		"gitlab": "\x1b[0Ksection_start:1773480413:hub_20260314T092653-4f2a_1[collapsed=true]\r\x1b[0KOutput of basics/wrong · assertion: 50% [ok]\n" +
			"| one\n| ::error::two\n| # #vso[x]\n" +
			"\x1b[0Ksection_end:1773480415:hub_20260314T092653-4f2a_1\r\x1b[0K\n",
		"azure": "##[group]Output of basics/wrong · assertion: 50% [ok]\n" +
			"| one\n| ::error::two\n| # #vso[x]\n" +
			"##[endgroup]\n" +
			"##vso[task.logissue type=error;sourcepath=docs/a,b.py;linenumber=7;]basics/wrong: assertion: 50%AZP25 [ok], a:b; c\n" +
			"##vso[task.logissue type=warning;]net/allowed: allowed failure: it's é\n" +
			"##vso[task.logissue type=warning;sourcepath=docs/flaky.py;]basics/flaky: flaky\n",
		"buildkite": "--- Output of basics/wrong · assertion: 50% [ok]\n" +
			"| one\n| ::error::two\n| # #vso[x]\n" +
			"+++ Hub: FAILED 3 failed, 1 passed\n" +
			"error: basics/wrong: assertion: 50% [ok], a:b; c (docs/a,b.py:7)\n" +
			"warning: net/allowed: allowed failure: it's é\n" +
			"notice: basics/flaky: flaky (docs/flaky.py)\n",
		"teamcity": "##teamcity[testSuiteStarted name='basics']\n" +
			"##teamcity[testStarted name='basics/good']\n" +
			"##teamcity[testFinished name='basics/good' duration='250']\n" +
			"##teamcity[testStarted name='basics/wrong']\n" +
			"##teamcity[testStdOut name='basics/wrong' out='one|n::error::two|n# #vso|[x|]']\n" +
			"##teamcity[testFailed name='basics/wrong' message='assertion: 50% |[ok|]' details='docs/a,b.py:7']\n" +
			"##teamcity[testFinished name='basics/wrong' duration='2900']\n" +
			"##teamcity[testSuiteFinished name='basics']\n" +
			"##teamcity[testSuiteStarted name='net']\n" +
			"##teamcity[testStarted name='net/skipped']\n" +
			"##teamcity[testIgnored name='net/skipped' message='skipped: no net']\n" +
			"##teamcity[testFinished name='net/skipped' duration='0']\n" +
			"##teamcity[testSuiteFinished name='net']\n" +
			"##teamcity[message text='basics/flaky: flaky' status='WARNING']\n" +
			"##teamcity[message text='net/allowed: allowed failure: it|'s |0x00e9' status='WARNING']\n",
		"jenkins": "", "none": "",
	} {
		t.Run(system, func(t *testing.T) { assert.Equal(t, want, named(system).Log(report(), token)) })
	}
}

// A good run is reported by its tests alone.
func TestLogOfAGoodRun(t *testing.T) {
	r := ci.Report{Good: true, Tests: []ci.Test{{Suite: "s", Name: "n", Outcome: ci.Passed, Output: "hidden"}}}
	for _, system := range systems {
		log := named(system).Log(r, token)
		assert.NotContains(t, log, "hidden")
		if system == "teamcity" {
			assert.Len(t, commands(system, log), 4)
		} else {
			assert.Empty(t, log, system)
		}
	}
}

// A run that ended early is an error without a file.
func TestLogOfABrokenRun(t *testing.T) {
	r := ci.Report{Broken: "cut off", Verdict: "INTERRUPTED"}
	for system, want := range map[string]string{
		"github":    "::error title=Hub::cut off\n",
		"gitlab":    "",
		"azure":     "##vso[task.logissue type=error;]Hub: cut off\n",
		"buildkite": "+++ Hub: INTERRUPTED\nerror: Hub: cut off\n",
		"teamcity":  "##teamcity[buildProblem description='cut off' identity='hub']\n",
	} {
		assert.Equal(t, want, named(system).Log(r, token), system)
	}
}

// Problems of the run are errors without a file, reported before those of examples
// and counted towards the same limit; TeamCity reports them as build problems.
func TestLogOfProblems(t *testing.T) {
	r := ci.Report{Verdict: "TROUBLE", Problems: []string{"no space", "no 'room'"}}
	for system, want := range map[string]string{
		"github":    "::error title=Hub::no space\n::error title=Hub::no 'room'\n",
		"gitlab":    "",
		"azure":     "##vso[task.logissue type=error;]Hub: no space\n##vso[task.logissue type=error;]Hub: no 'room'\n",
		"buildkite": "+++ Hub: TROUBLE\nerror: Hub: no space\nerror: Hub: no 'room'\n",
		"teamcity":  "##teamcity[buildProblem description='no space' identity='hub']\n##teamcity[buildProblem description='no |'room|'' identity='hub-2']\n",
	} {
		assert.Equal(t, want, named(system).Log(r, token), system)
	}
	for i := range 30 {
		r.Problems = append(r.Problems, fmt.Sprint("p", i))
		r.Notes = append(r.Notes, ci.Note{Level: ci.Error, Title: "example", Message: "m"})
	}
	for _, system := range []string{"github", "azure", "teamcity"} {
		log := named(system).Log(r, token)
		assert.Equal(t, 10, strings.Count(log, "\n"), "%s: %s", system, log)
		assert.Contains(t, log, "no space", system)
		assert.Contains(t, log, " more ", system)
	}
}

// GitHub and Azure drop notes beyond ten of a level in a step.
func TestNotesWithinLimits(t *testing.T) {
	for _, c := range []struct{ errors, warnings, shown int }{
		{9, 0, 9}, {10, 0, 10}, {11, 0, 10}, {500, 10, 20}, {12, 11, 20},
	} {
		var r ci.Report
		for i := range c.warnings {
			r.Notes = append(r.Notes, ci.Note{Level: ci.Warning, Title: fmt.Sprint("w", i), Message: "m"})
		}
		for i := range c.errors {
			r.Notes = append(r.Notes, ci.Note{Level: ci.Error, Title: fmt.Sprint("e", i), Message: "m"})
		}
		for _, system := range []string{"github", "azure"} {
			found := commands(system, named(system).Log(r, token))
			require.Len(t, found, c.shown, "%s %+v", system, c)
			if c.errors > 10 {
				assert.Contains(t, found[8].data+found[8].props["title"], "e8")
				assert.Contains(t, found[9].data, fmt.Sprintf("%d more errors", c.errors-9))
			}
		}
	}
}

func TestAnnotationLengths(t *testing.T) {
	r := ci.Report{Notes: []ci.Note{{Level: ci.Error, Title: strings.Repeat("é", 5000), Message: strings.Repeat("%é", 5000)}}}
	found := commands("github", named("github").Log(r, token))
	require.Len(t, found, 1)
	assert.LessOrEqual(t, len(found[0].data), 4096)
	assert.Greater(t, len(found[0].data), 3900)
	assert.LessOrEqual(t, len(found[0].props["title"]), 255)
	assert.True(t, utf8.ValidString(found[0].data+found[0].props["title"]))
}

// Only the end of an output is shown, and no more than fits into a log.
func TestOutputsAreBounded(t *testing.T) {
	var lines strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&lines, "line %d\n", i)
	}
	for name, c := range map[string]struct{ output, first, last string }{
		"many lines": {lines.String(), "| … (4800 earlier lines omitted)", "| line 4999"},
		"long lines": {strings.Repeat(strings.Repeat("é", 400)+"\n", 40) + "end", "| … (", "| end"},
		"one line":   {strings.Repeat("é", 100_000) + "end", "| … (truncated; the reports have more)", "end"},
		"whole":      {"a\n\nb\n\n", "| a", "| b"},
	} {
		r := ci.Report{Tests: []ci.Test{{Name: "n", Outcome: ci.Failed, Output: c.output}}}
		log := named("buildkite").Log(r, token)
		assert.Less(t, len(log), 20<<10, name)
		assert.True(t, utf8.ValidString(log), name)
		got := strings.Split(log, "\n")
		assert.True(t, strings.HasPrefix(got[1], c.first), "%s: %q", name, got[1])
		assert.True(t, strings.HasSuffix(got[len(got)-3], c.last), "%s: %q", name, got[len(got)-3])
	}
	var r ci.Report
	for i := range 300 {
		r.Tests = append(r.Tests, ci.Test{Name: fmt.Sprint(i), Outcome: ci.Failed, Output: lines.String()})
	}
	for _, system := range systems {
		log := named(system).Log(r, token)
		assert.Less(t, len(log), 1<<20, system)
		assert.Regexp(t, `The output of \d+ more is omitted`, log, system)
	}
}

func TestFence(t *testing.T) {
	begin, end := named("github").Fence()
	found := commands("github", begin+"::error::inner\n##[error]x\n"+end+"::notice::outer\n")
	require.Len(t, found, 3)
	assert.Equal(t, []string{"stop-commands", "resume", "notice"}, []string{found[0].name, found[1].name, found[2].name})
	assert.Len(t, found[0].data, 32)
	again, _ := named("github").Fence()
	assert.NotEqual(t, begin, again, "a token is used once")
	for _, system := range append(systems[1:], "jenkins", "none") {
		begin, end := named(system).Fence()
		assert.Empty(t, begin+end, system)
	}
}

// file returns what a system appends to one of its files.
func file(t testing.TB, system, variable string, r ci.Report, held int64) string {
	t.Helper()
	for _, f := range named(system).Files {
		if f.Variable == variable {
			text, err := f.Text(r, held)
			require.NoError(t, err)
			return string(text)
		}
	}
	require.Fail(t, "no such file", variable)
	return ""
}

func TestOutputs(t *testing.T) {
	assert.Equal(t, "verdict=failed\ntotal=4\ncompleted=1\nerrors=2\nskipped=1\nflaky=1\njunit=/w/junit.xml\njson=\nsummary=/w/summary.md\n",
		regexp.MustCompile(`(?m)^(\w+)<<hub_[0-9a-f]{32}\n(.*)\nhub_[0-9a-f]{32}$`).ReplaceAllString(file(t, "github", "GITHUB_OUTPUT", report(), 0), "$1=$2"))
}

func TestStepSummary(t *testing.T) {
	head := "# Hub\n\nverdict\n\n"
	item := func(i int) string {
		return fmt.Sprintf("### %d\n\n````text\n## no heading\n```\n### none\n````\n\n%s\n", i, strings.Repeat("x", 9000))
	}
	text := head + "## Failures\n\n"
	for i := range 200 {
		text += item(i)
	}
	summary := func(markdown string, held int64) string {
		return file(t, "github", "GITHUB_STEP_SUMMARY", ci.Report{Markdown: func() ([]byte, error) { return []byte(markdown), nil }}, held)
	}
	small := text[:50_000]
	assert.Equal(t, small, summary(small, 0))
	assert.Equal(t, small, summary(small, 950_000), "just fits")
	for _, held := range []int64{0, 1, 500_000, 990_000 - 300} {
		got := summary(text, held)
		assert.LessOrEqual(t, int64(len(got))+held, int64(1_000_000))
		require.Contains(t, got, "… truncated")
		kept, _, _ := strings.Cut(got, "\n… truncated")
		assert.True(t, strings.HasPrefix(text, kept))
		assert.Zero(t, strings.Count(kept, "````")%2, "no fence is left open")
		assert.True(t, strings.HasPrefix(text[len(kept):], "##"), "it ends before a heading")
		if held == 0 {
			assert.Greater(t, len(got), 980_000)
		}
	}
	for _, held := range []int64{999_990, 1_000_000, 2_000_000} {
		assert.Empty(t, summary(text, held), held)
	}
	assert.Empty(t, summary(strings.Repeat("no heading\n", 100_000), 0))
}

func TestAnnotate(t *testing.T) {
	for _, c := range []struct {
		report ci.Report
		style  string
	}{
		{report(), "error"},
		{ci.Report{Good: true, Notes: report().Notes[1:]}, "warning"},
		{ci.Report{Good: true}, "success"},
	} {
		scope := getenv(map[string]string{"BUILDKITE_STEP_ID": "0190-ab/c", "BUILDKITE_PARALLEL_JOB": "2"})
		assert.Equal(t, []string{"annotate", "--style", c.style, "--context", "hub-0190-ab_c-2"}, named("buildkite").Agent.Args(scope, c.report))
	}
}

// names returns the names of commands, in order.
func names(found []command) []string {
	out := make([]string, len(found))
	for i, c := range found {
		out[i] = c.name
	}
	return out
}

// shaped returns a report of constant shape in which every text is s.
func shaped(s string) ci.Report {
	return ci.Report{
		Run: s, Verdict: s, Broken: "x" + s, JUnit: s, JSON: s, Summary: s, Problems: []string{s, "x" + s},
		Notes: []ci.Note{
			{Level: ci.Error, Title: s, Message: s, File: "x" + s, Line: 3},
			{Level: ci.Warning, Title: s, Message: s},
			{Level: ci.Notice, Title: s, Message: s, File: s},
		},
		Tests: []ci.Test{
			{Suite: s, Name: s, Outcome: ci.Failed, Message: s, Location: s, Output: "x" + s},
			{Suite: s, Name: s, Outcome: ci.Ignored, Message: s, Output: s + "\nx"},
			{Suite: s, Name: s, Outcome: ci.Passed, Output: s},
		},
	}
}

// FuzzLog checks that the texts of a report do not change which commands a system
// finds.
func FuzzLog(f *testing.F) {
	for _, s := range []string{
		"plain", "::error file=a::b", "\n::stop-commands::" + token + "\n::" + token + "::\n::set-env name=A::b", "\r::add-mask::x",
		"##[error]x", "#\u200b#[group]x", "##vso[task.setvariable variable=a]b", "\u00ad##vso[x;y]%AZP25%25", "##teamcity[testFailed name='x']",
		"|'] ##teamcity[x", "\x1b[0Ksection_start:1:x\r\x1b[0Khead", "\n--- x\n+++ y\n~~~ z\n^^^ +++", "\n\u200b--- x", "a,line=1::b", "%0A::error::x",
		"\u2028::error::x", "\u0085--- x", "\xff\xfe##\xff[x]", "####[x", "x]y;z=1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			t.Skip("bounds are tested elsewhere")
		}
		for _, system := range systems {
			log := named(system).Log(shaped(s), token)
			if !utf8.ValidString(log) && utf8.ValidString(s) {
				t.Fatalf("%s: not UTF-8: %q", system, log)
			}
			want, got := commands(system, named(system).Log(shaped("plain"), token)), commands(system, log)
			if fmt.Sprint(names(got)) != fmt.Sprint(names(want)) {
				t.Fatalf("%s: commands %q, not %q, in\n%s", system, names(got), names(want), log)
			}
			if strings.ContainsFunc(strings.ReplaceAll(log, "\r\x1b[0K", ""), func(r rune) bool { return r == '\r' }) {
				t.Fatalf("%s: a carriage return is left: %q", system, log)
			}
		}
	})
}

// FuzzEscapes checks that unescaping returns the original text.
func FuzzEscapes(f *testing.F) {
	f.Add("a/b,c:d%25%0A\r\n;]x|'[é👩")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" || !utf8.ValidString(s) || widthless(s) != s || strings.TrimSpace(s) != s {
			t.Skip("the readers of the test do not tell these apart")
		}
		r := ci.Report{
			Notes: []ci.Note{{Level: ci.Error, Title: "t", Message: "m", File: s, Line: 1}},
			Tests: []ci.Test{{Suite: s, Name: s, Outcome: ci.Passed}},
		}
		for system, property := range map[string]string{"github": "file", "azure": "sourcepath", "teamcity": "name"} {
			found := commands(system, named(system).Log(r, token))
			if len(found) == 0 || found[0].props[property] != s {
				t.Fatalf("%s: %q came back as %+v", system, s, found)
			}
		}
	})
}

// FuzzOutputs checks that the runner reads the written values from the file of
// outputs.
func FuzzOutputs(f *testing.F) {
	f.Add("a\nb", "D\ntotal=1\n")
	f.Fuzz(func(t *testing.T, junit, json string) {
		got := map[string]string{}
		rest := file(t, "github", "GITHUB_OUTPUT", ci.Report{JUnit: junit, JSON: json}, 0)
		for rest != "" {
			head, more, ok := strings.Cut(rest, "\n")
			name, delimiter, ok2 := strings.Cut(head, "<<")
			value, after, ok3 := strings.Cut(more, "\n"+delimiter+"\n")
			if !ok || !ok2 || !ok3 {
				t.Fatalf("cannot be read from %q", rest)
			}
			got[name], rest = value, after
		}
		if len(got) != 9 || got["junit"] != junit || got["json"] != json || got["total"] != "0" {
			t.Fatalf("%q", got)
		}
	})
}
