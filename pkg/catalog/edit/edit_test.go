package edit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// fresh lists files before and after front matter is added.
var fresh = []struct{ name, in, out string }{
	{"a.sh", "echo a\n", "# ---\n# skip: true\n# ---\n\necho a\n"},
	{"a.sh", "#!/bin/sh\necho a\n", "#!/bin/sh\n# ---\n# skip: true\n# ---\n\necho a\n"},
	{"a.sh", "#!/bin/sh\n\n# Greets\necho a", "#!/bin/sh\n\n# ---\n# skip: true\n# ---\n\n# Greets\necho a"},
	{"a.sh", "#!/bin/sh", "#!/bin/sh\n# ---\n# skip: true\n# ---"},
	{"a.sh", "#!/bin/sh\n", "#!/bin/sh\n# ---\n# skip: true\n# ---\n"},
	{"a.sh", "", "# ---\n# skip: true\n# ---\n"},
	{"a.sh", "echo a\r\necho b\r\n", "# ---\r\n# skip: true\r\n# ---\r\n\r\necho a\r\necho b\r\n"},
	{"a.py", "\xef\xbb\xbfprint()\n", "\xef\xbb\xbf# ---\n# skip: true\n# ---\n\nprint()\n"},
	{"a.py", "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n\"\"\"Doc \xe9.\"\"\"\n", "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n# ---\n# skip: true\n# ---\n\n\"\"\"Doc \xe9.\"\"\"\n"},
	{"a.rb", "# frozen_string_literal: true\nputs 1\n", "# frozen_string_literal: true\n# ---\n# skip: true\n# ---\n\nputs 1\n"},
	{"a.php", "<?php\ndeclare(strict_types=1);\n\necho 1;\n", "<?php\ndeclare(strict_types=1);\n\n// ---\n// skip: true\n// ---\n\necho 1;\n"},
	{"a.php", "<?php echo 1;", "<?php\n// ---\n// skip: true\n// ---\n\n echo 1;"},
	{"a.php", "#!/usr/bin/env php\n<?php\r\necho 1;\r\n", "#!/usr/bin/env php\n<?php\r\n// ---\n// skip: true\n// ---\n\necho 1;\r\n"},
	{"a.go", "//go:build ignore\n\npackage main\n", "//go:build ignore\n\n// ---\n// skip: true\n// ---\n\npackage main\n"},
	{"a.mjs", "import x from 'x'\n", "// ---\n// skip: true\n// ---\n\nimport x from 'x'\n"},
	{"a.lua", "print(1)\n", "-- ---\n-- skip: true\n-- ---\n\nprint(1)\n"},
	{"a.scm", "(display 1)\n", ";; ---\n;; skip: true\n;; ---\n\n(display 1)\n"},
	{"a.tex", "\\documentclass{x}\n", "% ---\n% skip: true\n% ---\n\n\\documentclass{x}\n"},
	{"a.css", "a {}\n", "/*\n---\nskip: true\n---\n*/\na {}\n"},
	{"a.html", "<!doctype html>\n", "<!--\n---\nskip: true\n---\n-->\n<!doctype html>\n"},
	{"a.md", "# Title\n", "---\nskip: true\n---\n# Title\n"},
	{"tool", "#!/usr/bin/env -S node --no-warnings\nf()\n", "#!/usr/bin/env -S node --no-warnings\n// ---\n// skip: true\n// ---\n\nf()\n"},
}

func TestNewFrontMatter(t *testing.T) {
	for _, c := range fresh {
		got, err := Set(lang.All(), c.name, []byte(c.in), "skip", true)
		if assert.NoError(t, err, "%q", c.in) {
			assert.Equal(t, c.out, string(got), "%q", c.in)
		}
	}
}

func TestNoComment(t *testing.T) {
	for name, text := range map[string]string{
		"a.ml": "print_int 1\n", "data.bin": "x", "a.py": "a\x00b", "a.php": "<h1>Hi</h1>\n", "b.php": "<?= 1 ?>\n", "c.php": "text <?php f();\n",
		"d.rs": "---\n[dependencies]\n---\nfn main() {}\n", "e.svg": "<?xml version=\"1.0\"?>\n<svg/>\n", "f": "#!/usr/bin/env escript\n%%! -smp\n", "g": "text\n", "h": "#!/opt/unknown\nx\n",
	} {
		_, err := Set(lang.All(), name, []byte(text), "skip", true)
		assert.ErrorIs(t, err, ErrNoComment, "%s %q", name, text)
	}
}

// styles wraps lines in every comment style from which front matter is read.
var styles = []struct{ name, open, each, close string }{
	{"raw", "", "", ""}, {"hash", "#!/bin/sh\n", "# ", ""}, {"hash tight", "", "#", ""}, {"hash deep", "", "##   ", ""},
	{"slashes", "//go:build ignore\n\n", "// ", ""}, {"doc slashes", "", "/// ", ""}, {"inner slashes", "", "//! ", ""},
	{"dashes", "", "-- ", ""}, {"semicolons", "", ";; ", ""}, {"percent", "", "% ", ""},
	{"block", "/*\n", "", "*/\n"}, {"indented block", "/*\n", "    ", "*/\n"}, {"stars", "<?php\n/**\n", " * ", " */\n"},
	{"html", "<!--\n", "", "-->\n"}, {"docstring", "# -*- coding: utf-8 -*-\n\"\"\"\n", "    ", "\"\"\"\n"}, {"lua block", "--[[\n", "\t", "]]\n"},
}

func wrap(yaml string, s int) string {
	var b strings.Builder
	b.WriteString(styles[s].open)
	for line := range strings.Lines("---\n" + yaml + "---\n") {
		b.WriteString(styles[s].each + line)
	}
	return b.String() + styles[s].close + "rest of the file\n"
}

// bodies lists front matter before and after setting skip: true.
var bodies = []struct{ in, out string }{
	{"", "skip: true\n"},
	{"id: a\n", "skip: true\nid: a\n"},
	{"# what it is\nid: a\n\n# more\ntags: [x,\n  y]\n", "skip: true\n# what it is\nid: a\n\n# more\ntags: [x,\n  y]\n"},
	{"id: a\nskip: false\ntitle: b\n", "id: a\nskip: true\ntitle: b\n"},
	{"skip:   no   # yet\nid: a\n", "skip:   true   # yet\nid: a\n"},
	{"skip:\nid: a\n", "skip: true\nid: a\n"},
	{"\"skip\" : # why\nid: a\n", "\"skip\" : true # why\nid: a\n"},
	{"skip: 'it''s # broken' # yes\nid: a\n", "skip: true # yes\nid: a\n"},
	{"skip: \"a \\\" b\"\nid: é\n", "skip: true\nid: é\n"},
	{"{id: a, title: b}\n", "{skip: true, id: a, title: b}\n"},
	{"{id: a, skip: false}\n", "{id: a, skip: true}\n"},
	{"{}\n", "{skip: true}\n"},
	{"id: a\nstdin: |\n  skip: false\n  ---\nenv: {skip: \"1\"}\n", "skip: true\nid: a\nstdin: |\n  skip: false\n  ---\nenv: {skip: \"1\"}\n"},
}

func TestExistingFrontMatter(t *testing.T) {
	for _, body := range bodies {
		for s := range styles {
			for _, change := range []func(string) string{
				func(s string) string { return s },
				func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
				func(s string) string { return "\xef\xbb\xbf" + s },
				func(s string) string { return strings.TrimSuffix(s, "\n") },
			} {
				in, out := change(wrap(body.in, s)), change(wrap(body.out, s))
				got, err := Set(lang.All(), "x", []byte(in), "skip", true)
				if assert.NoError(t, err, "%s: %q", styles[s].name, in) {
					assert.Equal(t, out, string(got), styles[s].name)
				}
				again, err := Set(lang.All(), "x", got, "skip", true)
				require.NoError(t, err)
				assert.Equal(t, string(got), string(again), "twice is once")
			}
		}
	}
}

func TestFencesThatShareTheirLine(t *testing.T) {
	for in, out := range map[string]string{
		"/* ---\nid: a\n--- */\n":             "/* ---\nskip: true\nid: a\n--- */\n",
		"/** ---\n * id: a\n * ---\n */\n":    "/** ---\n * skip: true\n * id: a\n * ---\n */\n",
		"r'''---\nid: a\n---\nmore'''\n":      "r'''---\nskip: true\nid: a\n---\nmore'''\n",
		"<?php // ---\n// id: a\n// ---\n":    "<?php // ---\n// skip: true\n// id: a\n// ---\n",
		"<?php // ---\n// ---\n":              "<?php // ---\n// skip: true\n// ---\n",
		"# ---\n#   id: a\n#   b: c\n# ---\n": "# ---\n#   skip: true\n#   id: a\n#   b: c\n# ---\n",
	} {
		got, err := Set(lang.All(), "x", []byte(in), "skip", true)
		if assert.NoError(t, err, "%q", in) {
			assert.Equal(t, out, string(got))
		}
	}
}

func TestWhatCannotBeEdited(t *testing.T) {
	for in, want := range map[string]string{
		"# ---\n# id: a\n":                       "no closing ---",
		"# ---\n# id: [\n# ---\n":                "cannot be edited",
		"# ---\n# skip: |\n#   text\n# ---\n":    "by hand",
		"# ---\n# skip: [a]\n# id: x\n# ---\n":   "by hand",
		"# ---\n# skip: two\n#   lines\n# ---\n": "several lines",
		"# ---\n# skip: &a no\n# b: *a\n# ---\n": "by hand",
		"# ---\n# id: a\n# id: b\n# ---\n":       "already defined",
		"---\nid: a\nskip: !!str no\n---\n":      "by hand",
	} {
		_, err := Set(lang.All(), "x.sh", []byte(in), "skip", true)
		assert.ErrorContains(t, err, want, "%q", in)
	}
}

func TestTexts(t *testing.T) {
	for in, want := range map[string]string{
		"basics/hello": "basics/hello", "a b": "a b", "3f2a": "3f2a", "1e5": `"1e5"`, "true": `"true"`, "0x1": `"0x1"`, "no": `"no"`, "On": `"On"`, "it's": `"it's"`,
		`say "no"`: `'say "no"'`, `a\b`: `a\b`, "x: y": `"x: y"`, "é #1": `"é #1"`, `both ' and "`: `'both '' and "'`, "- x": `"- x"`, "~": `"~"`, "2026-01-31": `"2026-01-31"`,
	} {
		got, err := scalar(in)
		assert.NoError(t, err, in)
		assert.Equal(t, want, got)
	}
	for _, in := range []string{"", " a", "a\n", "a\tb", "\x00", "\xff", "a\u2028b"} {
		_, err := scalar(in)
		assert.Error(t, err, "%q", in)
	}
	for in, reason := range map[string]string{"/*\n---\nid: a\n---\n*/\n": "x */ y", "<!--\n---\nid: a\n---\n-->\n": "x --> y", "--[[\n---\nid: a\n---\n]]\n": "a[b[1]]", "// ---\n// id: a\n// ---\n": "x ?> y"} {
		_, err := Set(lang.All(), "x", []byte(in), "skip", reason)
		assert.Error(t, err, reason)
	}
}

func TestSidecar(t *testing.T) {
	for in, out := range map[string]string{
		"":                               "skip: true\n",
		"# notes":                        "# notes\nskip: true",
		"---\n":                          "---\nskip: true\n",
		"id: a":                          "skip: true\nid: a",
		"\xef\xbb\xbfid: a\r\n":          "\xef\xbb\xbfskip: true\r\nid: a\r\n",
		"%YAML 1.1\n---\n# c\n\nid: a\n": "%YAML 1.1\n---\n# c\n\nskip: true\nid: a\n",
		"  id: a\n  b: c\n":              "  skip: true\n  id: a\n  b: c\n",
		"skip: no\n":                     "skip: true\n",
		"{id: a}":                        "{skip: true, id: a}",
	} {
		got, err := SetYAML([]byte(in), "skip", true)
		if assert.NoError(t, err, "%q", in) {
			assert.Equal(t, out, string(got))
		}
	}
	_, err := SetYAML([]byte("- a\n"), "skip", true)
	assert.ErrorContains(t, err, "not a mapping of keys")
}

// FuzzSet checks that the result has the previous content and the key, and that
// it is the original file without the added bytes.
func FuzzSet(f *testing.F) {
	for _, c := range fresh {
		f.Add(c.name, []byte(c.in), "why")
	}
	f.Add("x.php", []byte("#!/usr/\xe6\xe6\xe6\xe6\xe6bin/env php\n<?PHP\r\necho 1;\n"), "")
	for _, b := range bodies {
		for s := range styles {
			f.Add("x.py", []byte(wrap(b.in, s)), "")
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte, reason string) {
		value := any(true)
		if reason != "" {
			value = reason
		}
		was := bytes.Clone(data)
		out, err := Set(lang.All(), name, data, "skip", value)
		require.Equal(t, was, data, "the argument is left alone")
		if err != nil {
			return
		}
		before, after := head.Parse(name, data), head.Parse(name, out)
		require.NotNil(t, after.Matter)
		require.Equal(t, before.Title, after.Title)
		is, err := decode(after.Matter.YAML)
		require.NoError(t, err)
		require.Equal(t, value, is["skip"])
		delete(is, "skip")
		had := map[any]any{}
		inserted := true
		if before.Matter != nil {
			had, err = decode(before.Matter.YAML)
			require.NoError(t, err)
			v := Get(before.Matter.YAML, "skip")
			inserted = v == nil || v.Value == "" && v.Style == 0
			delete(had, "skip")
		}
		require.Equal(t, had, is)
		// One sequence of bytes is new, or replaces a value.
		n := 0
		for n < len(data) && n < len(out) && data[n] == out[n] {
			n++
		}
		m := 0
		for m < len(data)-n && m < len(out)-n && data[len(data)-1-m] == out[len(out)-1-m] {
			m++
		}
		if inserted {
			require.Equal(t, len(data), n+m, "%q became %q", data, out)
		}
		again, err := Set(lang.All(), name, out, "skip", value)
		require.NoError(t, err)
		require.Equal(t, out, again)
	})
}
