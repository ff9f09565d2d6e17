package catalog

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

func TestGoOutput(t *testing.T) {
	const before = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(\"a\")\n"
	none := "(none)"
	for name, c := range map[string]struct{ src, want string }{
		"lines":             {before + "\t// Output:\n\t// a\n\t//\n\t//   b\n\t// c\n}\n", "a\n\n  b\nc"},
		"one line":          {before + "\t// Output: a\n}\n", "a\n"},
		"nothing":           {before + "\t// Output:\n}\n", ""},
		"lower case":        {before + "\n\n\t//output:\n\t//a\n}\n", "a"},
		"unordered":         {before + "\t// Unordered output:\n\t// b\n\t// a\n}\n", "unordered b\na"},
		"block":             {before + "\t/* Output:\na\nb\n*/\n}\n", "a\nb\n"},
		"CRLF":              {strings.ReplaceAll(before+"\t// Output:\n\t// a\n\t// b\n}\n", "\n", "\r\n"), "a\nb"},
		"not the last":      {before + "\t// Output:\n\t// a\n\tfmt.Println()\n}\n", none},
		"one of two":        {before + "\t// Output:\n\t// a\n\tfmt.Println()\n\t// Output:\n\t// b\n}\n", none},
		"not the first":     {before + "\t// It prints.\n\t// Output:\n\t// a\n}\n", none},
		"behind a group":    {before + "\t// It prints.\n\n\t// Output:\n\t// a\n}\n", "a"},
		"of a statement":    {before + "\tfmt.Println(1) // Output: 1\n}\n", none},
		"behind func main":  {before + "}\n\n// Output:\n// a\n", none},
		"another function":  {before + "}\n\nfunc f() {\n\t// Output:\n\t// a\n}\n", none},
		"a method":          {before + "}\n\ntype t int\n\nfunc (t) main() {\n\t// Output:\n\t// a\n}\n", none},
		"another package":   {strings.Replace(before, "package main", "package x", 1) + "\t// Output:\n\t// a\n}\n", none},
		"within a string":   {before + "\t_ = `\n\t// Output:\n\t// a\n`\n}\n", none},
		"within a block":    {before + "\t{\n\t// Output:\n\t// a\n\t}\n}\n", none},
		"no comment at all": {before + "}\n", none},
		"a word more":       {before + "\t// Outputs:\n\t// a\n}\n", none},
		"broken":            {before + "\t// Output:\n\t// a\n", none},
		"far behind":        {before + strings.Repeat("\tfmt.Println()\n", head.Size/8) + "\t// Output:\n\t// a\n}\n", "a"},
	} {
		tree := files{"examples/x.go": c.src}
		e := discover(t, oneSource, tree).Examples
		if strings.HasPrefix(c.src, "package x") {
			assert.Empty(t, e)
			continue
		}
		require.Len(t, e, 1, name)
		want, got := c.want, none
		if x := e[0].Settings.Expect.Stdout; x.Given() {
			require.True(t, x.FromComment, name)
			got = *x.Equals
			if x.Unordered {
				got = "unordered " + got
			}
		}
		assert.Equal(t, want, got, name)
	}
}

func TestTrailingOutput(t *testing.T) {
	none := "(none)"
	for name, c := range map[string]struct{ src, want string }{
		"python":            {"print(1)\n\n# Output:\n# 1\n#\n#  2\n\n", "1\n\n 2"},
		"php":               {"<?php\necho 1;\n// Output: 1\n?>\n", "1\n"},
		"lua":               {"print(1)\n-- Unordered output:\n-- 1", "unordered 1"},
		"within main":       {"int main() {\n  // Output:\n  // 1\n}\n", "1"},
		"within a callback": {"f(() => {\n  // Output:\n  // 1\n});\n", "1"},
		"ruby":              {"def f\n  puts 1\n  # output:\n  # 1\nend\n", "1"},
		"CRLF":              {"# Output:\r\n# 1\r\n# 2\r\n", "1\n2"},
		"text before it":    {"# What it prints:\n# Output:\n# 1\n", "1"},
		"two markers":       {"# Output:\n# 1\nprint(2)\n# Output:\n# 2\n", none},
		"code behind it":    {"# Output:\n# 1\nprint(2)\n", none},
		"another comment":   {"# Output:\n# 1\n\n# The end.\n", none},
		"other marks":       {"## Output:\n# 1\n", none},
		"no space":          {"#Output:\n#1\n", none},
		"a shell's #!":      {"#!/bin/sh\n", none},
		"nothing":           {"", none},
	} {
		got := none
		if o := trailingOutput([]byte(c.src)); o != nil {
			got = o.text
			if o.unordered {
				got = "unordered " + got
			}
		}
		assert.Equal(t, c.want, got, name)
	}
}

// In other languages the comment counts on request; any other expectation wins.
func TestWhenTheCommentIsExpected(t *testing.T) {
	const golang = "package main\n\nfunc main() {\n\tprintln(\"a\")\n\t// Output:\n\t// a\n}\n"
	tree := files{
		"examples/a.py": "print('a')\n# Output:\n# a\n",
		"examples/b.py": "# ---\n# expect: {stdout: {comment: true}}\n# ---\nprint('a')\n# Output:\n# a\n",
		"examples/c.py": "# ---\n# expect: {stdout: {comment: true}}\n# ---\nprint('a')\n",
		"examples/d.go": golang,
		"examples/e.go": "// ---\n// expect: {stdout: {comment: false}}\n// ---\n" + golang,
		"examples/f.go": "// ---\n// expect: {stdout: {contains: a}}\n// ---\n" + golang,
		"examples/g.go": "// ---\n// expect: {exit: 3, normalize: uuids}\n// ---\n" + golang,
		"examples/h.go": "// ---\n// expect: {stdout: {comment: true}}\n// ---\npackage main\n\nfunc main() { println(\"a\") }\n\n// Output:\n// a\n",
	}
	got := map[string]string{}
	c := discover(t, oneSource, tree)
	for i := range c.Examples {
		got[c.Examples[i].Name] = c.Examples[i].Settings.Expect.String()
	}
	assert.Equal(t, map[string]string{
		"a": "", "b": "the output in its Output: comment", "c": "", "d": "the output in its Output: comment", "e": "",
		"f": `contains ["a"]`, "g": "exit code 3; the output in its Output: comment; normalized: uuids", "h": "the output in its Output: comment",
	}, got)

	c = discover(t, oneSource+"overrides: [{match: {}, expect: {stdout: {comment: true}}}]\n", files{"examples/a.py": tree["examples/a.py"]})
	assert.Equal(t, "a", *c.Examples[0].Settings.Expect.Stdout.Equals)
}

// FuzzOutput checks that any bytes are read without a panic, and that the
// expected output is one that can be captured.
func FuzzOutput(f *testing.F) {
	for _, s := range []string{"# Output:\n# a\n", "package main\nfunc main() {\n// Output:\n}\n", "// Output: \xff\n", "/* Output: */", "package main\nfunc main() { /* Output:*/ }\n", "% output: a\n}\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		src = src[:min(len(src), head.Size-1)]
		for _, o := range []*outputComment{(&reader{}).goOutput("x.go", src), trailingOutput(src)} {
			if o != nil {
				require.True(t, mentionsOutput(src))
				require.True(t, utf8.ValidString(o.text))
				require.NotContains(t, o.text, "\r\n")
			}
		}
	})
}
