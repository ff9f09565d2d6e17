package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

// awkErrors returns the errors of gawk, mawk, busybox and the original awk.
func awkErrors() Errors {
	return Errors{
		Name: "awk",
		Rules: []Rule{
			// gawk marks the place with a caret on a line of its own.
			{Is: hub.ErrParse, Hints: []string{"awk: "}, Find: Regexp(`(?m)^g?awk: (?P<file>[^:\n]+):(?P<line>\d+): *\^ (?P<msg>.+)$`), First: true},
			{Is: hub.ErrFatal, Hints: []string{"fatal: "}, Find: Regexp(`(?m)^g?awk: (?:(?P<file>[^:\n]+):(?P<line>\d+): )?(?:\(FILENAME=.*?\) )?fatal: (?P<msg>.+)$`)},
			{Is: hub.ErrParse, Hints: []string{"awk: "}, Find: Regexp(`(?m)^m?awk: (?P<file>[^:\n]+): line (?P<line>\d+): (?P<msg>.+)$`), First: true},
			{Is: hub.ErrRuntime, Hints: []string{"mawk: "}, Find: Regexp(`(?m)^mawk: (?:run time error: )?(?P<msg>.+)$`), Tail: 4},
			{Is: hub.ErrParse, Hints: []string{" at source line "}, Find: Regexp(`(?m)^awk: (?P<msg>.+) at source line \d+`), First: true},
			{Is: hub.ErrRuntime, Hints: []string{"awk: "}, Find: Regexp(`(?m)^awk: (?:cmd\. line|(?P<file>[^:\n]+)):(?P<line>\d+): (?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrRuntime, Regexp(`^division by zero|^function .* (?:not defined|never defined)`)},
			{hub.ErrParse, Regexp(`^(?i:unexpected|syntax error)`)},
		},
	}
}

func tclErrors() Errors {
	return Errors{
		Name:  "tcl",
		Names: []string{"tclsh", "wish", "expect"},
		Rules: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"    while executing", "    invoked from within", "    while compiling"}, Find: Regexp(`(?m)^(?P<msg>\S.*)\n    (?:while executing|while compiling|invoked from within)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^can't find package |^couldn't load (?:library|file)`)},
			{hub.ErrParse, Regexp(`^(?:missing (?:close-|")|extra characters after close|unmatched open|unbalanced)`)},
		},
		Frames: []Pattern{Regexp(`(?m)^    \(file "(?P<file>[^"\n]+)" line (?P<line>\d+)\)$`)},
	}
}

// rErrors returns the errors of Rscript, which names no lines.
func rErrors() Errors {
	return Errors{
		Name:  "r",
		Names: []string{"rscript"},
		Rules: []Rule{
			{Is: hub.ErrException, Hints: []string{"Execution halted"}, Find: Regexp(`(?m)^Error in .*? : *(?:\n +)?(?P<msg>\S.*)(?:\n.*){0,12}\nExecution halted$`)},
			{Is: hub.ErrException, Hints: []string{"Execution halted"}, Find: Regexp(`(?m)^Error: (?P<msg>.+)(?:\n.*){0,12}\nExecution halted$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^there is no package called|^package ‘.*’ (?:was|is) not`)},
			{hub.ErrParse, Regexp(`^(?:unexpected |incomplete string|\d+:\d+: unexpected)`)},
			{hub.ErrAssertion, Regexp(` (?:is|are) not (?:all )?TRUE$`)},
		},
		Details: 8, // the warnings say which file, and why
	}
}

func juliaErrors() Errors {
	return Errors{
		Name: "julia",
		Rules: []Rule{
			{Is: hub.ErrParse, Hints: []string{"ParseError:"}, Find: Regexp(`(?m)^ERROR: (?:LoadError: )?ParseError:\n# Error @ (?P<file>[^\n]+?):(?P<line>\d+):\d+\n(?:.*\n){0,6}?#.*── (?P<msg>.+)$`)},
			{Is: hub.ErrUncaught, Hints: []string{"ERROR: "}, Find: Regexp(`(?m)^ERROR: (?:LoadError: )*(?P<msg>.+)$`), First: true},
		},
		Types: append([]Retype{
			{hub.ErrMissingDependency, Regexp(`^ArgumentError: Package .* not found`)},
			{hub.ErrParse, Regexp(`^(?:syntax: |ParseError)`)},
		}, wordsForTypes()...),
		Frames: []Pattern{
			Regexp(`(?m)^ +@ (?:Main )?(?P<file>[^\s:.][^\s:]*):(?P<line>\d+)(?: |$)`),
			Regexp(`(?m)^in expression starting at (?P<file>[^\n]+):(?P<line>\d+)$`),
		},
	}
}

func rakuErrors() Errors {
	const frame = `\n  in (?:sub|block|method|submethod|any|code) `
	return Errors{
		Name:  "raku",
		Names: []string{"perl6", "rakudo"},
		Rules: []Rule{
			{Is: hub.ErrParse, Hints: []string{"SORRY!"}, Find: Regexp(`(?m)^===SORRY!===.*\n(?P<msg>\S.*?)(?: in:)?$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"  in sub", "  in block", "  in method", "  in any"}, Find: Regexp(`(?m)^(?P<msg>\S.*(?:Did you mean\n\S.*)?)` + frame)},
		},
		Types: []Retype{{hub.ErrMissingDependency, Regexp(`^Could not find `)}},
		Frames: []Pattern{
			Regexp(`(?m)^  in .* at (?P<file>[^\n]+) line (?P<line>\d+)$`),
			Regexp(`(?m)^at (?P<file>[^\n:]+):(?P<line>\d+)$`),
		},
	}
}

// makeErrors returns the errors of make itself; a failed command explains itself above
// them.
func makeErrors() Errors {
	const made = `(?m)^g?make(?:\[\d+\])?: `
	return Errors{
		Name:  "make",
		Names: []string{"gmake"},
		Rules: []Rule{
			{Is: hub.ErrFatal, Hints: []string{": *** "}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*):(?P<line>\d+): \*\*\* (?P<msg>.+?)\.?  Stop\.$`)},
			{Is: hub.ErrMissingDependency, Hints: []string{"No rule to make target"}, Find: Regexp(made + `\*\*\* (?P<msg>No rule to make target .*?)\.?  Stop\.$`)},
			{Is: hub.ErrMissingDependency, Hints: []string{"Error 127"}, Find: Regexp(`(?m)^(?:g?make(?:\[\d+\])?: |\S*sh: (?:\d+: |line \d+: )?)(?P<msg>.*(?:No such file or directory|not found))\ng?make.*: \*\*\* \[(?:(?P<file>[^:\]\n]+):(?P<line>\d+): )?.*\] Error 127$`)},
		},
		Otherwise: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"] Error "}, Find: Regexp(made + `\*\*\* (?P<msg>\[(?P<file>[^:\]\n]+):(?P<line>\d+): .*\] Error \d+)$`)},
		},
		Types: []Retype{{hub.ErrParse, Regexp(`^(?:missing separator|unterminated|commands commence|recipe commences|extraneous|missing |empty variable)`)}},
	}
}
