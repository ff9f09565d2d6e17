package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func php() Language {
	return Language{
		Name:         "php",
		Match:        []string{"*.php"},
		Interpreters: []string{"php"},
		Command:      []string{"php", "{file}"},
		Version:      []string{"php", "--version"},
		Comment:      Slashes,
		Errors:       phpErrors(),
		Crash:        Crash{Signs: []string{" error: "}, Line: `(?:\[[^\]\n]*\] )?(?:PHP )?(?:Fatal|Parse) error: .*`},
	}
}

// phpLine matches the beginning of every PHP message: with a time in a log,
// with PHP on stderr, with neither on stdout.
const phpLine = `(?m)^(?:\[[^\]\n]*\] )?(?:PHP )?`

// phpPlace matches the end of such a message.
const phpPlace = ` in (?P<file>\S.*) on line (?P<line>\d+)$`

func phpErrors() Errors {
	return Errors{
		Name:  "php",
		Names: []string{"phtml"},
		Rules: []Rule{
			{Is: hub.ErrParse, Hints: []string{"Parse error: "}, Find: Regexp(phpLine + `Parse error: +(?P<msg>.*)` + phpPlace)},
			{Is: hub.ErrUncaught, Hints: []string{"atal error: "}, Find: Regexp(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>Uncaught .*) in (?P<file>\S.*):(?P<line>\d+)$`)},
			{Is: hub.ErrUncaught, Hints: []string{"atal error: "}, Find: Regexp(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>Uncaught .*)$`)}, // its message has several lines
			{Is: hub.ErrFatal, Hints: []string{"atal error: "}, Find: Regexp(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>.*)` + phpPlace)},
			{Is: hub.ErrFatal, Hints: []string{"Fatal error: "}, Find: Regexp(phpLine + `Fatal error: +(?P<msg>.*)$`)},
		},
		// Diagnostics do not end a program.
		Otherwise: []Rule{
			{Is: hub.ErrWarning, Hints: []string{"Warning: "}, Find: Regexp(phpLine + `Warning: +(?P<msg>.*)` + phpPlace)},
			{Is: hub.ErrNotice, Hints: []string{"Notice: ", "Deprecated: "}, Find: Regexp(phpLine + `(?:Notice|Deprecated): +(?P<msg>.*)` + phpPlace)},
		},
		Types: []Retype{
			{hub.ErrAssertion, Regexp(`^Uncaught AssertionError\b`)},
			{hub.ErrParse, Regexp(`^Uncaught ParseError\b`)},
			{hub.ErrMissingDependency, Regexp(`Failed opening required '`)},
		},
		Frames: []Pattern{
			Regexp(`(?m)^#\d+ (?P<file>[^\n]+)\((?P<line>\d+)\): `),
			Regexp(`(?m)^  thrown in (?P<file>.+) on line (?P<line>\d+)$`),
		},
	}
}
