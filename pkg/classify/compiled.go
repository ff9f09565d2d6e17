package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func golang() language {
	return language{
		name:    "go",
		runners: []string{"go", "golang"},
		rules: []rule{
			{is: hub.ErrRuntime, hints: []string{"panic: "}, find: regexp.MustCompile(`(?m)^(?P<msg>panic: .*)\n(?:.*\n){0,40}?goroutine \d+.* \[`), first: true},
			{is: hub.ErrFatal, hints: []string{"fatal error: "}, find: regexp.MustCompile(`(?m)^(?P<msg>fatal error: .*)\n(?:.*\n){0,40}?goroutine \d+.* \[`), first: true},
			// The compiler, the linker's front end and vet name a column.
			{is: hub.ErrBuild, hints: []string{".go:"}, find: regexp.MustCompile(`(?m)^(?P<file>[^\s:][^:\n]*\.go):(?P<line>\d+):\d+: (?P<msg>.*)$`), first: true},
			// Of all that the log package prints, Fatal's is the last.
			{is: hub.ErrFatal, find: regexp.MustCompile(`(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:(?P<file>\S+\.go):(?P<line>\d+): )?(?P<msg>.+)$`), exit: 1, tail: 1},
		},
		types: []retype{
			{hub.ErrParse, regexp.MustCompile(`^(?:syntax error\b|expected )`)},
			{hub.ErrMissingDependency, regexp.MustCompile(`^(?:no required module provides|cannot find (?:module|package)|package \S+ is not in (?:std|GOROOT)|missing go\.sum entry)`)},
		},
		frames: []*regexp.Regexp{regexp.MustCompile(`(?m)^\t(?P<file>.+\.go):(?P<line>\d+)(?: \+0x[0-9a-f]+)?$`)},
		bare:   true,
	}
}

func rust() language {
	return language{
		name:    "rust",
		runners: []string{"rust", "rs", "cargo", "rustc", "rust-script"},
		rules: []rule{
			{is: hub.ErrRuntime, hints: []string{"panicked at "}, find: regexp.MustCompile(`(?m)^thread '[^'\n]*'(?: \(\d+\))? panicked at (?P<file>[^:\n]+):(?P<line>\d+):\d+:\n(?P<msg>.*)$`)},
			{is: hub.ErrRuntime, hints: []string{"panicked at "}, find: regexp.MustCompile(`(?m)^thread '[^'\n]*' panicked at '(?P<msg>.*)', (?P<file>[^:\n]+):(?P<line>\d+):\d+$`)},
			{is: hub.ErrBuild, hints: []string{"--> "}, find: regexp.MustCompile(`(?m)^error(?:\[E\d+\])?: (?P<msg>.*)\n *--> (?P<file>[^:\n]+):(?P<line>\d+):\d+$`), first: true},
		},
		types: []retype{
			{hub.ErrAssertion, regexp.MustCompile("^assertion (?:`|failed)")},
			{hub.ErrParse, regexp.MustCompile(`^(?:expected|unexpected|unknown start of token|unterminated|this file contains an unclosed|mismatched closing)\b`)},
			{hub.ErrMissingDependency, regexp.MustCompile(`^(?:unresolved import|can't find crate|use of unresolved module)\b`)},
		},
		details: 2,
	}
}

func clang() language {
	return language{
		name:    "c",
		runners: []string{"c", "cc", "cpp", "c++", "cxx", "gcc", "clang"},
		rules: []rule{
			{is: hub.ErrBuild, hints: []string{" error: "}, find: regexp.MustCompile(`(?m)^(?P<file>[^\s:][^:\n]*\.(?:c|cc|cpp|cxx|h|hh|hpp)):(?P<line>\d+):(?:\d+:)? (?:fatal )?error: (?P<msg>.*)$`), first: true},
			{is: hub.ErrBuild, hints: []string{"undefined "}, find: regexp.MustCompile(`(?m)^.*(?P<msg>undefined (?:reference to|symbol:?) .*)$`), first: true},
		},
		types: []retype{
			{hub.ErrMissingDependency, regexp.MustCompile(`(?:: No such file or directory|' file not found)$`)},
			{hub.ErrParse, regexp.MustCompile(`^expected `)},
		},
	}
}

func java() language {
	return language{
		name:    "java",
		runners: []string{"java", "jshell", "kotlin", "kts", "groovy", "scala"},
		rules: []rule{
			{is: hub.ErrUncaught, hints: []string{`Exception in thread "`}, find: regexp.MustCompile(`(?m)^Exception in thread "[^"\n]*" (?P<msg>.+)$`)},
			{is: hub.ErrBuild, hints: []string{".java:"}, find: regexp.MustCompile(`(?m)^(?P<file>\S.*\.java):(?P<line>\d+): error: (?P<msg>.*)$`), first: true},
			{is: hub.ErrMissingDependency, hints: []string{"Could not find or load main class"}, find: regexp.MustCompile(`(?m)^Error: (?P<msg>Could not find or load main class .*)$`)},
			// printStackTrace's.
			{is: hub.ErrException, hints: []string{"\n\tat "}, find: regexp.MustCompile(`(?m)^(?P<msg>(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)(?:: .*)?)\n\tat `)},
		},
		types: append(wordsForTypes(),
			retype{hub.ErrMissingDependency, regexp.MustCompile(`^package \S+ does not exist$`)},
			retype{hub.ErrParse, regexp.MustCompile(`^(?:.* expected$|illegal start of|not a statement|unclosed |reached end of file|class, interface)`)},
		),
		frames:  []*regexp.Regexp{regexp.MustCompile(`(?m)^\s+at [^\n(]*\((?P<file>[^:()\n]+):(?P<line>\d+)\)$`)},
		bare:    true,
		details: 60,
	}
}
