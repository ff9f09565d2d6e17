package reporters

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// written returns a report as text.
func written(t testing.TB, name string, run *hub.Run) string {
	t.Helper()
	r, ok := Find(name)
	require.True(t, ok, name)
	var b bytes.Buffer
	_, err := r.Write(&b, run)
	require.NoError(t, err)
	return b.String()
}

// detailed are the formats that say what happened.
func detailed() []Reporter {
	return slices.DeleteFunc(All(), func(r Reporter) bool { return r.Brief })
}

func TestTableIsComplete(t *testing.T) {
	assert.Subset(t, Names(), []string{"junit", "junit-strict", "json", "markdown", "html", "ctrf", "tap"}, "a published format is missing")
	files := map[string]bool{}
	for _, r := range All() {
		assert.NotEmpty(t, r.Doc)
		assert.NotNil(t, r.Write)
		assert.NotNil(t, r.ForLog)
		assert.True(t, strings.HasPrefix(strings.TrimPrefix(r.Begins, "(?s)"), "^"), "%s: Begins is %q", r.Name, r.Begins)
		assert.False(t, files[r.File], "two reporters write %s", r.File)
		files[r.File] = true
		found, ok := Find(r.Name)
		assert.True(t, ok)
		assert.Equal(t, r.File, found.File, "two reporters are called %s", r.Name)
	}
	assert.Equal(t, []string{"badge", "shields", "slack", "teams"}, slices.DeleteFunc(Names(), func(name string) bool { r, _ := Find(name); return !r.Brief }))
	_, ok := Find("JUnit")
	assert.False(t, ok)
}

// Each case has a folder with its run log and its report in every format.
func TestCases(t *testing.T) {
	var names []string
	for _, c := range sample.Cases() {
		names = append(names, c.Name)
		t.Run(c.Name, func(t *testing.T) {
			dir := filepath.Join("testdata", "cases", c.Name)
			sample.Golden(t, filepath.Join(dir, "run.ndjson"), sample.Log(t, c.Run))
			run := sample.Read(t, filepath.Join(dir, "run.ndjson"))
			assert.Equal(t, c.Run, run)
			for _, r := range All() {
				text := written(t, r.Name, run)
				if r.Name == "html" {
					text = withoutAssets(text)
				}
				sample.Golden(t, filepath.Join(dir, r.File), text)
			}
		})
	}
	folders, err := os.ReadDir(filepath.Join("testdata", "cases"))
	require.NoError(t, err)
	for _, d := range folders {
		assert.Contains(t, names, d.Name(), "a folder without a case")
	}
}

var assets = regexp.MustCompile(`(?s)(<style>|<script>).*?(</style>|</script>)|sha256-[^']*`)

// withoutAssets returns a page without style, script and their hashes.
func withoutAssets(page string) string { return assets.ReplaceAllString(page, "$1…$2") }

// A report is a pure function of the run: the same bytes twice, and the run is unchanged.
func TestReportersArePure(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			for _, make := range []func() *hub.Run{sample.EveryKind, sample.EndedWell, func() *hub.Run { return &hub.Run{} }} {
				run := make()
				first := written(t, r.Name, run)
				assert.Equal(t, make(), run, "the run was changed")
				assert.Equal(t, first, written(t, r.Name, run))
			}
		})
	}
}

func TestWriteErrorsAreReturned(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			size := len(written(t, r.Name, sample.EveryKind()))
			for _, room := range []int{0, 1, 38, min(100, size-1), size / 2, size - 1} {
				_, err := r.Write(&sample.FullWriter{Room: room}, sample.EveryKind())
				assert.ErrorIs(t, err, sample.ErrFull, "room for %d of %d bytes", room, size)
			}
			_, err := r.Write(&sample.FullWriter{Room: size}, sample.EveryKind())
			assert.NoError(t, err)
		})
	}
}

// If plan and results do not match, neither is lost.
func TestUnpairedRunLosesNothing(t *testing.T) {
	run := sample.AllGood(4)
	run.Results = append(run.Results[2:3:3], hub.Result{ID: "stray", Status: hub.StatusCompleted})
	fixed := text.Paired(run)
	require.Len(t, fixed.Plan, 5)
	for i, want := range []struct {
		id     string
		status hub.Status
	}{
		{"g0/e0", hub.StatusPending}, {"g1/e1", hub.StatusPending}, {"g2/e2", hub.StatusCompleted},
		{"g3/e3", hub.StatusPending}, {"stray", hub.StatusCompleted},
	} {
		assert.Equal(t, want.id, fixed.Plan[i].ID)
		assert.Equal(t, want.id, fixed.Results[i].ID)
		assert.Equal(t, want.status, fixed.Results[i].Status)
	}
	doc := sample.ParseJUnit(t, written(t, "junit", run))
	assert.Equal(t, [4]int{5, 0, 3, 0}, doc.Totals())
	summary := written(t, "markdown", run)
	assert.Contains(t, summary, "2 passed, 3 not run")
	assert.Contains(t, summary, "- 1 · `g0/e0`: `no result recorded`")
}

func TestJSONRoundTrip(t *testing.T) {
	for name, run := range map[string]*hub.Run{"every kind": sample.EveryKind(), "empty": {RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion}}, "good": sample.AllGood(3)} {
		t.Run(name, func(t *testing.T) {
			run.Shard = &hub.Shard{Index: 2, Total: 3}
			text := written(t, "json", run)
			require.True(t, json.Valid([]byte(text)))
			back, err := ReadJSON(bytes.NewReader([]byte(text)))
			require.NoError(t, err)
			assert.Equal(t, run, back)
			back, err = ReadJSON(bytes.NewReader([]byte("\ufeff" + text))) // added by editors on Windows
			require.NoError(t, err)
			assert.Equal(t, run, back)
			assert.Equal(t, text, written(t, "json", back))
		})
	}
}

// Rendering the log of an older hub gives a report of the current schemaVersion.
func TestJSONOfAnOlderRun(t *testing.T) {
	run := sample.AllGood(3)
	run.SchemaVersion = 1
	back, err := ReadJSON(bytes.NewReader([]byte(written(t, "json", run))))
	require.NoError(t, err)
	assert.Equal(t, hub.SchemaVersion, back.SchemaVersion)
}

// Older hubs wrote upset instead of failedSteps: such a report can still be read.
func TestJSONReadsTheOldNameOfFailedSteps(t *testing.T) {
	text := written(t, "json", sample.AllGood(2))
	text = strings.Replace(text, `"seconds":`, `"failedSteps":["a teardown"],"seconds":`, 1)
	old := strings.Replace(text, `"failedSteps":[`, `"upset":[`, 1)
	require.NotEqual(t, text, old)
	back, err := ReadJSON(strings.NewReader(old))
	require.NoError(t, err)
	assert.Equal(t, sample.AllGood(2), back)
	assert.NoError(t, schematest.Validate(schematest.Compile(t, Schema()), []byte(old)))
}

func TestJSONHasDerivedFields(t *testing.T) {
	var got struct {
		SchemaVersion int
		Verdict       hub.Verdict
		Counts        hub.Counts
		Seconds       float64
		Plan, Results []json.RawMessage
	}
	run := sample.EveryKind()
	require.NoError(t, json.Unmarshal([]byte(written(t, "json", run)), &got))
	assert.Equal(t, hub.SchemaVersion, got.SchemaVersion)
	assert.Equal(t, hub.VerdictInterrupted, got.Verdict)
	assert.Equal(t, run.Counts(), got.Counts)
	assert.InDelta(t, 83.25, got.Seconds, 1e-9)
	assert.Len(t, got.Plan, len(run.Plan))
	assert.Len(t, got.Results, len(run.Results))
}

func TestReadJSONRefuses(t *testing.T) {
	good := written(t, "json", sample.AllGood(1))
	for name, text := range map[string]string{
		"nothing": "", "cut": good[:len(good)/2], "another object": `{"tests":1}`, "two": good + good,
		"newer": `{"schemaVersion":99}`, "list": "[]", "types": `{"schemaVersion":1,"plan":3}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadJSON(bytes.NewReader([]byte(text)))
			assert.ErrorContains(t, err, "reading a JSON report")
		})
	}
}

func FuzzReadJSON(f *testing.F) {
	var b bytes.Buffer
	_ = writeJSON(&b, sample.EveryKind())
	f.Add(b.Bytes())
	f.Add([]byte(`{"schemaVersion":1,"results":[{"allowedFailure":{}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		run, err := ReadJSON(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, r := range All() {
			if _, err := r.Write(io.Discard, run); err != nil && r.Name != "json" {
				t.Fatalf("%s: %v", r.Name, err)
			}
		}
	})
}
