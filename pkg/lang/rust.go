package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func rust() Language {
	return Language{
		Name:    "rust",
		Match:   []string{"*.rs"},
		Build:   []string{"rustc", "--edition", "2021", "-o", "{bin}", "{file}"},
		Command: []string{"{bin}"},
		Version: []string{"rustc", "--version"},
		Comment: Slashes,
		Errors:  rustErrors(),
		Crash:   Crash{Signs: []string{" panicked at "}, Line: `thread '[^'\n]*'(?: \(\d+\))? panicked at .*`},
		Noise:   []string{"note: run with `RUST_BACKTRACE"},
	}
}

func rustErrors() Errors {
	return Errors{
		Name:  "rust",
		Names: []string{"cargo", "rustc", "rust-script"},
		Rules: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"panicked at "}, Find: Regexp(`(?m)^thread '[^'\n]*'(?: \(\d+\))? panicked at (?P<file>[^:\n]+):(?P<line>\d+):\d+:\n(?P<msg>.*)$`)},
			{Is: hub.ErrRuntime, Hints: []string{"panicked at "}, Find: Regexp(`(?m)^thread '[^'\n]*' panicked at '(?P<msg>.*)', (?P<file>[^:\n]+):(?P<line>\d+):\d+$`)},
			{Is: hub.ErrBuild, Hints: []string{"--> "}, Find: Regexp(`(?m)^error(?:\[E\d+\])?: (?P<msg>.*)\n *--> (?P<file>[^:\n]+):(?P<line>\d+):\d+$`), First: true},
		},
		Types: []Retype{
			{hub.ErrAssertion, Regexp("^assertion (?:`|failed)")},
			{hub.ErrParse, Regexp(`^(?:expected|unexpected|unknown start of token|unterminated|this file contains an unclosed|mismatched closing)\b`)},
			{hub.ErrMissingDependency, Regexp(`^(?:unresolved import|can't find crate|use of unresolved module)\b`)},
		},
		Details: 2,
	}
}
