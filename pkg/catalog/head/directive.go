package head

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// directives are prefixes of comment lines for tools, not for people. They are
// long enough not to begin a title: "Export a table" is not a directive.
var directives = []string{
	"+build ", "go:build ", "go:generate ", "go:debug ", "go:embed ", "nolint", "lint:",
	"-*-", "*-", "vim:", "vi:", "ex:", "coding:", "coding=", "encoding: utf", "encoding: ascii", "encoding: iso", "encoding: us-", "frozen_string_literal:", "typed: ", "warn_indent:",
	"pylint:", "flake8:", "noqa", "mypy:", "pyright:", "type: ignore", "ruff:", "fmt: o", "fmt: s", "isort:", "yapf:", "pragma:", "pragma no", "bandit:",
	"eslint-", "eslint no-", "jshint ", "jslint ", "prettier-ignore", "biome-ignore", "deno-lint", "deno-fmt", "tslint:", "istanbul ignore", "c8 ignore", "use strict", "<reference",
	"shellcheck disable", "shellcheck shell", "shellcheck source", "rubocop:", "standard:", "phpcs:", "phpstan-", "psalm-", "cspell:", "spell-checker:", "nosec", "nosonar",
	"swiftlint:", "swift-tools-version", "clang-format o", "cppcheck-", "luacheck:", "selene:", "hlint ",
	"spdx-", "author:", "authors:", "sourcemappingurl", "todo:", "todo(", "fixme", "http://", "https://",
}

// tag matches a documentation tag (@author, :license:) or a TypeScript
// directive.
var tag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^@[a-z-]+(?:[\s(]|$)|^:[a-z]+:`) })

// testDirective matches the first line of programs in Go's own test folder, and
// in test suites with the same convention.
var testDirective = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:run|runoutput|rundir|runindir|build|builddir|buildrun|buildrundir|compile|compiledir|errorcheck|errorcheckdir|errorcheckoutput|errorcheckwithauto|errorcheckandrundiag|skip|asmcheck|cmpout)(?:\s+-.*)?$`)
})

// isDirective reports whether a comment line, with its marker, is for a tool,
// or is a one-line licence.
func isDirective(l []byte) bool {
	return directive(strings.ToLower(string(bytes.TrimSpace(bytes.TrimLeft(l, "#/-;%")))))
}

// directive is isDirective for text without the marker, in lower case.
func directive(s string) bool {
	for _, d := range directives {
		if strings.HasPrefix(s, d) {
			return true
		}
	}
	return tag().MatchString(s) || testDirective().MatchString(s)
}

// licences are phrases that mark a paragraph as a licence.
var licences = []string{
	"all rights reserved", "licensed under", "licensed to ", "use of this source code is", "permission is hereby granted",
	"redistribution and use", "free software", "warranty of", "warranties", "without any warranty", "general public license", "public domain",
	"apache license", "mit license", "bsd license", "mozilla public", "copy of the license", "this file is part of", `"as is"`,
	"that can be found in the license",
}

// isLicence reports whether a paragraph, in lower case, is a licence.
func isLicence(s string) bool {
	if strings.HasPrefix(s, "copyright") || strings.HasPrefix(s, "(c) ") || strings.HasPrefix(s, "©") || strings.HasPrefix(s, "license:") {
		return true
	}
	for _, phrase := range licences {
		if strings.Contains(s, phrase) {
			return true
		}
	}
	return false
}
