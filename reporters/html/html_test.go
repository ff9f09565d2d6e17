package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	stdhtml "html"
	"io"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func rendered(t testing.TB, page *page) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b, page))
	return b.String()
}

func onePage(text string) *page {
	return &page{
		Verdict: text, Project: text, Summary: text, Title: text, Workers: 1, Seconds: 1, Facts: []fact{{text, text, text}}, LeftOut: []fact{{text, text, text}},
		Problems: []problem{{text, text}},
		Counts:   []tally{{Kind: text, Label: text, Count: 1}},
		Rows: []row{{Index: 1, ID: text, Names: text, Title: text, Group: text, Tags: []string{text}, Kind: failed, Sign: text, Word: text, Marks: []string{text},
			Failed: true, Why: text, Location: text, Link: text, Rerun: text, Facts: []fact{{text, text, text}},
			Attempts: []attempt{{Number: 1, Worker: 1, Seconds: 1, Kind: text, End: text, Why: text, Source: text, Line: 1, Hit: 1, Diff: " " + text, Output: text}}}},
		Runs: []past{{ID: text, Verdict: text}, {ID: text, Verdict: text}},
	}
}

// The policy allows only the page's own script and style.
func TestPolicy(t *testing.T) {
	page := rendered(t, onePage("x"))
	for tag, directive := range map[string]string{"script": "script-src", "style": "style-src"} {
		m := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
		require.Len(t, m, 1)
		sum := sha256.Sum256([]byte(m[0][1]))
		policy := stdhtml.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1])
		assert.Contains(t, policy, directive+" 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		assert.True(t, strings.HasPrefix(policy, "default-src 'none'; "))
	}
	assert.NotRegexp(t, `https?:|url\(|@import|\bon[a-z]+=|style="|javascript:`, page, "the page references nothing external")
	assert.NotContains(t, script, "</")
	assert.NotContains(t, style, "</")
}

// No text adds an element, an attribute or a link.
func TestTextsAddNoMarkup(t *testing.T) {
	tags := regexp.MustCompile(`<[!/a-zA-Z][^>]*>`)
	attributes := regexp.MustCompile(`"[^"]*"`)
	shape := func(page string) []string {
		var out []string
		for _, tag := range tags.FindAllString(page, -1) {
			out = append(out, attributes.ReplaceAllString(tag, `""`))
		}
		return out
	}
	want := shape(rendered(t, onePage("x")))
	for _, text := range []string{
		`</script><script>x</script>`, `"><img src=x onerror=x>`, `' onload='x`, `javascript:x`, `]]>`, `<!--`, `-->`, "&#60;b>", "\u2028<b>", "\x00<b>",
	} {
		assert.Equal(t, want, shape(rendered(t, onePage(text))), "%q", text)
	}
	link := regexp.MustCompile(`href="([^"]*)"`)
	for text, linked := range map[string]bool{"https://forge.example/x?a=\"><b>": true, "http://x": true, " https://x": false, "javascript:x//https://": false, "HTTPS://x": false, "//x": false} {
		found := false
		for _, m := range link.FindAllStringSubmatch(rendered(t, onePage(text)), -1) {
			if !strings.HasPrefix(m[1], "#") {
				found = true
				assert.Equal(t, text, stdhtml.UnescapeString(m[1]))
			}
		}
		assert.Equal(t, linked, found, text)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{"", "x", "\x1b[31m<b>\x1b[0m", "::error::x\n##[error]y\n--- z", "\xff\x00\r\n\u202e", "# ::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		page := rendered(t, onePage(s))
		if !utf8.ValidString(page) {
			t.Fatal("not UTF-8")
		}
		if strings.Count(page, "<script") != 1 || strings.Count(page, "<style") != 1 || strings.ContainsAny(page, "\x00\x1b\r\u202e\u2066\u2028\ufffe") {
			t.Fatalf("%q got out", s)
		}
		// No line begins with a command of a CI system, and none contains '##'.
		if m := regexp.MustCompile(`(?m)^\s*(::|---|\+\+\+|~~~|\^\^\^)|##`).FindString(page); m != "" {
			t.Fatalf("%q: a command: %q", s, m)
		}
	})
}

// Escaped text reads as the original, as far as it is printable.
func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"a < b && c > \"d\" '": "a < b && c > \"d\" '", "::x\n--- y\n  +++ z\n##[q]": "::x\n--- y\n  +++ z\n##[q]",
		"a\r\nb\rc\u2028d": "a\nb\nc\nd", "\x00\x07x\u202ey": "xy", "\xff": "\ufffd", "\ufffe\ufdd0": "\ufffd\ufffd", "漢字 👩‍👧\t.": "漢字 👩‍👧\t.",
	} {
		var b bytes.Buffer
		p := newPrinter(&b)
		p.lines(in)
		require.NoError(t, p.Flush())
		assert.Equal(t, want, stdhtml.UnescapeString(b.String()), "%q", in)
	}
}

var outputOf = regexp.MustCompile(`(?s)<pre[^>]*>\n(.*?)</pre>`)

func TestStyledOutput(t *testing.T) {
	page := &page{Rows: []row{{Names: "x", Attempts: []attempt{{Number: 1, Kind: failed, Output: "a\x1b[1;31mred\x1b[0m\x1b]8;;https://x\x1b\\b\x1b[97;4mw"}}}}}
	assert.Contains(t, rendered(t, page), "\na<span class=\"a c1 b\">red</span>b<span class=\"a c7 u\">w</span></pre>")

	// Beyond the limit, colours are dropped and the text is kept.
	page.Rows[0].Attempts[0].Output = strings.Repeat("\x1b[31mx", 9000)
	page.Rows = append(page.Rows, page.Rows...)
	page.Rows = append(page.Rows, page.Rows...)
	page.Rows = append(page.Rows, page.Rows...)
	text := rendered(t, page)
	assert.Equal(t, maxSpans, strings.Count(text, `<span class="a c1">`))
	shown := 0
	for _, pre := range outputOf.FindAllStringSubmatch(text, -1) {
		shown += strings.Count(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(pre[1], ""), "x")
	}
	assert.Equal(t, 8*9000, shown)
}

func TestOutputsAreBounded(t *testing.T) {
	output := "head\n" + strings.Repeat("a line of some length\n", 4<<10) + "tail\n"
	page := &page{}
	for i := range 400 {
		kind := passed
		if i%2 == 1 {
			kind = failed
		}
		page.Rows = append(page.Rows, row{Index: i + 1, Names: fmt.Sprint(i), Attempts: []attempt{{Number: 1, Kind: kind, Output: output}}})
	}
	page.Rows[0].Attempts[0].Dropped = 3
	text := rendered(t, page)
	assert.Less(t, len(text), maxOutputs+2<<20)
	assert.True(t, strings.Contains(text, "3 bytes more were not kept"))
	pres := outputOf.FindAllStringSubmatch(text, -1)
	require.NotEmpty(t, pres)
	for _, pre := range pres[:20] {
		assert.True(t, strings.HasPrefix(pre[1], "head\n") && strings.HasSuffix(pre[1], "tail\n"), "%.40q", pre[1])
		assert.True(t, strings.Contains(pre[1], " omitted …</span>\na line of some length\n"), "%.40q", pre[1])
		assert.LessOrEqual(t, len(pre[1]), maxFailed+100)
	}
	// If there are very many, the outputs of the last passes are omitted.
	page.Rows = slices.Repeat(page.Rows, 15)
	text = rendered(t, page)
	assert.Less(t, len(text), maxOutputs+8<<20)
	assert.Less(t, 3000, strings.Count(text, "<pre "))
	assert.Less(t, 100, strings.Count(text, "omitted to keep this page small"))
	assert.False(t, strings.Contains(text[:len(text)/3], "omitted to keep this page small"))

	for i, size := range []int{1, 2, 3, 5, 40, 900} {
		s := strings.Repeat("ä\n漢"+strings.Repeat("x", i), 100)
		head, tail, missing := clip(s, size)
		assert.True(t, utf8.ValidString(head) && utf8.ValidString(tail))
		assert.Equal(t, len(s), len(head)+len(tail)+missing)
		assert.LessOrEqual(t, len(head)+len(tail), max(size, 0)+4)
	}
}

func TestBars(t *testing.T) {
	at := func(worker int, start, seconds float64) row {
		return row{Attempts: []attempt{{Number: 1, Worker: worker, Start: start, Seconds: seconds, Kind: passed}}}
	}
	all, lanes := bars([]row{at(2, 0, 5), at(1, 1, 1), at(1, 2, 1), at(1, 2.5, 1), at(0, 0, 1), at(3, math.NaN(), 1), {}}, nil)
	require.Len(t, all, 4)
	assert.Equal(t, []lane{{0, 1, true, 3}, {0, 1, false, 3.5}, {0, 2, true, 5}}, lanes, "overlapping bars are in separate lanes")
	assert.Equal(t, []int{2, 0, 0, 1}, []int{all[0].lane, all[1].lane, all[2].lane, all[3].lane})

	text := rendered(t, &page{Workers: 2, Seconds: 10, Rows: []row{at(1, 0, 10), at(2, 0, 2)}})
	assert.Contains(t, text, "2 workers, busy 60 % of 10.0s")
	assert.Contains(t, text, "for the last 8.0s a worker was idle, waiting for")
	assert.NotContains(t, rendered(t, &page{Workers: 2, Seconds: 10}), "Timeline")
}

// What hub did before the run began moves all else to the right, and changes nothing of
// what is said about the workers.
func TestLaneOfHub(t *testing.T) {
	rows := []row{{Attempts: []attempt{{Number: 1, Worker: 1, Start: 0, Seconds: 8, Kind: passed}}}}
	without := rendered(t, &page{Workers: 1, Seconds: 8, Rows: rows})
	assert.NotContains(t, without, `class="hub"`)
	assert.NotContains(t, without, ">hub<")
	assert.Contains(t, without, `x="0" y="1" width="1000" height="20" data-e="0"`)

	with := rendered(t, &page{Workers: 1, Seconds: 8, Rows: rows, Own: []own{
		{Name: "catalog <b>", Start: -2, Seconds: 1}, {Name: "log", Start: 1, Seconds: 0.5},
	}})
	assert.Contains(t, with, `<rect class="hub" x="0" y="1" width="100" height="20"><title>catalog &lt;b&gt;, 1.0s</title></rect>`)
	assert.Contains(t, with, `<rect class="hub" x="300" y="1" width="50" height="20"><title>log, 500ms</title></rect>`)
	assert.Contains(t, with, `x="200" y="23" width="800" height="20" data-e="0"`, "below, and later")
	assert.Contains(t, with, `<text x="22" y="15">hub</text><text x="22" y="37">1</text>`)
	assert.Contains(t, with, `<span>0ms</span><span>2.5s</span><span>5.0s</span><span>7.5s</span><span>10.0s</span>`)
	assert.Contains(t, with, "1 worker, busy 100 % of 8.0s")
	assert.Contains(t, with, `<i class="k hub"></i> hub`)
}

func TestTrend(t *testing.T) {
	was := past{Started: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Total: 5, Passed: 4, Failed: 1}
	is := past{Total: 7, Passed: 3, Failed: 3, Skipped: 1}
	text := rendered(t, &page{Runs: []past{was, is}})
	assert.Contains(t, text, "since the previous run 2 more failed, 1 fewer passed, 1 more skipped")
	assert.Contains(t, text, "2026-03-01 09:00: 1 failed, 4 passed, 0ms")
	assert.Contains(t, rendered(t, &page{Runs: []past{was, was}}), "the same numbers as in the previous run")
	assert.NotContains(t, rendered(t, &page{Runs: []past{is}}), "Trend", "a single run has no trend")
}

// An anchor is the same wherever the row is, differs between IDs, and is what a browser
// makes of it in an address.
func TestAnchor(t *testing.T) {
	seen := map[string]string{}
	for id, want := range map[string]string{
		"basics/hello": "/basics/hello", "docs/start.md#2": "/docs/start.md%232", "a b?c": "/a%20b%3Fc", "ä%": "/%C3%A4%25",
		"": "/", "q": "/q", "examples": "/examples", `"><b>'`: "/%22%3E%3Cb%3E%27", "\xff\n": "/%FF%0A",
	} {
		got := anchor(id)
		assert.Equal(t, want, got)
		back, err := url.PathUnescape(got[1:])
		require.NoError(t, err)
		assert.Equal(t, id, back)
		assert.Empty(t, seen[got])
		seen[got] = id
		parsed, err := url.Parse("file:///r.html#" + got)
		require.NoError(t, err)
		assert.Equal(t, got, parsed.EscapedFragment())
	}
	assert.Contains(t, rendered(t, &page{Seconds: 1, Rows: []row{{ID: "docs/start.md#2", Attempts: []attempt{{Worker: 1, Seconds: 1}}}}}), `href="#/docs/start.md%232"`)
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(rendered(t, onePage("x")), -1) {
		assert.True(t, m[1] == "/x" || m[1][0] != '/', "%s is an id of the page", m[1])
	}
}

// What failed comes first, by cause; then what is flaky; what passed is by group.
func TestSections(t *testing.T) {
	of := func(kind, group string, cause int, marks ...string) row {
		return row{Kind: kind, Group: group, Cause: cause, Failed: kind == failed, Marks: marks}
	}
	p := &page{Causes: []shared{{Why: "three"}, {Why: "two"}}, Rows: []row{
		of(passed, "a", 0), of(failed, "a", 2), of(flaky, "a", 0, flaky), of(failed, "b", 1), of(failed, "b", 0), of(failed, "b", 1), of(failed, "a", 2),
		of(failed, "a", 1), of(passed, "b", 0), of(passed, "a", 0), of(passed, "b", 0, "doubtful"), {Kind: failed, Marks: []string{"allowed"}}, of("odd", "a", 0), of(skipped, "c", 0), of(passed, "b", 0),
	}}
	var got []string
	rows := 0
	for _, s := range viewOf(p).Sections() {
		got = append(got, fmt.Sprint(s.Title, " ", s.Count))
		for _, part := range s.Parts {
			got = append(got, fmt.Sprint("  ", part.Title, " ", part.rows))
			rows += part.Count()
		}
	}
	assert.Equal(t, []string{
		"Failed 6", "  three [3 5 7]", "  two [1 6]", "  Other causes [4]", "Flaky 1", "   [2]", "Not run 1", "   [12]",
		"Passed, with doubts 1", "   [10]", "Allowed failures 1", "   [11]", "Passed 4", "  a [0 9]", "  b [8 14]", "Skipped 1", "   [13]",
	}, got)
	assert.Equal(t, len(p.Rows), rows, "every row once")
}

func TestDifferenceHasColours(t *testing.T) {
	text := rendered(t, &page{Rows: []row{{Kind: failed, Attempts: []attempt{{Number: 1, Kind: failed, Diff: "@@ -1 +1 @@\n same\n-a <b>\n+\n"}}}}})
	assert.Contains(t, text, "\n<span class=\"hunk\">@@ -1 +1 @@</span>\n same\n<span class=\"del\">-a &lt;b&gt;</span>\n<span class=\"ins\">+</span>\n</pre>")
}

// The history of a row is one line of dashes, this run last.
func TestPast(t *testing.T) {
	of := func(kinds ...string) string {
		return rendered(t, &page{Rows: []row{{Kind: failed, Failed: true, Past: kinds}}})
	}
	assert.Contains(t, of(passed, passed, flaky, failed), `<svg class="past" width="25" height="12" aria-hidden="true"><path class="passed" d="M0 6h10"/><path class="flaky" d="M10 6h5"/><path class="failed" d="M15 6h10"/></svg>`)
	assert.Contains(t, of(slices.Repeat([]string{passed}, 90)...), `<path class="passed" d="M0 6h95"/><path class="failed" d="M95 6h5"/></svg>`)
	assert.NotContains(t, of(), `<svg class="past"`)
}

// A saved output that was copied beside the report is a link.
func TestSavedOutputs(t *testing.T) {
	of := func(file string) string {
		return rendered(t, &page{Rows: []row{{Attempts: []attempt{{Number: 1, Output: "x", File: file}}}}})
	}
	assert.Contains(t, of(".hub/reports/outputs/r1/a b\"<1>.log"), `<a href="outputs/r1/a%20b%22%3C1%3E.log">.hub/reports/outputs/r1/a b&#34;&lt;1&gt;.log</a>`)
	assert.Contains(t, of(".hub/runs/r1/a.log"), `Full output: <code>.hub/runs/r1/a.log</code>`)
	assert.NotContains(t, of("outputs/../javascript:x"), `href="javascript`)
}

func TestSource(t *testing.T) {
	text := rendered(t, &page{Rows: []row{{Attempts: []attempt{{Number: 1, Source: "if a < b:\n\traise", Line: 7, Hit: 8}}}}})
	assert.Contains(t, text, "\n<span class=\"ln\">7</span> if a &lt; b:\n<span class=\"hit ln\">8</span> \traise\n</pre>")
}

func BenchmarkWrite(b *testing.B) {
	page := &page{Workers: 4, Seconds: 100}
	for i := range 5000 {
		page.Rows = append(page.Rows, row{Index: i + 1, Names: fmt.Sprintf("g/e%d", i), Title: "E", Group: "g", Kind: passed, Seconds: 1,
			Attempts: []attempt{{Number: 1, Worker: i%4 + 1, Start: float64(i / 4), Seconds: 1, Kind: passed, Output: strings.Repeat("\x1b[32mok\x1b[0m a <line>\n", 20)}}})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := write(io.Discard, page); err != nil {
			b.Fatal(err)
		}
	}
}

// partsPage is a page of a merged run: parts of one worker each, by start and end, with an
// example each that takes the whole time.
func partsPage(times ...[2]float64) *page {
	p := &page{}
	for i, at := range times {
		p.Parts = append(p.Parts, partRun{Index: i + 1, Start: at[0], End: at[1], Workers: 1, Examples: 1})
		p.Rows = append(p.Rows, row{ID: fmt.Sprint(i), Part: i + 1, Attempts: []attempt{{Number: 1, Worker: 1, Start: at[0], Seconds: at[1] - at[0], Kind: passed}}})
		p.Seconds = max(p.Seconds, at[1])
	}
	return p
}

func TestLanesOfParts(t *testing.T) {
	// Each worker 1 is one of another machine.
	apart := rendered(t, partsPage([2]float64{0, 8}, [2]float64{2, 10}, [2]float64{0, 4}))
	assert.Contains(t, apart, "3 workers, busy 67 % of 10.0s")
	assert.Contains(t, apart, "3 parts at a time; each band is a part.")
	assert.Contains(t, apart, `<text x="22" y="15">1</text><text x="22" y="37">2</text><text x="22" y="59">3</text>`)
	assert.Contains(t, apart, `<rect class="lane" x="200" y="23" width="800" height="20"><title>part 2: 1 example, 8.0s</title></rect>`)

	// Parts that ran one after the other share a lane.
	p := partsPage([2]float64{0, 4}, [2]float64{0, 6}, [2]float64{4, 10}, [2]float64{6, 9})
	shared := slotsOf(p.Parts)
	assert.Equal(t, []int{1, 2, 1, 2}, shared.of)
	assert.Equal(t, [][]int{{0, 2}, {1, 3}}, shared.parts)
	text := rendered(t, p)
	assert.Contains(t, text, "2 workers, busy 95 % of 10.0s")
	assert.Contains(t, text, "4 parts, at most 2 at a time; each band is a part, and parts that ran one after the other share a line.")

	// A queue's workers have no number.
	for i := range p.Parts {
		p.Parts[i].Index = 0
	}
	assert.Contains(t, rendered(t, p), "4 workers took examples from a queue")

	// A part does not take over the lanes of one with another number of workers.
	p.Parts[2].Workers = 8
	assert.Equal(t, 10, slotsOf(p.Parts).workers)
}

// The lanes that ended first are left out, with their bars, and the page says so.
func TestTooManyLanes(t *testing.T) {
	var times [][2]float64
	for i := range 1000 {
		times = append(times, [2]float64{0, float64(1 + i)})
	}
	text := rendered(t, partsPage(times...))
	assert.Equal(t, maxLanes, strings.Count(text, `<rect class="lane"`))
	assert.Equal(t, maxLanes, strings.Count(text, ` data-e="`))
	assert.Contains(t, text, "800 more lanes, which ended earlier, are not shown.")
	assert.Contains(t, text, `<rect class="t long passed" x="0"`)
	assert.Contains(t, text, "the longest example took 16m40s")

	// The longest may be in none of them.
	times[0] = [2]float64{0, 700}
	for i := 1; i < len(times); i++ {
		times[i] = [2]float64{500, 900 + float64(i)/10}
	}
	text = rendered(t, partsPage(times...))
	assert.False(t, strings.Contains(text, `<rect class="t long`))
	assert.Contains(t, text, "the longest example took 11m40s")
}

// What the record says of parts is a stranger's: no time and no number breaks the page.
func TestOddParts(t *testing.T) {
	start := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	run := &hub.Run{RunHeader: hub.RunHeader{Started: start, Plan: []hub.Example{{ID: "a"}}, Parts: []hub.PartRun{
		{Index: -3, Run: "x", Started: start.Add(-time.Hour), Finished: start.Add(-2 * time.Hour), Workers: -1},
		{Index: 7, Run: "y", Workers: 3},
		{Index: 7, Run: "y", Started: start, Finished: start.Add(time.Second), Workers: 1 << 40},
	}}, Results: []hub.Result{{ID: "a", RunID: "y", Status: hub.StatusCompleted, Attempts: []hub.Attempt{{Number: 1, Worker: 9, Started: start, Seconds: 1}}}}}
	var b bytes.Buffer
	require.NoError(t, Write(&b, run))
	assert.Contains(t, b.String(), "<dt>Ran in</dt> <dd>part 7</dd>")
	assert.NotContains(t, b.String(), "NaN")
}
