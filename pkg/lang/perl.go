package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func perl() Language {
	return Language{
		Name:         "perl",
		Match:        []string{"*.pl"},
		Interpreters: []string{"perl"},
		Command:      []string{"perl", "{file}"},
		Version:      []string{"perl", "--version"},
		Comment:      Hash,
		Errors:       perlErrors(),
	}
}

func perlErrors() Errors {
	const location = ` at (?P<file>\S.*?) line (?P<line>\d+)`
	return Errors{
		Name:  "perl",
		Names: []string{"pm", "t"},
		Rules: []Rule{
			// Without the list of all searched folders.
			{Is: hub.ErrMissingDependency, Hints: []string{"Can't locate "}, Find: Regexp(`(?m)^(?P<msg>Can't locate \S+ in @INC(?: \(you may need[^)\n]*\))?).*` + location + `\.$`)},
			{Is: hub.ErrParse, Hints: []string{"syntax error at "}, Find: Regexp(`(?m)^(?P<msg>syntax error)` + location + `, near `), First: true},
			{Is: hub.ErrParse, Hints: []string{"Global symbol ", "Bareword ", "string terminator"}, Find: Regexp(`(?m)^(?P<msg>Global symbol .* requires explicit package name.*|Bareword .* not allowed.*|Can't find string terminator .*)` + location + `\.$`), First: true},
			// Test::More.
			{Is: hub.ErrAssertion, Hints: []string{"#   Failed test"}, Find: Regexp(`(?m)^#   (?P<msg>Failed test(?: '.*')?)(?:\n#  )?` + location + `\.$`), First: true},
			{
				Is:    hub.ErrRuntime,
				Hints: []string{" line "},
				Find:  Regexp(`(?m)^(?P<msg>\S.*?)` + location + `(?:, <\S*> (?:line|chunk) \d+)?\.$`),
				Not:   Regexp(`^#|^(?:BEGIN failed|Execution of .* aborted|.* had compilation errors)|^Use of uninitialized value|^Compilation failed`),
			},
		},
	}
}
