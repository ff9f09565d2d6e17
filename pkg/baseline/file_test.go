package baseline

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
)

// odd are texts that YAML could read as something else.
var odd = []string{
	"a", "no", "null", "~", "0123", "1e3", "2027-01-31", "- x", "a: b", "a #b", "#b", "'", `"`, `\`, `\n`, "a\nb", "a\r\nb", "\t", " a ", "${HOME}", "$$", "%", "@a", "`a`", "*a", "&a", "!a", "{a}", "[a]", "é世界😀", "…", "\u2028", "<<", "---", "...", "key: [", "|", ">", "?", ", ",
}

// What is written is read again, byte for byte, and fits the schema.
func TestTextIsReadAgain(t *testing.T) {
	var failures []Failure
	for i, text := range odd {
		failures = append(failures, Failure{ID: text, Type: hub.ErrUnknown, Message: odd[len(odd)-1-i], Reason: text, Owner: text, Until: "2027-01-31"})
	}
	failures = append(failures, Failure{ID: "empty", Type: hub.ErrTimeout})
	text, err := Text(failures)
	require.NoError(t, err)
	got, err := Parse("x", text)
	require.NoError(t, err)
	assert.Equal(t, sorted(failures), got)
	reversed := slices.Clone(failures)
	slices.Reverse(reversed)
	again, err := Text(reversed)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again), "the order given does not matter")
	var value any
	require.NoError(t, yaml.Unmarshal(text, &value))
	data, err := json.Marshal(value)
	require.NoError(t, err)
	require.NoError(t, schematest.Validate(schematest.Compile(t, Schema()), data))
}

func TestParseReportsEveryFaultWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"# nothing\n":            "",
		"failures:\n":            "",
		"failures: []":           "",
		"\ufefffailures: []\r\n": "",
		"version: 2":             "x:1:10: version: 2 needs another hub; this one reads version 1",
		"[]":                     "x:1:1: must be a mapping of keys, not a list",
		"failure: []":            `x:1:1: unknown key "failure" (did you mean "failures"?)`,
		"failures: [a]":          "x:1:12: failures[0]: must be a mapping of keys, not \"a\"",
		"failures: {a: b}":       "x:1:11: failures: must be a list, not a mapping",
		"failures: [{id: a, type: timeout, message: [x]}]":                                     "x:1:44: failures[0].message: must be a string, not a list",
		"failures: [{id: a, type: timeout, message: x, until: 2027-02-30}]":                    `x:1:54: failures[0].until: "2027-02-30" is not a date; write year-month-day, like 2027-01-31`,
		"failures:\n- {id: a, type: timeout, message: x}\n- {id: a, type: signal, message: x}": `x:3:8: failures[1].id: "a" is listed twice, first on line 2`,
		"failures: [{id: a, id: b, type: timeout, message: x}]":                                `x:1:20: failures[0]: duplicate key "id", first given on line 1`,
		"failures: [": "x:1:1: invalid YAML",
		"\xff":        "x:1:1: the byte 0xff is not UTF-8; save the file as UTF-8",
	} {
		got, err := Parse("x", []byte(text))
		if want == "" {
			assert.NoError(t, err, text)
			assert.Empty(t, got, text)
			continue
		}
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), want, text)
		}
	}
}

// The library's 0123 and no are texts of people.
func TestScalarsAreUsedAsWritten(t *testing.T) {
	got, err := Parse("x", []byte("failures:\n- {id: 0123, type: timeout, message: no}\n"))
	require.NoError(t, err)
	assert.Equal(t, []Failure{{ID: "0123", Type: hub.ErrTimeout, Message: "no"}}, got)
}

func TestDigestCoversWhatDecides(t *testing.T) {
	one := Failure{ID: "a", Type: hub.ErrTimeout, Message: "m"}
	of := func(f Failure) string { return (&File{Failures: []Failure{f}}).Digest() }
	same := one
	same.Reason, same.Owner = "r", "o"
	assert.Equal(t, of(one), of(same))
	for _, change := range []func(*Failure){
		func(f *Failure) { f.ID = "b" }, func(f *Failure) { f.Type = hub.ErrSignal }, func(f *Failure) { f.Message = "n" }, func(f *Failure) { f.Until = "2027-01-31" },
	} {
		other := one
		change(&other)
		assert.NotEqual(t, of(one), of(other))
	}
	assert.NotEqual(t, of(one), (&File{}).Digest())
}

// Whatever can be read is written so that it is read again, and parsing never panics.
func FuzzParse(f *testing.F) {
	text, err := Text([]Failure{{ID: "a", Type: hub.ErrTimeout, Message: "x", Until: "2027-01-31", Reason: "r", Owner: "o"}})
	require.NoError(f, err)
	f.Add(text)
	f.Add(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")))
	f.Add([]byte("failures: [{id: a, type: timeout, message: \"\\u0085\\e\"}]"))
	f.Add([]byte("a: &a [*a]\nfailures: *a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		failures, err := Parse("x", data)
		if err != nil {
			return
		}
		for i := range failures {
			k := &failures[i]
			for _, s := range []string{k.ID, k.Message, k.Reason, k.Owner} {
				if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
					return // which escapes can name, and no record has
				}
			}
		}
		text, err := Text(failures)
		require.NoError(t, err)
		again, err := Parse("x", text)
		require.NoError(t, err, string(text))
		require.Equal(t, failures, again, string(text))
	})
}
