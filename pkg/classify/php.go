package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// phpLine is how every line of PHP's begins: in a log with a time, on stderr
// with PHP, on stdout with neither.
const phpLine = `(?m)^(?:\[[^\]\n]*\] )?(?:PHP )?`

// phpPlace is how such a line ends.
const phpPlace = ` in (?P<file>\S.*) on line (?P<line>\d+)$`

func php() language {
	return language{
		name:    "php",
		runners: []string{"php", "phtml"},
		rules: []rule{
			{is: hub.ErrParse, hints: []string{"Parse error: "}, find: regexp.MustCompile(phpLine + `Parse error: +(?P<msg>.*)` + phpPlace)},
			{is: hub.ErrUncaught, hints: []string{"atal error: "}, find: regexp.MustCompile(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>Uncaught .*) in (?P<file>\S.*):(?P<line>\d+)$`)},
			{is: hub.ErrUncaught, hints: []string{"atal error: "}, find: regexp.MustCompile(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>Uncaught .*)$`)}, // its message has several lines
			{is: hub.ErrFatal, hints: []string{"atal error: "}, find: regexp.MustCompile(phpLine + `(?:Recoverable )?[Ff]atal error: +(?P<msg>.*)` + phpPlace)},
			{is: hub.ErrFatal, hints: []string{"Fatal error: "}, find: regexp.MustCompile(phpLine + `Fatal error: +(?P<msg>.*)$`)},
		},
		types: []retype{
			{hub.ErrAssertion, regexp.MustCompile(`^Uncaught AssertionError\b`)},
			{hub.ErrParse, regexp.MustCompile(`^Uncaught ParseError\b`)},
			{hub.ErrMissingDependency, regexp.MustCompile(`Failed opening required '`)},
		},
		frames: []*regexp.Regexp{
			regexp.MustCompile(`(?m)^#\d+ (?P<file>[^\n]+)\((?P<line>\d+)\): `),
			regexp.MustCompile(`(?m)^  thrown in (?P<file>.+) on line (?P<line>\d+)$`),
		},
	}
}

// phpDiagnostics are not the end of a program, so that everything else that is
// said explains a failure better.
func phpDiagnostics() language {
	return language{
		name: "php diagnostics",
		rules: []rule{
			{is: hub.ErrWarning, hints: []string{"Warning: "}, find: regexp.MustCompile(phpLine + `Warning: +(?P<msg>.*)` + phpPlace)},
			{is: hub.ErrNotice, hints: []string{"Notice: ", "Deprecated: "}, find: regexp.MustCompile(phpLine + `(?:Notice|Deprecated): +(?P<msg>.*)` + phpPlace)},
		},
	}
}
