package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func node() Language {
	return Language{
		Name:         "node",
		Match:        []string{"*.js", "*.mjs", "*.cjs"},
		Interpreters: []string{"node", "nodejs"},
		Command:      []string{"node", "{file}"},
		Version:      []string{"node", "--version"},
		Comment:      Slashes,
		Errors:       nodeErrors(),
		Crash:        Crash{Signs: []string{"Uncaught ", "UnhandledPromise"}, Line: `(?:error: )?Uncaught (?:\(in promise\) )?\w*(?:Error|Exception)\b.*|(?:\(node:\d+\) |\[)?UnhandledPromiseRejection.*`},
		Noise:        []string{"Node.js v", "npm ERR!", "(Use `node --trace"},
	}
}

// typescript needs Node 22.6 or later. For older ones, with tsx in the project,
// configure
func typescript() Language {
	return Language{
		Name:    "typescript",
		Match:   []string{"*.ts", "*.mts", "*.cts"},
		Command: []string{"node", "--experimental-strip-types", "{file}"},
		Version: []string{"node", "--version"},
		Comment: Slashes,
		Errors:  nodeErrors(),
	}
}

// deno has no Match, nor has bun: every TypeScript and JavaScript file could be
// meant for them, so only a #! line selects them.
func deno() Language {
	return Language{
		Name:         "deno",
		Interpreters: []string{"deno"},
		Command:      []string{"deno", "run", "--allow-all", "{file}"},
		Version:      []string{"deno", "--version"},
		Comment:      Slashes,
		Errors:       nodeErrors(),
	}
}

func bun() Language {
	return Language{
		Name:         "bun",
		Interpreters: []string{"bun"},
		Command:      []string{"bun", "run", "{file}"},
		Version:      []string{"bun", "--version"},
		Comment:      Slashes,
		Errors:       nodeErrors(),
	}
}

// nodeErrors returns the errors of JavaScript and TypeScript in any runtime.
func nodeErrors() Errors {
	return Errors{
		Name:  "node",
		Names: []string{"nodejs", "javascript", "tsx", "ts-node"},
		Rules: []Rule{
			// The TypeScript compiler, in both its formats.
			{Is: hub.ErrBuild, Hints: []string{": error TS"}, Find: Regexp(`(?m)^(?P<file>[^\s(][^(\n]*)\((?P<line>\d+),\d+\): error (?P<msg>TS\d+: .*)$`), First: true},
			{Is: hub.ErrBuild, Hints: []string{" - error TS"}, Find: Regexp(`(?m)^(?P<file>\S.*):(?P<line>\d+):\d+ - error (?P<msg>TS\d+: .*)$`), First: true},
			// esbuild, which tsx and others use.
			{Is: hub.ErrParse, Hints: []string{"Transform failed with "}, Find: Regexp(`(?m)^(?:Error: )?Transform failed with \d+ errors?:\n(?P<file>\S.*?):(?P<line>\d+):\d+: ERROR: (?P<msg>.*)$`), First: true},
			{Is: hub.ErrMissingRunner, Hints: []string{"--experimental-strip-types", "ERR_UNKNOWN_FILE_EXTENSION"}, Advice: "; this node does not run TypeScript: use Node 22.6 or later, tsx, bun or deno",
				Find: Regexp(`(?m)^(?P<msg>\S*node\S*: bad option: --experimental-strip-types|TypeError \[ERR_UNKNOWN_FILE_EXTENSION\]: Unknown file extension "\.[cm]?ts" for (?P<file>\S.*))$`)},
			{Is: hub.ErrMissingDependency, Hints: []string{" imported from "}, Find: Regexp(`(?m)^(?P<msg>(?:Error(?: \[\w+\])?: )?Cannot find (?:module|package) '[^'\n]*' imported from (?P<file>\S.*))$`)},
			// Bun.
			{Is: hub.ErrMissingDependency, Hints: []string{"error: Cannot find "}, Find: Regexp(`(?m)^error: (?P<msg>Cannot find (?:module|package) '[^'\n]*' from '(?P<file>[^'\n]+)')$`)},
			{Is: hub.ErrUncaught, Hints: []string{" | "}, Find: Regexp(`(?m)^ *\d+ \| .*\n *\^\n(?P<msg>(?:[\w$.]+Error|error)\b.*)$`)},
			// Not an Error was thrown; the long sentence around it is from node.
			{Is: hub.ErrUncaught, Hints: []string{"UnhandledPromiseRejection: "}, Find: Regexp(`(?m)^\[?UnhandledPromiseRejection: .* rejected with the reason "(?P<msg>.*)"\.`)},
			// An uncaught error: position, source line, marker, message.
			{Is: hub.ErrUncaught, Hints: []string{"^"}, Find: Regexp(`(?m)^(?P<file>\S.*):(?P<line>\d+)\n.*\n[ \t]*\^+[ \t]*\n{1,3}(?:Uncaught:?\n)?(?P<msg>[^\s(].*)$`)},
			// Deno.
			{Is: hub.ErrUncaught, Hints: []string{"error: Uncaught "}, Find: Regexp(`(?m)^error: (?P<msg>Uncaught .*)$`)},
			{Is: hub.ErrBuild, Hints: []string{"error: "}, Find: Regexp(`(?m)^error: (?P<msg>.+)\n(?:.*\n){0,8}?    at (?P<file>file://\S+?):(?P<line>\d+):\d+$`)},
			// An error printed with its stack, and bun's format.
			{Is: hub.ErrException, Hints: []string{" at ", "\tat "}, Find: Regexp(`(?m)^(?:Uncaught )?(?P<msg>[\w$.]*(?:Error|Exception|error)(?: \[\w+\])?(?:: .*)?)\n(?:.*\n){0,20}?[ \t]+at `)},
		},
		Types: []Retype{
			// The program parsed text at run time; its own syntax is valid.
			{hub.ErrUncaught, Regexp(`^SyntaxError: .*\bJSON\b`)},
			{hub.ErrParse, Regexp(`^(?:SyntaxError\b|TS1\d\d\d:|error: (?:Unexpected|Expected|Unterminated|Syntax)|The module's source code could not be parsed)`)},
			{hub.ErrAssertion, Regexp(`^AssertionError\b`)},
			{hub.ErrMissingDependency, Regexp(`\bCannot find (?:module|package) |\bERR_MODULE_NOT_FOUND\b|^TS2307:|^Module not found |^Import ".*" not a dependency|^Relative import path `)},
		},
		Frames:  []Pattern{Regexp(`(?m)^[ \t]+at (?:[^\n(]*\()?(?:async )?(?P<file>[^\n()]+?):(?P<line>\d+):\d+\)?`)},
		Details: 40,
	}
}
