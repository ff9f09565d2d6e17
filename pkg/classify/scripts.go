package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func ruby() language {
	const place = `(?m)^(?P<file>[^\s:][^:\n]*|<internal:[^>\n]*>):(?P<line>\d+)`
	return language{
		name:    "ruby",
		runners: []string{"ruby", "rb", "jruby"},
		rules: []rule{
			// Minitest's.
			{is: hub.ErrAssertion, hints: []string{") Failure:"}, find: regexp.MustCompile(`(?m)^ +\d+\) Failure:\n\S.* \[(?P<file>[^\]\n:]+):(?P<line>\d+)\]:\n(?P<msg>.+(?:\n +Actual: .*)?)$`), first: true},
			{is: hub.ErrException, hints: []string{") Error:"}, find: regexp.MustCompile(`(?m)^ +\d+\) Error:\n\S.*:\n(?P<msg>\S.*)$`), first: true},
			// What caused it stands below its trace.
			{is: hub.ErrUncaught, hints: []string{":in "}, find: regexp.MustCompile(place + ":in [`'][^\n]*?': (?P<msg>.*)$(?:(?:\\n\\s+(?:from |\\.\\.\\. ).*)+(?:\\n[^\\s:][^:\\n]*:\\d+:in [`'].*)?)*")},
			{is: hub.ErrParse, hints: []string{"syntax error"}, find: regexp.MustCompile(place + `: (?P<msg>(?:.*: )?syntax errors? .*|syntax error, .*)$`), first: true},
		},
		types: []retype{
			{hub.ErrMissingDependency, regexp.MustCompile(`\(LoadError\)$`)},
			{hub.ErrParse, regexp.MustCompile(`\(SyntaxError\)$`)},
			{hub.ErrAssertion, regexp.MustCompile(`\((?:Minitest::Assertion|Test::Unit::AssertionFailedError)\)$`)},
		},
		frames: []*regexp.Regexp{regexp.MustCompile(`(?m)^\s+from (?P<file>[^:\n]+):(?P<line>\d+)`)},
	}
}

func perl() language {
	const place = ` at (?P<file>\S.*?) line (?P<line>\d+)`
	return language{
		name:    "perl",
		runners: []string{"perl", "pl", "pm", "t"},
		rules: []rule{
			// The list of all folders that were searched is for nobody.
			{is: hub.ErrMissingDependency, hints: []string{"Can't locate "}, find: regexp.MustCompile(`(?m)^(?P<msg>Can't locate \S+ in @INC(?: \(you may need[^)\n]*\))?).*` + place + `\.$`)},
			{is: hub.ErrParse, hints: []string{"syntax error at "}, find: regexp.MustCompile(`(?m)^(?P<msg>syntax error)` + place + `, near `), first: true},
			{is: hub.ErrParse, hints: []string{"Global symbol ", "Bareword ", "string terminator"}, find: regexp.MustCompile(`(?m)^(?P<msg>Global symbol .* requires explicit package name.*|Bareword .* not allowed.*|Can't find string terminator .*)` + place + `\.$`), first: true},
			// Test::More's.
			{is: hub.ErrAssertion, hints: []string{"#   Failed test"}, find: regexp.MustCompile(`(?m)^#   (?P<msg>Failed test(?: '.*')?)(?:\n#  )?` + place + `\.$`), first: true},
			{
				is:    hub.ErrRuntime,
				hints: []string{" line "},
				find:  regexp.MustCompile(`(?m)^(?P<msg>\S.*?)` + place + `(?:, <\S*> (?:line|chunk) \d+)?\.$`),
				not:   regexp.MustCompile(`^#|^(?:BEGIN failed|Execution of .* aborted|.* had compilation errors)|^Use of uninitialized value|^Compilation failed`),
			},
		},
	}
}

func lua() language {
	return language{
		name:    "lua",
		runners: []string{"lua", "luajit"},
		rules: []rule{
			{is: hub.ErrRuntime, hints: []string{"lua"}, find: regexp.MustCompile(`(?m)^lua[\w.]*: (?P<file>[^:\n]+):(?P<line>\d+): (?P<msg>.*?):?$`)},
			{is: hub.ErrRuntime, hints: []string{"stack traceback:"}, find: regexp.MustCompile(`(?m)^lua[\w.]*: (?P<msg>.*)\nstack traceback:$`)},
		},
		types: []retype{
			{hub.ErrMissingDependency, regexp.MustCompile(`^module '[^']*' not found`)},
			{hub.ErrParse, regexp.MustCompile(`(?:expected|unexpected symbol|unfinished string|malformed number).* near\b`)},
			{hub.ErrAssertion, regexp.MustCompile(`^assertion failed!`)},
		},
		frames: []*regexp.Regexp{regexp.MustCompile(`(?m)^\t(?P<file>[^:\n]+):(?P<line>\d+): in `)},
	}
}
