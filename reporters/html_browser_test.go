package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// seen is what testdata/consumers/page.mjs reports about one visit.
type seen struct {
	Requests, Errors, Violations []string
	Dialogs, Pages, Wide         int
}

// quiet checks that the page caused no dialogs, requests or violations.
func (s *seen) quiet(t *testing.T, url string) {
	t.Helper()
	assert.Equal(t, []string{url}, s.Requests, "requests")
	assert.Empty(t, s.Errors)
	assert.Empty(t, s.Violations, "of the Content-Security-Policy")
	assert.Zero(t, s.Dialogs+s.Pages, "dialogs and windows")
	assert.LessOrEqual(t, s.Wide, 0, "pixels that the page is wider than the screen")
}

// TestPageInBrowser opens the HTML report in a real Chromium. With HUB_PICTURES
// set to a folder, screenshots are written there.
func TestPageInBrowser(t *testing.T) {
	pages := map[string]string{
		"/every.html": written(t, "html", withHistory(sample.Every(t))), "/hostile.html": written(t, "html", hostilePage()),
		"/many.html": written(t, "html", timed(sample.Mixed(2000))), "/large.html": written(t, "html", timed(sample.Mixed(5000))),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html") // the page declares UTF-8 itself
		fmt.Fprint(w, pages[r.URL.Path])
	}))
	defer server.Close()
	var got struct {
		Axe map[string]struct {
			seen
			Rules int
			Found []string
		}
		Keyboard struct {
			seen
			Steps map[string]any
		}
		Hostile map[string]struct {
			seen
			Ran           bool
			Title         string
			Scripts, Tall int
			Strange       []string
			Loose, Stray  string
			Rows          map[int]struct{ ID, Name, Output string }
		}
		Address struct {
			seen
			Steps map[string]string
		}
		Links map[string]struct {
			seen
			Landings []struct {
				Beside        float64
				Name          string
				Open, Focused bool
			}
		}
		Plain struct {
			seen
			Rows, Before, After int
			Fields              bool
			Counts              string
		}
		Print struct {
			Summary, Fields, Failures, Others, Details int
		}
		Large struct {
			seen
			Parsed, Load, Interaction float64
			Found, Total              int
		}
	}
	inBrowser(t, &got, server.URL+"/")

	require.Len(t, got.Axe, 4)
	for name, a := range got.Axe {
		t.Run("accessible "+name, func(t *testing.T) {
			assert.Empty(t, a.Found)
			assert.Greater(t, a.Rules, 20, "axe checked nothing")
			a.quiet(t, server.URL+"/every.html")
		})
	}
	t.Run("keyboard", func(t *testing.T) {
		got.Keyboard.quiet(t, server.URL+"/every.html")
		checkKeyboard(t, got.Keyboard.Steps)
	})
	for size, h := range got.Hostile {
		t.Run("hostile "+size, func(t *testing.T) {
			h.quiet(t, server.URL+"/hostile.html")
			assert.False(t, h.Ran, "an injected script ran")
			assert.Equal(t, 1, h.Scripts)
			n := len(attacks)
			assert.Equal(t, fmt.Sprintf("Failed: %d failed (%d allowed), 0 passed; %d left processes behind · %s · Hub", n, n/2, n, attacks[3]), h.Title)
			assert.Empty(t, h.Strange)
			assert.Equal(t, "A HEADER MAIN FOOTER DIALOG SCRIPT", h.Loose)
			assert.Empty(t, h.Stray)
			run := hostilePage()
			require.Len(t, h.Rows, len(run.Plan))
			for i, text := range attacks {
				if strings.ContainsAny(text, "\x1b\r\u202e\u2066\u2028\x00\a\ufffe") || len(text) > 1000 {
					continue // these are changed deliberately
				}
				assert.Equal(t, text, h.Rows[i].Output)
				assert.Equal(t, run.Plan[i].Called(), h.Rows[i].Name)
				id, err := url.PathUnescape(h.Rows[i].ID)
				require.NoError(t, err)
				assert.Equal(t, "/"+run.Plan[i].ID, id)
			}
			assert.Less(t, h.Tall, 2500, "height of a row")
		})
	}
	t.Run("without the script", func(t *testing.T) {
		got.Plain.quiet(t, server.URL+"/every.html")
		assert.Equal(t, len(sample.Every(t).Plan), got.Plain.Rows)
		assert.False(t, got.Plain.Fields, "without the script the filters are hidden")
		assert.Zero(t, got.Plain.Before)
		assert.Positive(t, got.Plain.After, "a click unfolds an example")
		assert.Contains(t, got.Plain.Counts, "passed")
	})
	t.Run("on paper", func(t *testing.T) {
		failures := 0
		for _, res := range sample.Every(t).Failures() {
			if res.Gates() {
				failures++
			}
		}
		assert.Equal(t, 1, got.Print.Summary)
		assert.Equal(t, failures, got.Print.Failures)
		assert.Zero(t, got.Print.Fields+got.Print.Others+got.Print.Details, "paper has the summary only")
	})
	t.Run("address", func(t *testing.T) {
		assert.Empty(t, got.Address.Errors)
		assert.Empty(t, got.Address.Violations)
		checkAddress(t, got.Address.Steps)
	})
	require.Len(t, got.Links, 3)
	for name, visit := range got.Links {
		t.Run("links on a "+name, func(t *testing.T) {
			assert.Empty(t, visit.Errors)
			assert.LessOrEqual(t, visit.Wide, 0)
			want := []string{"g4/e1004"}
			if !strings.Contains(name, "without") {
				want = []string{"g3/e1003", "g8/e1998", "g0/e1500", "g9/e1999", "g3/e1993"}
			}
			require.Len(t, visit.Landings, len(want))
			for i, l := range visit.Landings {
				assert.Equal(t, want[i], l.Name)
				assert.Less(t, l.Beside, 20.0, "pixels beside the row of %s", l.Name)
				assert.True(t, l.Open && l.Focused, "%+v", l)
			}
		})
	}
	t.Run("large", func(t *testing.T) {
		got.Large.quiet(t, server.URL+"/large.html")
		t.Logf("5,000 examples, %d KiB: parsed after %.0f ms, loaded after %.0f ms; first interaction in %.0f ms",
			len(pages["/large.html"])>>10, got.Large.Parsed, got.Large.Load, got.Large.Interaction)
		assert.Equal(t, 5000, got.Large.Total)
		assert.Equal(t, 111, got.Large.Found, "examples with e42 in them")
		// The target is two seconds; the machine may be busy.
		assert.Less(t, got.Large.Load+got.Large.Interaction, 8000.0)
	})
}

// inBrowser opens the pages of a server in Chromium.
func inBrowser(t *testing.T, into any, url string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		sample.Absent(t, "node")
	}
	dir := filepath.Join("..", "testdata", "consumers")
	for _, name := range []string{"playwright-core", "axe-core"} {
		if _, err := os.Stat(filepath.Join(dir, "node_modules", name)); err != nil {
			sample.Absent(t, "npm's "+name)
		}
	}
	cmd := exec.Command(node, filepath.Join(dir, "page.mjs"), chromium(t), url)
	if pictures := os.Getenv("HUB_PICTURES"); pictures != "" {
		cmd.Args = append(cmd.Args, pictures)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	require.NoError(t, json.Unmarshal(out, into), "%.300s", out)
}

// chromium returns the browser: the one that CHROMIUM names, or the first one found.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{
		os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	sample.Absent(t, "Chromium")
	return ""
}

func checkKeyboard(t *testing.T, steps map[string]any) {
	run := withHistory(sample.Every(t))
	c := run.Counts()
	n := func(i int) any { return float64(i) }
	group, tag, both := 0, "", 0
	for i := range run.Plan {
		if run.Plan[i].GroupTitle == run.Plan[0].GroupTitle {
			group++
		}
		for _, name := range run.Plan[i].Tags {
			if tag == "" || name < tag {
				tag = name
			}
		}
	}
	for i := range run.Plan {
		if run.Plan[i].GroupTitle == run.Plan[0].GroupTitle && slices.Contains(run.Plan[i].Tags, tag) {
			both++
		}
	}
	for name, want := range map[string]any{
		"all": n(c.Total), "first": "skip", "skipped": "examples", "failed": n(c.Errors),
		"found":           fmt.Sprintf("%d of %d shown", c.Errors, c.Total),
		"failedAndPassed": n(c.Errors + c.Completed), "none": n(c.Total),
		"slash": "q", "text": n(1), "escaped": n(c.Total), "group": n(group), "tag": n(both), "reset": n(c.Total), "address": "",
		"grouped": fmt.Sprintf("%s %d", run.Plan[0].GroupTitle, both), "catalog": true,
		"j": "basics/wrong", "k": "basics/wrong", "n": "basics/rerun", "p": "basics/rerun", "opened": true,
		"folds": false, "unfolds": true, "help": true, "closed": false, "copied": "Copied: hub run id:basics/rerun",
		"reachedStatus": true, "reachedGroup": true, "reachedTag": true, "reachedOrder": true, "reachedReset": true, "reachedCopy": true,
	} {
		assert.Equal(t, want, steps[name], name)
	}
	assert.Regexp(t, "^PRE Output of ", steps["output"])
	last := math.Inf(1)
	for _, v := range steps["slowest"].([]any) {
		assert.LessOrEqual(t, v.(float64), last)
		last = v.(float64)
	}
	assert.Len(t, steps["slowest"], both)
}

// checkAddress checks that the address has the filters and the example.
func checkAddress(t *testing.T, steps map[string]string) {
	const filters = "q=BASICS%2F&s=failed%2Cskipped&by=slowest"
	filtered := "#?" + filters + " | BASICS/ | failed,skipped | slowest | 3 | "
	opened := "#/basics/rerun?" + filters + " | BASICS/ | failed,skipped | slowest | 3 | basics/rerun"
	hello := "#/basics/hello |  |  |  | 44 | basics/"
	assert.Equal(t, filtered, steps["filtered"])
	assert.Equal(t, filtered, steps["reloaded"])
	assert.Equal(t, opened, steps["opened"])
	assert.Equal(t, opened, steps["again"])
	assert.True(t, strings.HasPrefix(steps["other"], hello), steps["other"])
	assert.True(t, strings.HasPrefix(steps["back"], opened), steps["back"])
	assert.True(t, strings.HasPrefix(steps["hidden"], hello), steps["hidden"])
}

// timed gives the attempts of a run starts of their own and two workers, for a timeline;
// the last example is the longest.
func timed(run *hub.Run) *hub.Run {
	for i := range run.Results {
		a := &run.Results[i].Attempts[0]
		a.Worker, a.Started = i%2+1, sample.Epoch.Add(time.Duration(i/2)*100*time.Millisecond)
	}
	last := &run.Results[len(run.Results)-1]
	last.Seconds, last.Attempts[0].Seconds = 0.25, 0.25
	return run
}

// withHistory adds earlier runs to the run.
func withHistory(run *hub.Run) *hub.Run {
	copied := *run
	copied.Catalog = len(run.Plan) // a part of it has no trend
	copied.Origin = hub.Origin{Project: "cookbook", Commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", Branch: "main", Page: "https://forge.example/pipelines/7"}
	for i := range 9 {
		copied.History = append(copied.History, hub.RunSummary{Commit: fmt.Sprintf("%040x", i*i*77777777+1),
			ID: fmt.Sprintf("20260313T09%02d00-aaaa", i), Started: sample.Epoch.Add(time.Duration(i-30) * time.Hour), Seconds: 60 + float64(i*i%7)*5,
			Verdict: hub.VerdictFailed, Full: true, Counts: hub.Counts{Total: 30 + i/3, Completed: 18 + i%4 + i/3, Errors: 8 - i%4, Skipped: 4},
		})
	}
	return &copied
}

// attacks are texts that a page must show and never execute.
var attacks = []string{
	`</script><script>pwned=1</script>`, `<img src=x onerror=pwned=1>`, `<img src="/beacon.png">`, `"><svg onload=pwned=1>`, `' onmouseover='pwned=1`,
	`javascript:pwned=1`, `<a href="javascript:pwned=1">x</a>`, `]]><script>pwned=1</script>`, `--><script>pwned=1</script><!--`,
	`</pre></td></tr></tbody></table></section></main><h1>Good</h1>`, `</style><style>*{display:none}</style>`, `</title><title>Good`, `</textarea><plaintext>`,
	`<iframe srcdoc="<script>parent.pwned=1</script>">`, `<meta http-equiv=refresh content="0;url=/gone">`, `<base href=/gone/>`, `<link rel=stylesheet href=/x.css>`,
	`<form action=/gone><button autofocus>x</button>`, `&lt;script&gt;`, `&#60;script&#62;pwned=1`, `{{constructor.constructor('pwned=1')()}}`, `${pwned=1}`, "`${pwned=1}`",
	"\u202egood \u2066abc", "\x1b]8;;javascript:pwned=1\x1b\\link\x1b]8;;\x1b\\", "\x1b[31m<b>\x1b[0m", "\x1b[38;2;255;255;255mhidden\x1b[8m", "nul \x00 bell \a",
	"one\rtwo\u2028three", "\ufffe\u200b\u200d", strings.Repeat("W", 50_000), strings.Repeat("x ", 40_000), strings.Repeat("\u0300", 3000) + "a", strings.Repeat("\n", 3000) + "end",
	"filters", "#/e1", "data-s", "/", "?q=x", "%2F", "\u0645\u0631\u062d\u0628\u0627 right to left", "👩‍👩‍👧 漢字",
}

// hostilePage returns a run in which every text of an example is an attack.
func hostilePage() *hub.Run {
	run := sample.AllGood(len(attacks))
	run.SourceURL = "https://forge.example/{path}#L{line}"
	for i, a := range attacks {
		e, res := &run.Plan[i], &run.Results[i]
		e.ID, e.Title, e.Group, e.GroupTitle, e.Path, e.Name, e.Runner = a, a, a, a, a, a, a
		e.Tags, e.Argv = []string{a, "b " + a}, []string{a, a}
		res.ID, res.Worker = a, 1
		res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrorType(a), Message: a, File: a, Line: 1}
		res.Attempts = append(res.Attempts, res.Attempts[0])
		res.Attempts[0].Output, res.Attempts[1].Output = a, a
		res.Attempts[0].Error, res.Attempts[1].Signal = res.Error, a
		res.Leaked, res.Doubtful = []string{a}, a
		if i%2 == 0 {
			res.AllowedFailure = &hub.AllowFailure{Allowed: true, Until: hub.Date(a), Reason: a, Owner: a}
		}
	}
	run.LeftOut = []hub.LeftOut{{Reason: strings.Join(attacks[:30], " "), Count: 3}}
	run.ID, run.Hub, run.Axis = attacks[0], attacks[1], attacks[2]
	run.Origin = hub.Origin{Project: attacks[3], Commit: attacks[4], Branch: attacks[5], Page: attacks[5]}
	run.History = []hub.RunSummary{{ID: attacks[0], Started: sample.Epoch, Verdict: hub.Verdict(attacks[0]), Full: true, Axis: run.Axis}}
	return run
}
