package status

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// sample returns a file with a variety of entries.
func sample() *File {
	f := newFile()
	for n, statuses := range [][]hub.Status{
		{hub.StatusCompleted, hub.StatusError, hub.StatusCompleted},
		{hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted},
		{hub.StatusCompleted, "", hub.StatusCompleted, hub.StatusCompleted},
	} {
		id, log := runAt(n, statuses...)
		log.Run.Sequence = int64(n) // the first is from a hub that did not count
		f.fold(id, log, folding{root: "/proj"})
	}
	f.Examples["a"].open().Output = "<b> & \"quoted\" \u2028 é\n"
	f.Metadata.Root = "/proj"
	return f
}

func TestEncodeDecode(t *testing.T) {
	want := text(t, sample())
	d, err := decode(strings.NewReader(want))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	assert.Equal(t, Version, d.version)
	assert.Equal(t, want, text(t, d.file))
	assert.True(t, strings.HasPrefix(want, "{\n  \"metadata\": {\n    \"version\": \"3.2\""), "metadata comes first")
	assert.Contains(t, want, `<b> & \"quoted\"`, "text stays readable")
	assert.Equal(t, 1, strings.Count(want, "\n}\n"))

	empty := text(t, newFile())
	d, err = decode(strings.NewReader(empty))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	assert.Contains(t, empty, `"examples": {},`)
	assert.Contains(t, empty, `"lastFullRun": null`)
}

// Of a file truncated anywhere, the entries before the cut are read.
func TestDecodeTruncated(t *testing.T) {
	f := newFile()
	id, log := runAt(1, hub.StatusCompleted, hub.StatusSkipped)
	f.fold(id, log, folding{})
	whole := text(t, f)
	body := strings.TrimRight(whole, "\n")
	ends := map[string]int{}
	for _, id := range f.IDs() {
		_, line, _ := strings.Cut(whole, "\n\""+id+"\": {")
		line, _, _ = strings.Cut(line, "\n")
		ends[id] = strings.Index(whole, line) + len(strings.TrimSuffix(line, ","))
	}
	for cut := range len(body) {
		d, err := decode(strings.NewReader(whole[:cut]))
		if err != nil || d.damage == nil {
			t.Fatalf("cut at %d: %v, damage %v", cut, err, d.damage)
		}
		for id, end := range ends {
			if (cut >= end) != (d.file.Examples[id] != nil) {
				t.Fatalf("entry %s of a file cut at %d", id, cut)
			}
		}
	}
}

func TestDecodeDamage(t *testing.T) {
	entry := `{"status":"completed","name":"x","executionTime":1}`
	for _, c := range []struct {
		name, in string
		ids      string // of what can be read
		clean    bool
	}{
		{"empty", "", "", false},
		{"white space", " \n", "", false},
		{"null", "null", "", false},
		{"a list", "[]", "", false},
		{"a text", `"status"`, "", false},
		{"binary", "\x00\x01\x02", "", false},
		{"nested", strings.Repeat("[", 20000), "", false},
		{"nested in examples", `{"examples":` + strings.Repeat("[", 20000), "", false},
		{"nothing in it", "{}", "", true},
		{"metadata a list", `{"metadata":[],"examples":{"a":` + entry + `}}`, "a", false},
		{"examples a text", `{"metadata":{"version":"3.0"},"examples":"x"}`, "", false},
		{"examples null", `{"metadata":{"version":"3.0"},"examples":null}`, "", false},
		{"entry null", `{"metadata":{"version":"3.0"},"examples":{"a":null,"b":` + entry + `}}`, "b", false},
		{"entry a number", `{"metadata":{"version":"3.0"},"examples":{"a":5,"b":` + entry + `}}`, "b", false},
		{"entry of unknown status", `{"metadata":{"version":"3.0"},"examples":{"a":{"status":"fine"},"b":` + entry + `}}`, "b", false},
		{"wrong types", `{"metadata":{"version":"3.0"},"examples":{"a":{"status":"error","attempts":"many"},"b":` + entry + `}}`, "b", false},
		{"wrong time", `{"metadata":{"version":"3.0"},"examples":{"a":{"status":"error","lastExecuted":"yesterday"},"b":` + entry + `}}`, "b", false},
		{"empty key", `{"metadata":{"version":"3.0"},"examples":{"":` + entry + `,"b":` + entry + `}}`, "b", false},
		{"nested in an entry", `{"metadata":{"version":"3.2"},"examples":{"b":` + entry + `,"a":{"x":` + strings.Repeat("[", 20000), "b", false},
		{"deep in an entry", `{"metadata":{"version":"3.2"},"examples":{"b":` + strings.Replace(entry, "{", `{"x":`+strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+",", 1) + `}}`, "b", true},
		{"a key twice in an entry", `{"metadata":{"version":"3.2"},"examples":{"b":{"status":"fine","index":"x","index":1,"status":"error"}}}`, "", false},
		{"a good key twice", `{"metadata":{"version":"3.2"},"examples":{"b":{"status":"fine","errors":[{}],"status":"error","errors":[]}}}`, "b", true},
		{"a huge index", `{"metadata":{"version":"3.2"},"examples":{"a":{"status":"error","index":9223372036854775808},"b":` + entry + `}}`, "b", false},
		{"a huge time", `{"metadata":{"version":"3.2"},"examples":{"a":{"status":"error","executionTime":1e400},"b":` + entry + `}}`, "b", false},
		{"a year of five digits", `{"metadata":{"version":"3.2"},"examples":{"b":{"status":"error","lastExecuted":"9999-12-31T23:59:59-01:00","history":["c1#5"]}}}`, "b", true},
		{"a sequence out of range", `{"metadata":{"version":"3.2"},"examples":{"b":{"status":"error","runSequence":-5,"updatedSequence":9223372036854775807}}}`, "b", true},
		{"a history of another form", `{"metadata":{"version":"3.2"},"examples":{"a":{"status":"error","history":["c1","what"]},"b":` + entry + `}}`, "b", false},
		{"a history of numbers", `{"metadata":{"version":"3.2"},"examples":{"a":{"status":"error","history":[1]},"b":` + entry + `}}`, "b", false},
		{"an error a text", `{"metadata":{"version":"3.2"},"examples":{"a":{"status":"error","errors":["bad"]},"b":` + entry + `}}`, "b", false},
		{"invalid UTF-8", `{"metadata":{"version":"3.2"},"examples":{"b` + "\xff" + `":` + entry + `}}`, "b\ufffd", true},
		{"invalid escape", `{"metadata":{"version":"3.2"},"examples":{"b":` + entry + `,"a":{"status":"error","output":"\x"}}}`, "b", false},
		{"statistics a list", `{"metadata":{"version":"3.0"},"examples":{"b":` + entry + `},"statistics":[]}`, "b", false},
		{"something after it", `{"metadata":{"version":"3.0"},"examples":{"b":` + entry + `}} x`, "b", false},
		{"version not one", `{"metadata":{"version":"new"},"examples":{"b":` + entry + `}}`, "b", false},
		{"version negative", `{"metadata":{"version":"-1"},"examples":{"b":` + entry + `}}`, "b", false},
		{"unknown keys", `{"metadata":{"version":"3.0","x":1},"examples":{"b":{"status":"error","x":[1]}},"more":{"a":[]}}`, "b", true},
		{"metadata last", `{"examples":{"b":` + entry + `},"metadata":{"version":"3.0"}}`, "b", true},
		{"twice", `{"metadata":{"version":"3.0"},"examples":{"b":` + entry + `,"b":` + entry + `}}`, "b", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := decode(strings.NewReader(c.in))
			require.NoError(t, err)
			assert.Equal(t, c.clean, d.damage == nil, "%v", d.damage)
			assert.Equal(t, c.ids, strings.Join(d.file.IDs(), " "))
			assertRecount(t, d.file)
		})
	}
}

func TestDecodeTwiceTakesTheNewest(t *testing.T) {
	entry := func(minute int) string {
		return fmt.Sprintf(`"a":{"status":"error","updated":"2026-11-22T14:%02d:00Z","attempts":%d}`, minute, minute)
	}
	for _, order := range [][]int{{1, 2}, {2, 1}} {
		d, err := decode(strings.NewReader(`{"metadata":{"version":"3.0"},"examples":{` + entry(order[0]) + "," + entry(order[1]) + "}}"))
		require.NoError(t, err)
		assert.Equal(t, []string{"a"}, d.twice)
		assert.Equal(t, 2, d.file.Examples["a"].Attempts)
	}
}

func TestDecodeSanitizes(t *testing.T) {
	d, err := decode(strings.NewReader(`{"metadata":{"version":"3.0"},"examples":{
		"a":{"status":"running","executionTime":1e308,"attempts":-4,"errors":[{},{},{},{},{},{},{"message":"last"}]},
		"b":{"status":"stale","executionTime":-1,"output":"` + strings.Repeat("x", 9000) + `"},
		"c":{"status":"completed","executionTime":1e308}}}`))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	a, b := d.file.Examples["a"], d.file.Examples["b"]
	assert.Equal(t, hub.StatusInterrupted, a.Status)
	assert.Zero(t, a.Attempts)
	assert.Len(t, a.Details().Errors, maxErrors)
	assert.Equal(t, "last", a.Details().Errors[4].Message)
	assert.Equal(t, hub.StatusCompleted, b.Status)
	assert.Zero(t, b.ExecutionTime)
	assert.LessOrEqual(t, len(b.Details().Output), maxOutput)
	assertRecount(t, d.file) // sums stay numbers
}

func TestDecodeRefusesNewer(t *testing.T) {
	for _, in := range []string{
		`{"metadata":{"version":"3.3"},"examples":{}}`,
		`{"metadata":{"version":"4"},"examples":{}}`,
		`{"metadata":{"version":4.0},"examples":{}}`,
		`{"metadata":{"version":"10.0"},"examples":["of another shape"`,
		`{"examples":{"a":{"status":7}},"metadata":{"version":"4.0"}}`,
	} {
		_, err := decode(strings.NewReader(in))
		var newer *NewerError
		require.ErrorAs(t, err, &newer, in)
	}
}

const seedFile = `{
    "metadata": {"version": "1.0", "lastUpdated": "2025-08-01T10:00:00+02:00", "totalExamples": 3},
    "examples": {
        "1": {"index": 1, "name": "Basic", "group": "A01_Basics", "relativePath": "A01_Basics/Basic/run.php",
              "absolutePath": "/home/x/proj/examples/A01_Basics/Basic/run.php", "status": "completed",
              "lastExecuted": "2025-08-01T10:00:00+02:00", "executionTime": 1.25, "attempts": 3, "errors": [], "output": "ok", "exitCode": 0,
              "startTime": "2025-08-01T09:59:58+02:00"},
        "2": {"index": 2, "name": "Broken", "group": "A01_Basics", "relativePath": "./examples/A01_Basics/Broken/run.php",
              "absolutePath": "", "status": "error", "lastExecuted": "2025-08-01T10:00:05+02:00", "executionTime": 0.5, "attempts": 1,
              "errors": [{"timestamp": "2025-08-01T10:00:05+02:00", "type": "fatal_error", "message": "Fatal error: x", "output": "y", "exitCode": 255}],
              "output": "y", "exitCode": 255},
        "7": {"index": 7, "name": "Lost", "group": "A02", "relativePath": "A02/Lost/run.php", "absolutePath": "", "status": "running",
              "lastExecuted": null, "executionTime": 0.0, "attempts": 0, "errors": [], "output": "", "exitCode": 0}
    },
    "statistics": {"totalExecuted": 3, "completed": 1, "errors": 1, "skipped": 0, "interrupted": 0, "averageExecutionTime": 0.58,
        "totalExecutionTime": 1.75, "lastFullRun": null, "lastPartialRun": "2025-08-01T10:00:05+02:00",
        "slowestExample": {"name": "Basic", "time": 1.25}, "fastestExample": {"name": "Lost", "time": 0.0}}
}`

var catalogOfToday = []hub.Example{
	{Index: 1, ID: "A01_Basics/Broken", Name: "Broken", Path: "examples/A01_Basics/Broken/run.php", File: "/p/examples/A01_Basics/Broken/run.php"},
	{Index: 2, ID: "A01_Basics/Basic", Name: "Basic", DocName: "basic_doc", Path: "examples/A01_Basics/Basic/run.php", File: "/p/examples/A01_Basics/Basic/run.php"},
	{Index: 3, ID: "1f2a", Name: "Hex", Path: "examples/hex/run.php"},
	{Index: 7, ID: "7", Name: "Seven", Path: "examples/seven/run.php"},
}

func TestAdoptSeedFile(t *testing.T) {
	d, err := decode(strings.NewReader(seedFile))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	assert.True(t, d.legacy())
	f := d.file
	assert.Equal(t, []string{"A01_Basics/Basic/run.php", "A02/Lost/run.php", "examples/A01_Basics/Broken/run.php"}, f.IDs(),
		"a position of then is no key of today")

	a := f.Adopt(catalogOfToday)
	assert.Equal(t, Adoption{Rekeyed: 2, Orphans: []string{"A02/Lost/run.php"}}, a)
	basic, ok := f.Get("A01_Basics/Basic")
	require.True(t, ok)
	assert.Equal(t, 2, basic.Index, "described as the catalog does")
	assert.Equal(t, "/p/examples/A01_Basics/Basic/run.php", basic.AbsolutePath)
	assert.Equal(t, 3, basic.Attempts)
	assert.Equal(t, 1.25, basic.ExecutionTime)
	assert.Equal(t, basic.LastExecuted, basic.LastCompleted)
	broken, _ := f.Get("A01_Basics/Broken")
	assert.Equal(t, hub.ErrorType("fatal_error"), broken.Details().Errors[0].Type)
	lost, _ := f.Get("A02/Lost/run.php")
	assert.Equal(t, hub.StatusInterrupted, lost.Status, "running for ever is over")
	assertRecount(t, f)
	assert.False(t, f.Statistics.LastPartialRun.IsZero())

	assert.Equal(t, Adoption{Orphans: []string{"A02/Lost/run.php"}}, f.Adopt(catalogOfToday), "a second time finds nothing to do")
}

func TestAdoptOtherLegacyShapes(t *testing.T) {
	for _, c := range []struct{ name, in, ids, orphans string }{
		{"php list", `{"metadata":{"version":"1.0"},"examples":[{"status":"completed","relativePath":"hex/run.php"},{"status":"error","relativePath":"hex/run.php"}]}`, "1f2a", ""},
		{"php empty", `{"metadata":{"version":"1.0"},"examples":[]}`, "", ""},
		{"no version", `{"examples":{"7":{"status":"completed","relativePath":"nowhere"}}}`, "nowhere", "nowhere"},
		{"by id", `{"metadata":{"version":"2.0"},"examples":{"A01_Basics/Basic":{"status":"completed"}}}`, "A01_Basics/Basic", ""},
		{"by x-id", `{"metadata":{"version":"2.0"},"examples":{"x1f2a":{"status":"completed"}}}`, "1f2a", ""},
		{"by docname", `{"metadata":{"version":"2.0"},"examples":{"basic_doc":{"status":"completed"}}}`, "A01_Basics/Basic", ""},
		{"by docname, with an id", `{"metadata":{"version":"2.0"},"examples":{"other":{"id":"x1f2a","status":"completed"}}}`, "1f2a", ""},
		{"by path", `{"metadata":{"version":"2.0"},"examples":{"gone":{"status":"completed","relativePath":"seven/run.php"}}}`, "7", ""},
		{"by folder", `{"metadata":{"version":"2.0"},"examples":{"gone":{"status":"completed","relativePath":"seven"}}}`, "7", ""},
		{"by absolute path", `{"metadata":{"version":"2.0"},"examples":{"gone":{"status":"completed","absolutePath":"C:\\w\\examples\\seven\\run.php"}}}`, "7", ""},
		{"ambiguous", `{"metadata":{"version":"2.0"},"examples":{"gone":{"status":"completed","relativePath":"run.php"}}}`, "gone", "gone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := decode(strings.NewReader(c.in))
			require.NoError(t, err)
			require.NoError(t, d.damage)
			a := d.file.Adopt(catalogOfToday)
			assert.Equal(t, c.ids, strings.Join(d.file.IDs(), " "))
			assert.Equal(t, c.orphans, strings.Join(a.Orphans, " "))
			for id, e := range d.file.Examples {
				assert.Equal(t, id, e.ID)
			}
		})
	}
}

func TestAdoptAnExampleThatGotAnID(t *testing.T) {
	f := newFile()
	for n := range 2 {
		id, log := runAt(n, hub.StatusError, hub.StatusCompleted)
		f.fold(id, log, folding{})
	}
	// The second run after the ID was written, without Adopt in between.
	id, log := runAt(5, hub.StatusCompleted)
	log.Run.Plan[0].ID, log.Run.Results[0].ID = "x-new", "x-new"
	f.fold(id, log, folding{})
	a := f.Adopt([]hub.Example{{Index: 4, ID: "x-new", Name: "n", Path: "g/a.sh"}, {Index: 5, ID: "b", Path: "moved/b.sh"}})
	assert.Equal(t, Adoption{Rekeyed: 1}, a)
	e, _ := f.Get("x-new")
	assert.Equal(t, hub.StatusCompleted, e.Status)
	assert.Equal(t, 5, e.Attempts)
	assert.Len(t, e.Details().History, 3)
	assert.Len(t, f.Examples, 2)
	b, _ := f.Get("b")
	assert.Equal(t, "moved/b.sh", b.RelativePath, "the ID decides")
}

func FuzzDecodeFile(f *testing.F) {
	f.Add([]byte(text(f, sample())))
	f.Add([]byte(seedFile))
	f.Add([]byte(`{"metadata":{"version":"2.0"},"examples":{"x1f2a":{"status":"running"},"x1f2a":{"status":"error"}}}`))
	f.Add([]byte(`{"examples":[{"status":"stale","executionTime":1e308},null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := decode(bytes.NewReader(data))
		if err != nil {
			var newer *NewerError
			require.True(t, errors.As(err, &newer))
			return
		}
		d.file.Adopt(catalogOfToday)
		assertRecount(t, d.file)
		id, log := runAt(1, hub.StatusCompleted, hub.StatusError)
		d.file.fold(id, log, folding{root: "/proj", rebuild: d.damage != nil})
		once, entries := text(t, d.file), opened(d.file)
		// A written file reads back unchanged, without damage.
		again, err := decode(strings.NewReader(once))
		require.NoError(t, err)
		require.NoError(t, again.damage)
		require.Equal(t, entries, opened(again.file))
		maps.DeleteFunc(d.file.names, func(n int64, _ runName) bool { // what no entry names any more is forgotten
			_, ok := again.file.names[n]
			return !ok
		})
		require.Equal(t, text(t, d.file), text(t, again.file))
		require.NoError(t, d.file.encode(io.Discard))
	})
}
