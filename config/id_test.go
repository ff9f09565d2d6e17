package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// Any scalar is an ID, as written.
func TestID(t *testing.T) {
	for text, want := range map[string]string{
		"id: 5265": "5265", "id: '5265'": "5265", "id: \"5265\"": "5265", "id: 0123": "0123", "id: 40e1": "40e1", "id: 1e3": "1e3",
		"id: no": "no", "id: 'no'": "no", "id: yes": "yes", "id: true": "true", "id: 2026-01-02": "2026-01-02", "id: 0x1F": "0x1F", "id: 1_000": "1_000",
		"id: .inf": ".inf", "id: .nan": ".nan", "id: 1.50": "1.50", "id: +1": "+1", "id: 12:30:45": "12:30:45", "id: 'null'": "null", "id: '~'": "~",
		"id: ' a '": " a ", "id: a b  # why": "a b", "id: grüße": "grüße", "id: \"\\u00e9\"": "é", "id: 👩‍👩‍👧": "👩‍👩‍👧", "id: a/b": "a/b", "id: id:x": "id:x",
		"id: !!str 007": "007", "id: !other 7": "7", "id: '%41'": "%41", "id: ${HOME}": "${HOME}", "id: $$": "$$",
		"x: &a 08\nid: *a": "08", "base: &b {id: 09}\n<<: *b": "09", "{id: 5, title: x}": "5", "id: >-\n  a\n  b": "a b", "\"id\": 3": "3", "? id\n: 3": "3",
	} {
		m, _, err := ParseFrontMatter("x.sh", 1, []byte(text), environment)
		require.NoError(t, err, text)
		assert.Equal(t, want, m.ID.Text, text)
		assert.Empty(t, m.ID.Fault, text)
		assert.NotZero(t, m.ID.Position, text)
	}
}

func TestUnusableIDs(t *testing.T) {
	for text, want := range map[string]string{
		"id:":              "the id has no value; set one, or remove the key",
		"id: ~":            "the id has no value; set one, or remove the key",
		"id: null":         "the id has no value; set one, or remove the key",
		"id: ''":           "the id is empty; set one, or remove the key",
		"id: '  '":         "the id is empty; set one, or remove the key",
		"id: [a, b]":       "the id must be a string or a number, not a list",
		"id: {a: b}":       "the id must be a string or a number, not a mapping",
		"id: \"a\\nb\"":    `the id "a\nb" contains the control character U+000A; remove it`,
		"id: |\n  a\n":     `the id "a\n" contains the control character U+000A; remove it`,
		"id: \"\\e[31m\"":  `the id "\x1b[31m" contains the control character U+001B; remove it`,
		"id: \"\\0\"":      `the id "\x00" contains the control character U+0000; remove it`,
		"id: \"\\u202e\"":  `the id "\u202e" contains the control character U+202E; remove it`,
		"id: \"x\\u2028\"": `the id "x\u2028" contains the control character U+2028; remove it`,
	} {
		m, _, err := ParseFrontMatter("x.sh", 4, []byte("title: t\n"+text), environment)
		require.NoError(t, err, text)
		assert.Equal(t, ID{Fault: want, Position: yamlmap.Position{Line: 5, Column: m.ID.Column}}, m.ID, text)
		assert.Equal(t, "t", m.Title, text)
	}
	m, _, err := ParseFrontMatter("x.sh", 1, []byte("title: t"), environment)
	require.NoError(t, err)
	assert.Zero(t, m.ID)
}

// The ID is read even if another key is wrong.
func TestIDBesideMistakes(t *testing.T) {
	m, _, err := ParseFrontMatter("x.sh", 1, []byte("timeout: soon\nid: 5265\n"), environment)
	require.Error(t, err)
	assert.Equal(t, FrontMatter{ID: ID{Text: "5265", Position: yamlmap.Position{Line: 2, Column: 5}}}, m)
}

func TestNearKey(t *testing.T) {
	known := metadataKeys()
	for word, want := range map[string]string{
		"timout": "timeout", "timeuot": "timeout", "tiemout": "timeout", "timeoutt": "timeout", "Timeout": "timeout", "time-out": "timeout", "imeout": "timeout",
		"retires": "retries", "retrys": "", "retrie": "retries", "retry": "retries", "tag": "tags", "arg": "args", "need": "needs", "input": "inputs", "groups": "group",
		"allowFailure": "allow-failure", "allow_failure": "allow-failure", "allow-failures": "allow-failure", "alow-failure": "allow-failure", "allow-failiure": "allow-failure",
		"doc_name": "docname", "docName": "docname", "ID": "id", "ids": "id", "skipp": "skip", "sikp": "skip", "skp": "skip", "expcet": "expect", "exclusiv": "exclusive", "work-dir": "workdir",
		"titel": "title", "limits": "limit", "envs": "env", "enviroment": "",
	} {
		assert.Equal(t, want, nearest.Slip(word, known), word)
	}
	for _, other := range append([]string{
		"name", "date", "author", "authors", "description", "category", "categories", "keywords", "label", "labels", "weight", "slug", "draft", "layout",
		"url", "image", "images", "language", "version", "status", "level", "summary", "type", "types", "path", "kind", "text", "test", "tests", "ship", "skin", "end", "uid",
		"time", "timestamp", "toc", "lang", "file", "files", "index", "sidebar", "permalink", "published", "license", "model", "models", "param", "params", "prompt", "input_file",
		"output", "outputs", "results", "runtime", "require", "requires", "dependencies", "command", "cmd", "std", "link", "links", "series", "excerpt", "cover", "", "x", "<<",
	}, known...) {
		assert.Empty(t, nearest.Slip(other, known), other)
	}
	m, _, err := ParseFrontMatter("x.sh", 3, []byte("title: t\ntimout: 3s\nauthor: me\nretires: 2\n"), environment)
	require.NoError(t, err)
	assert.EqualError(t, m.Warnings, "x.sh:4:1: unknown key \"timout\" has no effect (did you mean \"timeout\"?)\n"+
		"x.sh:6:1: unknown key \"retires\" has no effect (did you mean \"retries\"?)")
}

func TestSkipWithoutAReason(t *testing.T) {
	for text, want := range map[string]struct{ skip, warning string }{
		"skip: 'false'":              {"", `x.sh:1:7: skip: the string "false" means false, so the example is not skipped; write false without quotes`},
		"skip: \"No\"":               {"", `x.sh:1:7: skip: the string "No" means false, so the example is not skipped; write false without quotes`},
		"skip: ' off '":              {"", `x.sh:1:7: skip: the string "off" means false, so the example is not skipped; write false without quotes`},
		"skip: ''":                   {"", `x.sh:1:7: skip: the value is empty, so the example is not skipped; write true or a reason, or remove the key`},
		"skip: '  '":                 {"", `x.sh:1:7: skip: the value is empty, so the example is not skipped; write true or a reason, or remove the key`},
		"skip: false":                {"", ""},
		"skip: no":                   {"", ""},
		"skip: 'yes'":                {"yes", ""},
		"skip: 'no key'":             {"no key", ""},
		"skip: |-\n  false\n  alarm": {"false\nalarm", ""},
	} {
		m, lay, err := ParseFrontMatter("x.sh", 1, []byte(text), environment)
		require.NoError(t, err, text)
		got := ""
		if len(m.Warnings) > 0 {
			got = m.Warnings.Error()
		}
		s := m.Settings
		s.Skip = "by an override"
		lay(&s)
		assert.Equal(t, want, struct{ skip, warning string }{string(s.Skip), got}, text)
	}
	c, err := Parse("hub.yaml", []byte("overrides:\n  - {match: {tags: [a]}, skip: \"false\"}\n  - {match: {tags: [b]}, skip: \"${HUB_TEST_NONE:-false}\"}\n"), "/p", environment)
	require.NoError(t, err)
	assert.EqualError(t, c.Warnings, `hub.yaml:2:32: overrides[0].skip: the string "false" means false, so the example is not skipped; write false without quotes`)
	assert.Empty(t, c.Overrides[1].Settings.Skip)
}

func TestEntry(t *testing.T) {
	c, err := Parse("hub.yaml", []byte("sources:\n  - path: a\n  - {path: b, entry: [run.php, '[ab].*']}\n"), "/p", environment)
	require.NoError(t, err)
	assert.Equal(t, []string{"run.*", "main.*", "index.*", "example.*"}, c.Sources[0].Entry)
	assert.Equal(t, []string{"run.php", "[ab].*"}, c.Sources[1].Entry)
	_, err = Parse("hub.yaml", []byte("sources:\n  - {path: b, entry: [a/run.php, '[']}\n"), "/p", environment)
	assert.EqualError(t, err, `hub.yaml:2:23: sources[0].entry[0]: "a/run.php" contains a slash; an entry is a file name without its folder
hub.yaml:2:34: sources[0].entry[1]: "[" is not a valid glob: unmatched bracket, brace or backslash`)
}
