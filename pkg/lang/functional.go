package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func elixirErrors() Errors {
	return Errors{
		Name: "elixir",
		Rules: []Rule{
			{Is: hub.ErrParse, Hints: []string{"SyntaxError) ", "MissingError) ", "DelimiterError) "}, Find: Regexp(`(?m)^\*\* (?P<msg>\((?:SyntaxError|TokenMissingError|MismatchedDelimiterError)\) (?:.*\bon )?(?P<file>[^\s:]+):(?P<line>\d+):.*)$`)},
			// Since 1.15 the compiler prints errors above its exception.
			{Is: hub.ErrBuild, Hints: []string{"└─ "}, Find: Regexp(`(?m)^ *error: (?P<msg>.+)\n(?:.*\n){0,12}? *└─ (?P<file>[^:\n]+):(?P<line>\d+)`), First: true},
			{Is: hub.ErrBuild, Hints: []string{"CompileError) "}, Find: Regexp(`(?m)^\*\* (?P<msg>\(CompileError\) (?P<file>[^\s:]+):(?P<line>\d+):.*)$`)},
			{Is: hub.ErrUncaught, Hints: []string{"** ("}, Find: Regexp(`(?m)^\*\* (?P<msg>\([\w.]+\) .*)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`module \S+ is not loaded and could not be found`)},
			{hub.ErrAssertion, Regexp(`^\(ExUnit\.AssertionError\)`)},
		},
		// Lines of libraries begin with the library's name in parentheses.
		Frames: []Pattern{Regexp(`(?m)^    (?P<file>[^\s(][^:\n]*\.exs?):(?P<line>\d+): `)},
	}
}

func erlangErrors() Errors {
	return Errors{
		Name:  "erlang",
		Names: []string{"erl"},
		Rules: []Rule{
			{Is: hub.ErrParse, Hints: []string{"There were compilation errors"}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?:\d+:)? (?P<msg>.+)\n(?:.*\n){0,20}?escript: There were compilation errors\.$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"escript: exception "}, Find: Regexp(`(?m)^escript: exception (?P<msg>(?:error|throw|exit): .+)$`)},
		},
		Frames: []Pattern{Regexp(`(?m)^  in .*\((?P<file>[^,()\n]+), line (?P<line>\d+)\)$`)},
		Bare:   true,
	}
}

func ocamlErrors() Errors {
	const raised = `(?m)^(?:Exception: |Fatal error: exception )`
	return Errors{
		Name: "ocaml",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{", characters "}, Find: Regexp(`(?m)^File "(?P<file>[^"\n]+)", lines? (?P<line>\d+)(?:-\d+)?, characters .*\n(?:.*\n){0,12}?Error: (?P<msg>.+(?:\n {7,}\S.*)*)$`), First: true},
			{Is: hub.ErrAssertion, Hints: []string{"Assert_failure"}, Find: Regexp(raised + `(?P<msg>(?:Stdlib\.)?Assert_failure ?\("(?P<file>[^"\n]+)", (?P<line>\d+), \d+\))`)},
			{Is: hub.ErrAssertion, Hints: []string{"Assertion failed"}, Find: Regexp(raised + `File "(?P<file>[^"\n]+)", line (?P<line>\d+), characters [\d-]+: (?P<msg>Assertion failed)`)},
			{Is: hub.ErrUncaught, Hints: []string{"Exception: "}, Find: Regexp(`(?m)^Exception: (?P<msg>[A-Z][\w.']*(?: (?:".*"|\(.*\)|[-\w.]+))?)\.$`)},
			{Is: hub.ErrUncaught, Hints: []string{"Fatal error: exception "}, Find: Regexp(`(?m)^Fatal error: exception (?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrParse, Regexp(`^(?:Syntax error|Illegal |Unterminated |String literal not terminated)`)},
			{hub.ErrMissingDependency, Regexp(`^(?:Unbound module|Reference to undefined global|Cannot find file)`)},
		},
		Frames: []Pattern{Regexp(`(?m)^(?:Raised at|Called from) .*file "(?P<file>[^"\n]+)"(?: \(inlined\))?, line (?P<line>\d+), `)},
	}
}

func haskellErrors() Errors {
	return Errors{
		Name:  "haskell",
		Names: []string{"runghc", "runhaskell", "stack", "cabal", "ghc"},
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{": error:"}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.l?hs):(?P<line>\d+):\d+: error:(?: \[GHC-\d+\])?\s+(?P<msg>\S.*)$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"CallStack (from HasCallStack):"}, Find: Regexp(`(?m)^[\w./-]+: (?P<msg>.+)\nCallStack \(from HasCallStack\):$`)},
			{Is: hub.ErrUncaught, Hints: []string{".hs: "}, Find: Regexp(`(?m)^[\w-]+\.l?hs: (?P<msg>.+)$`), Tail: 4},
		},
		Types: []Retype{
			{hub.ErrParse, Regexp(`^(?:parse error|lexical error)`)},
			{hub.ErrMissingDependency, Regexp(`^(?:• )?Could not (?:find|load) module`)},
		},
		Frames: []Pattern{Regexp(`(?m)^  \w+, called at (?P<file>[^:\n]+):(?P<line>\d+):\d+ in `)},
	}
}

func racketErrors() Errors {
	return Errors{
		Name: "racket",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{".rkt:"}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.rkt):(?P<line>\d+):\d+: (?P<msg>.+)$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"  context...:"}, Find: Regexp(`(?m)^(?P<msg>\S.*)\n(?:  .*\n){0,12}?  context\.\.\.:$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`(?:collection|module) not found|cannot open module file`)},
			{hub.ErrParse, Regexp(`^read(?:-syntax)?: `)},
		},
		Frames: []Pattern{Regexp(`(?m)^   (?P<file>[^\s:][^:\n]*\.rkt):(?P<line>\d+):\d+`)},
	}
}

func babashkaErrors() Errors {
	return Errors{
		Name:  "babashka",
		Names: []string{"bb", "clojure", "clj"},
		Rules: []Rule{
			{Is: hub.ErrUncaught, Hints: []string{"----- Error ---"}, Find: Regexp(`(?m)^----- Error -+\nType: +\S+\nMessage: +(?P<msg>.+)(?:\n(?:Data|Phase): .*)*(?:\nLocation: (?P<file>[^\n]+?):(?P<line>\d+):\d+)?`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^(?:Could not (?:find|locate)|Unable to resolve classname)`)},
			{hub.ErrParse, Regexp(`^(?:EOF while reading|Unmatched delimiter|Unsupported)`)},
		},
	}
}
