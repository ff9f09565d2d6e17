package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

// shells print nothing on success by convention. Many cannot print a version.
func shells() Table {
	return Table{
		{Name: "sh", Match: []string{"*.sh"}, Interpreters: []string{"sh"}, Command: []string{"sh", "{file}"}, Version: []string{}, Comment: Hash, Silent: true, Errors: shellErrors(),
			Crash: Crash{Signs: []string{"Segmentation fault"}, Line: `(?:\S+: (?:line \d+: *)?)?(?: *\d+ )?Segmentation fault\b.*`}},
		{Name: "dash", Interpreters: []string{"dash"}, Command: []string{"dash", "{file}"}, Version: []string{}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "ash", Interpreters: []string{"ash"}, Command: []string{"ash", "{file}"}, Version: []string{}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "bash", Match: []string{"*.bash"}, Interpreters: []string{"bash"}, Command: []string{"bash", "{file}"}, Version: []string{"bash", "--version"}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "zsh", Match: []string{"*.zsh"}, Interpreters: []string{"zsh"}, Command: []string{"zsh", "{file}"}, Version: []string{"zsh", "--version"}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "ksh", Match: []string{"*.ksh"}, Interpreters: []string{"ksh"}, Command: []string{"ksh", "{file}"}, Version: []string{}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "mksh", Interpreters: []string{"mksh"}, Command: []string{"mksh", "{file}"}, Version: []string{}, Comment: Hash, Silent: true, Errors: shellErrors()},
		{Name: "fish", Match: []string{"*.fish"}, Interpreters: []string{"fish"}, Command: []string{"fish", "{file}"}, Version: []string{"fish", "--version"}, Comment: Hash, Silent: true, Errors: fishErrors()},
		{Name: "nu", Match: []string{"*.nu"}, Interpreters: []string{"nu"}, Command: []string{"nu", "{file}"}, Version: []string{"nu", "--version"}, Comment: Hash, Silent: true, Errors: nuErrors()},
	}
}

// shellErrors returns the errors of sh, bash and similar shells: dash prints
// "x.sh: 3: …", bash "x.sh: line 3: …", zsh and ksh similar lines.
func shellErrors() Errors {
	const location = `(?m)^(?:E: )?(?P<file>[^\s:][^:\n[]*)(?:: line |: |\[|:)(?P<line>\d+)\]?: `
	return Errors{
		Name:           "shell",
		Names:          []string{"shell"},
		StrictLineEnds: true,
		Rules: []Rule{
			// Exit code 127 is the shell's own; with another code the program
			// continued after such a line.
			{Is: hub.ErrMissingDependency, Hints: []string{"not found", "No such file or directory"}, Find: Regexp(location + `(?P<msg>.*(?:not found|No such file or directory).*)$`), Exit: 127},
			{Is: hub.ErrParse, Hints: []string{"yntax error", "unexpected end of file", "parse error"}, Find: Regexp(location + `(?P<msg>(?:-c: )?[Ss]yntax error.*|.*unexpected end of file.*|parse error .*)$`), First: true},
			{Is: hub.ErrParse, Hints: []string{"syntax error at line "}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*): (?P<msg>syntax error at line (?P<line>\d+): .*)$`), First: true}, // ksh
			{Is: hub.ErrRuntime, Hints: []string{"not set", "unbound variable"}, Find: Regexp(location + `(?P<msg>.*(?:parameter not set|unbound variable|parameter null or not set))$`)},
			// Any other message of a shell about its script, if it is the last
			// line and the script belongs to the project.
			{Is: hub.ErrRuntime, Find: Regexp(location + `(?P<msg>.+)$`), Tail: 1, Own: true},
		},
	}
}

func fishErrors() Errors {
	return Errors{
		Name: "fish",
		Rules: []Rule{
			{Is: hub.ErrMissingDependency, Hints: []string{"Unknown command"}, Find: Regexp(`(?m)^(?:fish: )?(?P<msg>Unknown command:? .*)\n(?P<file>[^\n(]+) \(line (?P<line>\d+)\): `), Exit: 127},
			{Is: hub.ErrRuntime, Hints: []string{" (line "}, Find: Regexp(`(?m)^(?P<file>[^\n(]+) \(line (?P<line>\d+)\): (?P<msg>\S.*)$`)},
		},
		Types: []Retype{{hub.ErrParse, Regexp(`^(?:Missing |Unexpected |Expected |Unsupported |'.*' (?:block|builtin))`)}},
	}
}

// nuErrors also match other programs that report with miette.
func nuErrors() Errors {
	return Errors{
		Name:  "nu",
		Names: []string{"nushell"},
		Rules: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"× "}, Find: Regexp(`(?m)^(?:Error:)? +× (?P<msg>.+)(?:\n +[╭,][─-]*\[(?P<file>[^\n]+?):(?P<line>\d+):\d+\])?`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^(?:Command .* not found|Module not found|File not found)`)},
			{hub.ErrParse, Regexp(`^(?:Parse |Unexpected |Unclosed |Unbalanced |Missing )`)},
		},
	}
}
