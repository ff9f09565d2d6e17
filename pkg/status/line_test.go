package status

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// readBack writes an entry and reads it, as a file would.
func readBack(t *testing.T, e *Entry, names runNames) *Entry {
	e.open()
	names.learn(e, e.details)
	b, err := appendEntry(nil, e, e.details, names)
	require.NoError(t, err)
	require.True(t, json.Valid(b), "%s", b)
	var back Entry
	_, err = decodeEntry(string(b), names, &back, nil, nil)
	require.NoError(t, err, "%s", b)
	back.ID = e.ID
	back.name(names)
	again, err := appendEntry(nil, &back, back.Details(), names)
	require.NoError(t, err)
	assert.Equal(t, string(b), string(again))
	return openedEntry(&back)
}

// fill sets every field to a value of its own, none of which follows from another.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text \"%d\"\n<é>", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.25)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Time]() {
			v.Set(reflect.ValueOf(inSeconds(day.Add(time.Duration(*n) * time.Hour))))
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				fill(v.Field(i), n)
			}
		}
	}
}

func TestEveryFieldOfAnEntryIsKept(t *testing.T) {
	var e Entry
	var d Details
	n := 0
	fill(reflect.ValueOf(&e).Elem(), &n)
	fill(reflect.ValueOf(&d).Elem(), &n)
	require.Greater(t, n, 40)
	e.AllowedFailure.Allowed = true
	for _, s := range []hub.Status{hub.StatusError, hub.StatusCompleted} {
		e.Status = s
		want := openedEntry(e.With(d))
		assert.Equal(t, want, readBack(t, e.With(d), runNames{}))
	}
}

// What follows from other fields is omitted, and read back.
func TestATrivialEntryIsShort(t *testing.T) {
	f := trivial(1, 20, "/home/someone/project")
	e := openedEntry(f.Examples["examples/e00000.sh"])
	b, err := appendEntry(nil, e, e.details, f.names)
	require.NoError(t, err)
	assert.Less(t, len(b), 600, "%s", b)
	for _, key := range []string{"id", "title", "updated", "updatedRunId", "updatedSequence", "runId", "runSequence", "lastCompleted", "completedSequence"} {
		assert.NotContains(t, string(b), `"`+key+`"`)
	}
	assert.Equal(t, e, readBack(t, e, f.names))
	assert.Len(t, e.Details().History, 20)
}

// randomPast returns a result of the kind that is recorded, or of another kind.
func randomPast(r *rand.Rand, sequence int64) Past {
	begin := day.Add(time.Duration(sequence) * 1500 * time.Millisecond)
	p := Past{
		RunID: begin.Format("20060102T150405.000Z") + "-0000", Sequence: sequence, Time: inSeconds(begin.Add(time.Duration(r.IntN(3)) * time.Second)),
		Status: []hub.Status{hub.StatusCompleted, hub.StatusCompleted, hub.StatusError, hub.StatusInterrupted}[r.IntN(4)], Seconds: micros(r.ExpFloat64()), Flaky: r.IntN(5) == 0,
	}
	switch r.IntN(12) {
	case 0:
		p.Sequence, p.Time = 0, Time{p.Time.Add(time.Nanosecond)}
	case 1:
		p.RunID = "of a shard"
	case 2:
		p.RunID = ""
	case 3:
		p.Time = Time{}
	case 4:
		p.Time = inSeconds(begin.Add(-time.Hour))
	case 5:
		p.Seconds = 1.0 / 3
	case 6:
		p.Status = hub.StatusSkipped
	case 7:
		p.Seconds = 1e9
	}
	return p
}

func TestHistoriesAreKept(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		names := runNames{}
		want := []Past{}
		for sequence := int64(1 + r.IntN(3)); len(want) < r.IntN(maxHistory); sequence += 1 + int64(r.IntN(3)/2) {
			p := randomPast(r, sequence)
			want = append(want, p)
			names.add(p.Sequence, p.RunID)
		}
		b := appendHistory(nil, want, names)
		reader := lineReader{walk: walk{text: string(b)}, names: names, details: &Details{}}
		got, err := reader.history()
		require.NoError(t, err, "%s", b)
		for i := range want {
			if want[i].RunID == "" && want[i].Sequence > 0 { // the file has its ID by now
				got[i].RunID = ""
			}
		}
		require.Equal(t, want, got, "%s", b)
	}
}

func TestCompactHistory(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"c1":                    "c1+0#1",
		"c1540+3#17c1602":       "c1540+3#17 c1602+3#18",
		"C5+0e6i7+2#9I8":        "C5+0#1 e6+0#2 i7+2#9 I8+2#10",
		"c":                     "bad",
		"c+1":                   "bad",
		"c1+":                   "bad",
		"c1#":                   "bad",
		"c1#0":                  "bad",
		"c1#9007199254740991c1": "bad", // its sequence would be too great
		"c1#9007199254740992":   "bad",
		"c99999999999999999999": "bad",
		"c1 c2":                 "bad",
		"x1":                    "bad",
		"c1,e2":                 "bad",
		"\x031":                 "bad",
	} {
		var got []string
		if !eachCompact(text, func(c compact) { got = append(got, fmt.Sprintf("%c%d+%d#%d", c.letter, c.micros, c.after, c.count)) }) {
			got = []string{"bad"}
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
}

func TestPrints(t *testing.T) {
	hash := strings.Repeat("0123456789abcdef", 4)
	for print, short := range map[string]string{
		"":                               "",
		"v1:" + hash:                     "v1=ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8",
		"v12:" + hash:                    "v12=ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8",
		"v1:x":                           "v1:x",
		"v1:" + strings.ToUpper(hash):    "v1:" + strings.ToUpper(hash),
		"v1:" + hash[1:]:                 "v1:" + hash[1:],
		"v1:" + hash[1:] + "x":           "v1:" + hash[1:] + "x",
		"v1=":                            "v1=",
		"v1=" + strings.Repeat("!", 43):  "v1=" + strings.Repeat("!", 43),
		"v1=" + strings.Repeat("\n", 43): "v1=" + strings.Repeat("\n", 43),
	} {
		assert.Equal(t, short, shortPrint(print))
		assert.Equal(t, print, longPrint(short))
	}
}

// Entries that were read and not changed are written as they were.
func TestUnchangedEntriesAreCopied(t *testing.T) {
	whole := text(t, sample())
	odd := strings.Replace(whole, `,"errors":[]`, `,"errors" : []`, 1)
	require.NotEqual(t, whole, odd)
	d, err := decode(strings.NewReader(odd))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	assert.Equal(t, odd, text(t, d.file))
	for _, e := range d.file.Examples {
		assert.Nil(t, e.details, "their details were never needed")
	}
	id, log := runAt(9, hub.StatusCompleted)
	log.Run.Sequence = 9
	d.file.fold(id, log, folding{root: "/proj"})
	assertRecount(t, d.file)
	was := text(t, d.file)
	for id, e := range d.file.Examples {
		assert.True(t, e.kept, id)
		assert.Equal(t, id != "a", strings.Contains(odd, e.line), id)
		e.open()
	}
	assert.Equal(t, strings.Replace(was, " : ", ":", 1), text(t, d.file), "an entry that was changed is as it would be written")
}

// A file that was edited or written anew by another program is read like the
// original, and the next hub that writes it restores its form.
func TestEditedFiles(t *testing.T) {
	whole := text(t, sample())
	want, err := decode(strings.NewReader(whole))
	require.NoError(t, err)
	indent := func(prefix, indent string) string {
		var b bytes.Buffer
		require.NoError(t, json.Indent(&b, []byte(whole), prefix, indent))
		return b.String()
	}
	var tree any
	require.NoError(t, json.Unmarshal([]byte(whole), &tree))
	sorted, err := json.Marshal(tree)
	require.NoError(t, err)
	ordered, err := json.MarshalIndent(tree, "", "\t")
	require.NoError(t, err)
	for name, edited := range map[string]string{
		"indented": indent("", "    "), "tabs and CRLF": strings.ReplaceAll(indent("", "\t"), "\n", "\r\n"), "a byte order mark": bom + whole,
		"one line": string(sorted), "keys in order": string(ordered), "escaped": strings.ReplaceAll(whole, `"a"`, `"\u0061"`),
		"spaces": strings.ReplaceAll(whole, "\n", " \n\t "),
	} {
		d, err := decode(strings.NewReader(edited))
		require.NoError(t, err, name)
		require.NoError(t, d.damage, name)
		assert.Equal(t, opened(want.file), opened(d.file), name)
		assert.Equal(t, want.file.Runs, d.file.Runs, name)
		for _, e := range d.file.Examples {
			e.open()
		}
		assert.Equal(t, whole, text(t, d.file), name)
	}
}

// An entry that was changed by hand is written within the limits.
func TestEditedEntriesAreMended(t *testing.T) {
	whole := text(t, sample())
	for from, to := range map[string]string{
		`"attempts":`:             `"attempts":-`,
		`"output":"output`:        `"output":"` + strings.Repeat("x", 3000) + `output`,
		`"errors":[`:              `"errors":[{},{},{},{},{},`,
		`"history":[`:             `"history":["` + strings.Repeat("c1", 30) + `",`,
		`"status":"completed"`:    `"status":"stale"`,
		`"status":"skipped"`:      `"status":"running"`,
		`"output":"output 2",`:    ``,
		"\"output\":\"output 1\"": "\"output\":\"\xff\"",
	} {
		edited := strings.ReplaceAll(whole, from, to)
		require.NotEqual(t, whole, edited, from)
		d, err := decode(strings.NewReader(edited))
		require.NoError(t, err, to)
		changed := 0
		for _, e := range d.file.Examples {
			if !e.kept {
				changed++
			}
		}
		assert.Positive(t, changed, to)
		once := text(t, d.file)
		assert.True(t, json.Valid([]byte(once)))
		again, err := decode(strings.NewReader(once))
		require.NoError(t, err)
		require.NoError(t, again.damage)
		assert.Equal(t, opened(d.file), opened(again.file), to)
		assertRecount(t, again.file)
	}
}

// If metadata.runIds is lost with the metadata, no attempt is counted twice, and
// the order is kept.
func TestLostRunIDs(t *testing.T) {
	s := newStore(t)
	first := recordAs(t, s, 1, 1, hub.StatusCompleted)
	recordAs(t, s, 2, 2, hub.StatusError)
	f, _ := fold(t, s)
	want := openedEntry(f.Examples["a"])
	edit(t, s, first, "", "") // the logs are still there
	whole := text(t, f)
	at, end := strings.Index(whole, `"runIds"`), strings.Index(whole, `"examples"`)
	require.Positive(t, at)
	d, err := decode(strings.NewReader(`{"metadata":[],` + whole[end:]))
	require.NoError(t, err)
	require.Error(t, d.damage)
	assert.Empty(t, d.file.Examples["a"].RunID)
	for _, p := range d.file.Examples["a"].Details().History {
		assert.Empty(t, p.RunID)
		assert.Positive(t, p.Sequence)
	}
	for n, st := range []hub.Status{hub.StatusCompleted, hub.StatusError} {
		id, log := runAt(n+1, st)
		log.Run.Sequence = int64(n + 1)
		d.file.fold(id, log, folding{root: s.Root, rebuild: true})
	}
	got := d.file.Examples["a"]
	assert.Equal(t, want.Attempts, got.Attempts)
	assert.Equal(t, want.Status, got.Status)
	assert.Len(t, got.Details().History, 2)
}

// The IDs of runs are forgotten with the last entry that names them.
func TestRunIDsAreForgotten(t *testing.T) {
	f := newFile()
	for n := range 40 {
		id, log := runAt(n, hub.StatusCompleted)
		log.Run.Sequence = int64(n + 1)
		f.fold(id, log, folding{})
	}
	d, err := decode(strings.NewReader(text(t, f)))
	require.NoError(t, err)
	assert.Len(t, d.file.names, maxHistory)
	for _, p := range d.file.Examples["a"].Details().History {
		assert.NotEmpty(t, p.RunID)
	}
}

// An example that is not run any more keeps the ID of its own run, and not those of all
// runs since.
func TestRunIDsOfALongLivedFile(t *testing.T) {
	f := newFile()
	old, log := runAt(0, hub.StatusCompleted)
	log.Run.Plan[0].ID, log.Run.Results[0].ID, log.Run.Sequence = "old", "old", 1
	f.fold(old, log, folding{})
	for n := range 60 {
		id, log := runAt(n+1, hub.StatusError)
		log.Run.Sequence = int64(n + 2)
		f.fold(id, log, folding{})
		d, err := decode(strings.NewReader(text(t, f)))
		require.NoError(t, err)
		require.NoError(t, d.damage)
		f = d.file
	}
	assert.Len(t, f.names, 1+maxHistory)
	assert.Equal(t, old, f.Examples["old"].RunID)
	for _, p := range f.Examples["a"].Details().History {
		assert.NotEmpty(t, p.RunID)
	}
}

// reference is an entry as encoding/json reads it, but for its history.
type reference struct {
	Entry
	Details
	History []json.RawMessage `json:"history"`
}

// Of any valid JSON, decodeEntry accepts what encoding/json accepts, with the same
// values.
func FuzzDecodeEntry(f *testing.F) {
	s := sample()
	for _, e := range s.Examples {
		b, err := appendEntry(nil, e, e.Details(), runNames{})
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"status":"error","errors":[{"timestamp":null,"exitCode":-1},null],"leaked":["a",null],"allowedFailure":{"until":"2027-01-01"}}`))
	f.Add([]byte(`{"status":"stale","executionTime":1e400,"index":1.5,"output":"\ud800\u00e9","flaky":null,"history":["c1","x"]}`))
	f.Add([]byte(`{"status":"completed" , "updated":"2026-11-22T14:00:00+02:00", "dependsOn" :[ ] ,"errors":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		// Keys that are twice in an object, or known but for their case, are read
		// otherwise: so they are removed.
		var value any
		if json.Unmarshal(data, &value) != nil {
			return
		}
		value = exact(value)
		line, err := json.Marshal(value)
		require.NoError(t, err)

		var want reference
		wrong := json.Unmarshal(line, &want)
		var got, again Entry
		var d Details
		_, err = decodeEntry(string(line), nil, &got, nil, nil)
		_, full := decodeEntry(string(line), nil, &again, &d, nil)
		require.Equal(t, err == nil, full == nil, "the details are checked")
		if wrong != nil {
			require.Error(t, err, "%v", wrong)
			return
		}
		if err != nil {
			// Only histories and statuses are read more strictly.
			require.True(t, !want.Status.Valid() || len(want.History) > 0, "%v", err)
			return
		}
		require.Equal(t, got.Details().History, got.PastResults())
		require.Equal(t, openedEntry(&again).Details(), openedEntry(&got).Details())
		history := d.History
		d.History = nil
		for i := range want.Errors {
			want.Errors[i].Output, want.Errors[i].Message = bound(want.Errors[i].Output), bound(want.Errors[i].Message)
			want.Errors[i].Sequence = sequence(want.Errors[i].Sequence)
		}
		want.Details.Errors = append([]Failure{}, want.Errors[max(0, len(want.Errors)-maxErrors):]...)
		want.Details.Output = bound(want.Output)
		require.Equal(t, normal(want.Details), normal(d))
		for _, n := range []*int64{&want.UpdatedSequence, &want.RunSequence, &want.CompletedSequence, &want.ClearedSequence} {
			*n = sequence(*n)
		}
		last := int64(0)
		if len(history) > 0 {
			last = history[len(history)-1].Sequence
		}
		want.Entry.derive(last)
		want.Attempts, want.ExecutionTime = max(0, want.Attempts), seconds(want.ExecutionTime)
		want.Fingerprint = longPrint(want.Fingerprint)
		require.Equal(t, want.Title, got.Title)
		if want.Status == hub.StatusRunning || want.Status == hub.StatusStale {
			return
		}
		e := openedEntry(&got)
		e.details, want.details = nil, nil
		require.Equal(t, want.Entry, *e)
	})
}

// exact removes the keys that encoding/json would take for known ones.
func exact(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			if strings.ToLower(key) == key && !strings.ContainsAny(key, "ſ\u212a") || known[key] {
				v[key] = exact(child)
			} else {
				delete(v, key)
			}
			for name := range known {
				if key != name && strings.EqualFold(key, name) {
					delete(v, key)
				}
			}
		}
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	}
	return value
}

var known = func() map[string]bool {
	names := map[string]bool{}
	for _, t := range []reflect.Type{reflect.TypeFor[Entry](), reflect.TypeFor[Details](), reflect.TypeFor[Failure](), reflect.TypeFor[Past](), reflect.TypeFor[hub.AllowFailure]()} {
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names[name] = true
		}
	}
	return names
}()

// normal has no empty lists, which are written like none.
func normal(d Details) Details {
	if len(d.DependsOn) == 0 {
		d.DependsOn = nil
	}
	if len(d.ClearedRuns) == 0 {
		d.ClearedRuns = nil
	}
	d.DependsOn = d.DependsOn[max(0, len(d.DependsOn)-maxParts):]
	d.ClearedRuns = d.ClearedRuns[max(0, len(d.ClearedRuns)-maxCleared):]
	return d
}

// Of a text that is no JSON, the walk reads something and ends.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{`"a": {"index":1,"relativePath":"a.sh"`, `"a`, `"`, `"a":{`, `{"errors":[:`, `{"history":["c1`, `{n`, `{"output":`, `{"a":[[{"`, `{"x":nul`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range []*Details{nil, {}} {
			_, _ = decodeEntry(text, nil, &Entry{}, d, nil)
		}
		if text != "" && text[0] == '"' {
			lineStart(text)
		}
	})
}

func TestSkippedStrings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString([]string{`\`, `"`, "\n", "a", "é", "\x01", "日本", "\U0001F600", "{", "]"}[r.IntN(10)])
		}
		raw, err := json.Marshal(b.String())
		require.NoError(t, err)
		for _, skip := range []func(*walk){func(w *walk) { w.skipString() }, (*walk).skipLong} {
			w := walk{text: string(raw) + `"x\"`}
			skip(&w)
			require.Equal(t, len(raw), w.at, "%s", raw)
		}
		require.Equal(t, b.String(), unquote(string(raw)))
		require.GreaterOrEqual(t, mostBytes(string(raw)), b.Len(), "%s", raw)
	}
}
