package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// node is for JavaScript and TypeScript under any runtime.
func node() language {
	return language{
		name:    "node",
		runners: []string{"node", "nodejs", "js", "mjs", "cjs", "javascript", "typescript", "ts", "mts", "cts", "tsx", "ts-node", "deno", "bun"},
		rules: []rule{
			// The TypeScript compiler's, in both its forms.
			{is: hub.ErrBuild, hints: []string{": error TS"}, find: regexp.MustCompile(`(?m)^(?P<file>[^\s(][^(\n]*)\((?P<line>\d+),\d+\): error (?P<msg>TS\d+: .*)$`), first: true},
			{is: hub.ErrBuild, hints: []string{" - error TS"}, find: regexp.MustCompile(`(?m)^(?P<file>\S.*):(?P<line>\d+):\d+ - error (?P<msg>TS\d+: .*)$`), first: true},
			// esbuild's, which tsx and others transform with.
			{is: hub.ErrParse, hints: []string{"Transform failed with "}, find: regexp.MustCompile(`(?m)^(?:Error: )?Transform failed with \d+ errors?:\n(?P<file>\S.*?):(?P<line>\d+):\d+: ERROR: (?P<msg>.*)$`), first: true},
			// What was thrown was no error; the long sentence around it is node's.
			{is: hub.ErrUncaught, hints: []string{"UnhandledPromiseRejection: "}, find: regexp.MustCompile(`(?m)^\[?UnhandledPromiseRejection: .* rejected with the reason "(?P<msg>.*)"\.`)},
			// What nothing caught: place, source line, marker, message.
			{is: hub.ErrUncaught, hints: []string{"^"}, find: regexp.MustCompile(`(?m)^(?P<file>\S.*):(?P<line>\d+)\n.*\n[ \t]*\^+[ \t]*\n{1,3}(?:Uncaught:?\n)?(?P<msg>[^\s(].*)$`)},
			// Deno's.
			{is: hub.ErrUncaught, hints: []string{"error: Uncaught "}, find: regexp.MustCompile(`(?m)^error: (?P<msg>Uncaught .*)$`)},
			// An error that was printed with its stack, and bun's form.
			{is: hub.ErrException, hints: []string{" at ", "\tat "}, find: regexp.MustCompile(`(?m)^(?:Uncaught )?(?P<msg>[\w$.]*(?:Error|Exception|error)(?: \[\w+\])?(?:: .*)?)\n(?:.*\n){0,20}?[ \t]+at `)},
		},
		types: []retype{
			// Text that a program could not parse at run time is not its own.
			{hub.ErrUncaught, regexp.MustCompile(`^SyntaxError: .*\bJSON\b`)},
			{hub.ErrParse, regexp.MustCompile(`^(?:SyntaxError\b|TS1\d\d\d:)`)},
			{hub.ErrAssertion, regexp.MustCompile(`^AssertionError\b`)},
			{hub.ErrMissingDependency, regexp.MustCompile(`\bCannot find (?:module|package) |\bERR_MODULE_NOT_FOUND\b|^TS2307:`)},
		},
		frames:  []*regexp.Regexp{regexp.MustCompile(`(?m)^[ \t]+at (?:[^\n(]*\()?(?:async )?(?P<file>[^\n()]+?):(?P<line>\d+):\d+\)?`)},
		details: 40,
	}
}
