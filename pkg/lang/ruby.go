package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func ruby() Language {
	return Language{
		Name:         "ruby",
		Match:        []string{"*.rb"},
		Interpreters: []string{"ruby"},
		Command:      []string{"ruby", "{file}"},
		Version:      []string{"ruby", "--version"},
		Comment:      Hash,
		Errors:       rubyErrors(),
	}
}

func rubyErrors() Errors {
	const location = `(?m)^(?P<file>[^\s:][^:\n]*|<internal:[^>\n]*>):(?P<line>\d+)`
	return Errors{
		Name:  "ruby",
		Names: []string{"jruby"},
		Rules: []Rule{
			// Minitest.
			{Is: hub.ErrAssertion, Hints: []string{") Failure:"}, Find: Regexp(`(?m)^ +\d+\) Failure:\n\S.* \[(?P<file>[^\]\n:]+):(?P<line>\d+)\]:\n(?P<msg>.+(?:\n +Actual: .*)?)$`), First: true},
			{Is: hub.ErrException, Hints: []string{") Error:"}, Find: Regexp(`(?m)^ +\d+\) Error:\n\S.*:\n(?P<msg>\S.*)$`), First: true},
			// The cause is printed below the trace.
			{Is: hub.ErrUncaught, Hints: []string{":in "}, Find: Regexp(location + ":in [`'][^\n]*?': (?P<msg>.*)$(?:(?:\\n\\s+(?:from |\\.\\.\\. ).*)+(?:\\n[^\\s:][^:\\n]*:\\d+:in [`'].*)?)*")},
			{Is: hub.ErrParse, Hints: []string{"syntax error"}, Find: Regexp(location + `: (?P<msg>(?:.*: )?syntax errors? .*|syntax error, .*)$`), First: true},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`\(LoadError\)$`)},
			{hub.ErrParse, Regexp(`\(SyntaxError\)$`)},
			{hub.ErrAssertion, Regexp(`\((?:Minitest::Assertion|Test::Unit::AssertionFailedError)\)$`)},
		},
		Frames: []Pattern{Regexp(`(?m)^\s+from (?P<file>[^:\n]+):(?P<line>\d+)`)},
	}
}
