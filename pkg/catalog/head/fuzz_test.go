package head_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// styles wraps lines in every comment style.
var styles = []struct {
	name, open, each, close string
}{
	{"raw", "", "", ""},
	{"hash", "#!/bin/sh\n", "# ", ""},
	{"hash tight", "", "#", ""},
	{"slashes", "//go:build ignore\n\n", "// ", ""},
	{"dashes", "", "-- ", ""},
	{"semicolons", "", ";; ", ""},
	{"percent", "", "% ", ""},
	{"block", "/*\n", "", "*/\n"},
	{"stars", "<?php\n/**\n", " * ", " */\n"},
	{"html", "<!--\n", "", "-->\n"},
	{"docstring", "# -*- coding: utf-8 -*-\n\"\"\"\n", "    ", "\"\"\"\n"},
	{"lua block", "--[[\n", "", "]]\n"},
}

// directive matches a line with another meaning after a # without a space.
var directive = regexp.MustCompile(`(?m)^(?:[#!\[]|(?:include|define|pragma|if|ifdef|ifndef|import|undef|nullable|region|lang)\b)`)

func wrap(yaml string, style int) string {
	var b strings.Builder
	s := styles[style]
	b.WriteString(s.open)
	for line := range strings.Lines("---\n" + yaml + "---\n") {
		b.WriteString(s.each + line)
	}
	b.WriteString(s.close)
	return b.String()
}

// FuzzFrontMatter checks that any bytes are read without a panic, and that the
// same YAML has the same meaning in every comment style.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{
		"", "title: x\n", "# ---\n# id: a\n# ---\n", "/** ---\n * a: b\n */", "<?php // ---\n", "---\n---\n", "#!/usr/bin/env -S 'a\n", "\"\"\"---",
		"id: a\ntags:\n  - x\n  - y\nenv:\n  A: |\n    text\n    ---\n    more\n", "tags: [a,\n  b]\n# comment\norder: 3\n", "  title: x\n  order: 1\n", "a:\tb\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"x.py", "x.md"} {
			h := head.Parse(name, data)
			require.True(t, utf8.ValidString(h.Title))
			require.NotContains(t, h.Title, "\n")
			require.False(t, strings.ContainsFunc(h.Title, unicode.IsControl))
			if h.Matter != nil {
				require.Positive(t, h.Matter.Line)
				require.LessOrEqual(t, h.Matter.Line, bytes.Count(data, []byte("\n"))+2)
			}
		}
		if i, ok := head.Shebang(head.FirstLine(data)); ok {
			require.NotEmpty(t, i.Argv)
			require.NotEmpty(t, i.Name)
			_ = i.Family()
		}

		yaml := string(data)
		if len(yaml) > head.Size/2 || strings.ContainsAny(yaml, "\x00\r\f\v") || strings.Contains(yaml, "---") || !strings.HasSuffix(yaml, "\n") ||
			strings.Contains(yaml, "*/") || strings.Contains(yaml, "-->") || strings.Contains(yaml, `"""`) || strings.Contains(yaml, "]]") {
			return // means something of its own in one of the styles
		}
		if strings.ContainsFunc(yaml, func(r rune) bool { return r != ' ' && r != '\t' && r != '\n' && unicode.IsSpace(r) }) {
			return
		}
		plain := head.Parse("x", []byte(wrap("id: fuzz\n"+yaml, 0))).Matter
		require.NotNil(t, plain)
		require.False(t, plain.Open)
		for i, style := range styles {
			if style.name == "hash tight" && directive.MatchString(yaml) {
				continue // #! #[ #include
			}
			m := head.Parse("x", []byte(wrap("id: fuzz\n"+yaml, i))).Matter
			require.NotNil(t, m, style.name)
			require.Equal(t, string(plain.YAML), string(m.YAML), style.name)
		}
	})
}

// TestStylesMeanTheSame compares the resulting metadata.
func TestStylesMeanTheSame(t *testing.T) {
	const yaml = "id: one\ntitle: \"a: b\"\norder: 2\ntags: [x, y]\nargs:\n  - \"# no comment\"\n  - |\n    two\n      lines\nenv: {A: \"1\"}\ntimeout: 3s\n"
	want, _, err := config.ParseFrontMatter("x", 1, []byte(yaml), nil)
	require.NoError(t, err)
	require.Equal(t, "one", want.ID.Text)
	for i, style := range styles {
		text := wrap(yaml, i)
		for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), "\xef\xbb\xbf" + text} {
			m := head.Parse("x", []byte(text)).Matter
			require.NotNil(t, m, style.name)
			got, _, err := config.ParseFrontMatter("x", m.Line, m.YAML, nil)
			require.NoError(t, err, style.name)
			got.ID.Position = want.ID.Position
			assert.Equal(t, want, got, style.name)
		}
	}
}
