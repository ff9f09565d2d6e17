package head

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMatter(t *testing.T) {
	const yaml = "title: x\ntags:\n  - a\n"
	for name, tt := range map[string]struct {
		text string
		line int
	}{
		"raw":               {"---\ntitle: x\ntags:\n  - a\n---\n# Heading\n", 2},
		"hash":              {"# ---\n# title: x\n# tags:\n#   - a\n# ---\n", 2},
		"hash tight":        {"#---\n#title: x\n#tags:\n#  - a\n#---\n", 2},
		"hash doubled":      {"## ---\n## title: x\n## tags:\n##   - a\n## ---", 2},
		"hash indented":     {"# ---\n#    title: x\n#    tags:\n#      - a\n# ---\n", 2},
		"slashes":           {"// ---\r\n// title: x\r\n// tags:\r\n//   - a\r\n// ---\r\n", 2},
		"doc slashes":       {"/// ---\n/// title: x\n/// tags:\n///   - a\n/// ---\n", 2},
		"inner doc slashes": {"//! ---\n//! title: x\n//! tags:\n//!   - a\n//! ---\n", 2},
		"dashes":            {"-- ---\n-- title: x\n-- tags:\n--   - a\n-- ---\n", 2},
		"semicolons":        {";; ---\n;; title: x\n;; tags:\n;;   - a\n;; ---\n", 2},
		"percent":           {"% ---\n% title: x\n% tags:\n%   - a\n% ---\n", 2},
		"block":             {"/*\n---\ntitle: x\ntags:\n  - a\n---\n*/\n", 3},
		"block opener":      {"/* ---\ntitle: x\ntags:\n  - a\n--- */\n", 2},
		"block indented":    {"/*\n    ---\n    title: x\n    tags:\n      - a\n    ---\n*/\n", 3},
		"stars":             {"/**\n * ---\n * title: x\n * tags:\n *   - a\n * ---\n */\n", 3},
		"stars opener":      {"/** ---\n * title: x\n * tags:\n *   - a\n * ---\n */\n", 2},
		"html":              {"<!--\n---\ntitle: x\ntags:\n  - a\n---\n-->\n# Title\n", 3},
		"html opener":       {"<!-- ---\ntitle: x\ntags:\n  - a\n--- -->\n", 2},
		"docstring":         {"\"\"\"\n---\ntitle: x\ntags:\n  - a\n---\n\"\"\"\n", 3},
		"docstring opener":  {"r'''---\ntitle: x\ntags:\n  - a\n---\nmore'''\n", 2},
		"lua block":         {"--[[\n---\ntitle: x\ntags:\n  - a\n---\n]]\n", 3},
		"after prelude":     {"\xef\xbb\xbf#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n\n# ---\n# title: x\n# tags:\n#   - a\n# ---\n", 5},
		"after ruby magic":  {"# frozen_string_literal: true\n# encoding: utf-8\n\n# ---\n# title: x\n# tags:\n#   - a\n# ---\n", 5},
		"after php":         {"<?php declare(strict_types=1);\n\n// ---\n// title: x\n// tags:\n//   - a\n// ---\n", 4},
		"php one line":      {"#!/usr/bin/env php\n<?php // ---\n// title: x\n// tags:\n//   - a\n// ---\n", 3},
		"php declare below": {"<?php\ndeclare(strict_types = 1) ;\n/**\n * ---\n * title: x\n * tags:\n *   - a\n * ---\n */", 5},
		"after go:build":    {"//go:build ignore\n// +build ignore\n\n// ---\n// title: x\n// tags:\n//   - a\n// ---\npackage main\n", 5},
		"after SPDX":        {"# SPDX-License-Identifier: MIT\n# ---\n# title: x\n# tags:\n#   - a\n# ---\n", 3},
		"raw before php":    {"---\ntitle: x\ntags:\n  - a\n---\n<?php\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			m := Parse("x", []byte(tt.text)).Matter
			require.NotNil(t, m)
			assert.False(t, m.Open)
			assert.Equal(t, yaml, string(m.YAML))
			assert.Equal(t, tt.line, m.Line)
		})
	}
}

func TestUnusualMatter(t *testing.T) {
	for text, want := range map[string]string{
		"# ---\n# ---\n":                                        "",
		"---\n---\n":                                            "",
		"# ---\n# a: 1\n\n# b: 2\n#\n# ---\n":                   "a: 1\n\nb: 2\n\n",
		"# ---\n# # yaml comment\n# a: 1\n# ---\n":              "# yaml comment\na: 1\n",
		"---\na: |\n  x\n  ---\n  y\n---\n":                     "a: |\n  x\n  ---\n  y\n",
		"/*\n---\na: |\n  * bullet\n---\n*/":                    "a: |\n  * bullet\n",
		"# ---\n# not yaml: [\n# title: x\n# ---\n":             "not yaml: [\ntitle: x\n",
		"# ---\n# {id: x}\n# ---\n":                             "{id: x}\n",
		"# ---\n# \"id\": x\n# ---\n":                           "\"id\": x\n",
		"# ---\n# a: 1\n# ---\n# ---\n# b: 1\n# ---\n":          "a: 1\n",
		"// ---\n// a: 1\n// ---\n// Text that belongs to it\n": "a: 1\n",
	} {
		m := Parse("x", []byte(text)).Matter
		if assert.NotNil(t, m, text) {
			assert.Equal(t, want, string(m.YAML), text)
		}
	}
}

func TestNoMatter(t *testing.T) {
	for _, text := range []string{
		"", "\n", "---", "--", "-", "#", "/", "/*", "/**/", "'''", "# ---", "<?php", "\xef\xbb\xbf", "#!/bin/sh",
		"# ---\n# A banner\n# ---\n",
		"# -----\n# title: x\n# -----\n",
		"---\n-- Lua's own documentation\n-- @module x\n---\n",
		"/* --- */\n",
		"// Text first\n// ---\n// title: x\n// ---\n",
		"x = 1\n# ---\n# title: x\n# ---\n",
		"#include <x>\n// ---\n// title: x\n// ---\n",
		"-----\ntitle: x\n-----\n",
		"---\x00\ntitle: x\n---\n",
	} {
		assert.Nil(t, Parse("x", []byte(text)).Matter, text)
	}
}

func TestOpenMatter(t *testing.T) {
	for text, line := range map[string]int{
		"---\ntitle: x\n":                     1,
		"\n\n# ---\n# title: x\necho\n# ---":  3,
		"/*\n * ---\n * title: x\n */\n---\n": 2,
		"# ---\n# id: x\n# title":             1,
		"# ---\n# title: x\n" + strings.Repeat("# a: b\n", Size/7) + "# ---\n": 1,
	} {
		m := Parse("x", []byte(text)).Matter
		if assert.NotNil(t, m, text[:10]) {
			assert.True(t, m.Open)
			assert.Equal(t, line, m.Line)
		}
	}
}

func TestTitle(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"comment":                     {"x.sh", "#!/bin/sh\n# Say hello\n", ""},
		"generated":                   {"x.ts", "// These tests are auto-generated with test data from:\n// https://example.org/data.json\n", ""},
		"a sentence":                  {"x.sh", "# This sentence goes on for longer than the line and is\n# continued below.\n", ""},
		"heading":                     {"x.py", "# Intro text\n#\n# # The title #\n", "The title"},
		"markdown":                    {"x.md", "<!-- c -->\ntext\n```sh\n# not this\n```\n## Two *words*\n", "Two *words*"},
		"markdown, underlined":        {"x.md", "Two words\n=========\n\ntext\n", "Two words"},
		"markdown, none":              {"x.md", "Some text\nof two lines\n-------------\n", ""},
		"front matter first":          {"x.py", "# ---\n# id: x\n# ---\n# # After it\n", "After it"},
		"raw front matter":            {"x.md", "---\nid: x\n---\n\n# After it\n", "After it"},
		"docstring":                   {"x.py", "\"\"\"Say hello.\n\nMore.\n\"\"\"\n", ""},
		"docstring heading":           {"x.py", "# coding: utf-8\n'''\n# Say hello\n'''\n", "Say hello"},
		"docstring, underlined":       {"x.py", "\"\"\"\nSay hello\n=========\n\nMore.\n\"\"\"\n", "Say hello"},
		"go":                          {"x.go", "// run\n\n// Copyright 2009 The Go Authors. All rights reserved.\n\n// Test that a thing works:\n// in two lines.\n\npackage main\n", ""},
		"go heading":                  {"x.go", "//go:build linux\n\n// # Say hello\n//\n// Hello greets.\npackage main\n", "Say hello"},
		"php doc":                     {"x.php", "<?php\n\ndeclare(strict_types=1);\n\n/**\n * # Say hello\n *\n * @author me\n */\n", "Say hello"},
		"licence, underlined":         {"x.js", "/*\n * Copyright (c) 2020 X\n * --------------------\n */\n/* === Say hello === */\n", "Say hello"},
		"lint, underlined":            {"x.js", "/* eslint-disable no-console\n   -----\n*/\n// # Say hello\n", "Say hello"},
		"uv script":                   {"x.py", "# /// script\n# ====\n# ///\n\n# # Say hello\n", "Say hello"},
		"ruler":                       {"x.lua", "------------\n-- == Say hello ==\n------------\n", "Say hello"},
		"ruler above and below":       {"x.sh", "# ------------\n# Say hello\n# ------------\n", "Say hello"},
		"ruler, but no text":          {"x.sh", "# === 1.2 ===\n# =====\n", ""},
		"operators":                   {"x.sh", "# <a> == <b>\n# **bold** and *more*\n# __init__\n", ""},
		"two lines and a ruler":       {"x.sh", "# Say hello to all\n# of the world\n# ------------\n", ""},
		"a ruler of the next comment": {"x.js", "/* Say hello */\n/* ======= */\n", ""},
		"digits and rulers":           {"x.py", "# 1.2\n# ====\n# Say hello\n", ""},
		"code first":                  {"x.py", "import os\n# # Not this\n", ""},
		"include":                     {"x.c", "#include <stdio.h>\n// # Not this\n", ""},
		"attribute":                   {"x.rs", "#![allow(x)]\n// # Not this\n", ""},
		"doc comment":                 {"x.rs", "//! # Say hello\n", "Say hello"},
		"C#":                          {"x.sh", "# # Hello in C#\n", "Hello in C#"},
		"escapes":                     {"x.sh", "# # a\x1b[31m\xffb\u202ec\td\n", "a[31mbc d"},
		"long":                        {"x.sh", "# # " + strings.Repeat("é", 300) + "\n", strings.Repeat("é", 200) + "…"},
		"binary":                      {"x", "# # a\x00", ""},
		"empty":                       {"x.sh", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, Parse(tt.file, []byte(tt.text)).Title)
		})
	}
}

func TestFirstLine(t *testing.T) {
	for text, want := range map[string]string{"": "", "\n": "", "a": "a", "a\nb": "a", "\xef\xbb\xbfa\r\nb": "a", "\xef\xbb\xbf": "", "a\rb\n": "a\rb"} {
		assert.Equal(t, want, string(FirstLine([]byte(text))), text)
	}
}

func TestFamily(t *testing.T) {
	for name, want := range map[string]string{"python3.12": "python", "php8": "php", "ruby-2.7": "ruby", "sh": "sh", "7": "7", "-1": "-1"} {
		assert.Equal(t, want, Interpreter{Name: name}.Family(), name)
	}
}
