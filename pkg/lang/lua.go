package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func lua() Language {
	return Language{
		Name:         "lua",
		Match:        []string{"*.lua"},
		Interpreters: []string{"lua"},
		Command:      []string{"lua", "{file}"},
		Version:      []string{"lua", "-v"},
		Comment:      Dashes,
		Errors:       luaErrors(),
	}
}

func luaErrors() Errors {
	return Errors{
		Name:  "lua",
		Names: []string{"luajit"},
		Rules: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"lua"}, Find: Regexp(`(?m)^lua[\w.]*: (?P<file>[^:\n]+):(?P<line>\d+): (?P<msg>.*?):?$`)},
			{Is: hub.ErrRuntime, Hints: []string{"stack traceback:"}, Find: Regexp(`(?m)^lua[\w.]*: (?P<msg>.*)\nstack traceback:$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^module '[^']*' not found`)},
			{hub.ErrParse, Regexp(`(?:expected|unexpected symbol|unfinished string|malformed number).* near\b`)},
			{hub.ErrAssertion, Regexp(`^assertion failed!`)},
		},
		Frames: []Pattern{Regexp(`(?m)^\t(?P<file>[^:\n]+):(?P<line>\d+): in `)},
	}
}
