package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func c() Language {
	return Language{
		Name:    "c",
		Match:   []string{"*.c"},
		Build:   []string{"cc", "-o", "{bin}", "{file}"},
		Command: []string{"{bin}"},
		Version: []string{"cc", "--version"},
		Comment: Slashes,
		Errors:  cErrors(),
	}
}

func cpp() Language {
	return Language{
		Name:    "cpp",
		Match:   []string{"*.cpp", "*.cc", "*.cxx"},
		Build:   []string{"c++", "-o", "{bin}", "{file}"},
		Command: []string{"{bin}"},
		Version: []string{"c++", "--version"},
		Comment: Slashes,
		Errors:  cErrors(),
	}
}

func cErrors() Errors {
	return Errors{
		Name:  "c",
		Names: []string{"c++", "gcc", "clang"},
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{" error: "}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.(?:c|cc|cpp|cxx|h|hh|hpp)):(?P<line>\d+):(?:\d+:)? (?:fatal )?error: (?P<msg>.*)$`), First: true},
			{Is: hub.ErrBuild, Hints: []string{"undefined "}, Find: Regexp(`(?m)^.*(?P<msg>undefined (?:reference to|symbol:?) .*)$`), First: true},
			{Is: hub.ErrAssertion, Hints: []string{": Assertion "}, Find: Regexp(`(?m)^\S+: (?P<file>[^:\n]+\.(?:c|cc|cpp|cxx|h|hh|hpp)):(?P<line>\d+): .*: (?P<msg>Assertion .* failed\.)$`)},
			{Is: hub.ErrUncaught, Hints: []string{"terminate called "}, Find: Regexp(`(?m)^(?P<msg>terminate called .*(?:\n  what\(\): .*)?)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`(?:: No such file or directory|' file not found)$`)},
			{hub.ErrParse, Regexp(`^expected `)},
		},
	}
}
