package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func nimErrors() Errors {
	return Errors{
		Name: "nim",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{") Error: "}, Find: Regexp(`(?m)^(?P<file>[^\n(]+\.nims?)\((?P<line>\d+), \d+\) Error: (?P<msg>.+)$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"Error: unhandled exception: "}, Find: Regexp(`(?m)^Error: unhandled exception: (?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrAssertion, Regexp(`\[AssertionDefect\]$`)},
			{hub.ErrMissingDependency, Regexp(`^cannot open file: `)},
			{hub.ErrParse, Regexp(`^(?:expected|invalid indentation|expression expected|nestable statement|unexpected|closing)`)},
		},
		Frames:       []Pattern{Regexp(`(?m)^(?P<file>[^\n(]+\.nim)\((?P<line>\d+)\) \S+$`)},
		FramesBefore: true,
	}
}

func crystalErrors() Errors {
	return Errors{
		Name: "crystal",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{"In "}, Find: Regexp(`(?m)^In (?P<file>[^:\n]+):(?P<line>\d+):\d+\n(?:.*\n){0,12}?Error: (?P<msg>.+)$`)},
			{Is: hub.ErrUncaught, Hints: []string{"Unhandled exception"}, Find: Regexp(`(?m)^Unhandled exception(?: in spawn)?: (?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^can't find file `)},
			{hub.ErrParse, Regexp(`^(?:unexpected token|expecting |unterminated |syntax error)`)},
		},
		Frames: []Pattern{Regexp(`(?m)^  from (?P<file>[^:\n]+):(?P<line>\d+):\d+ in `)},
	}
}

func swiftErrors() Errors {
	return Errors{
		Name: "swift",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{": error: "}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.swift):(?P<line>\d+):\d+: error: (?P<msg>.+)$`), First: true},
			{Is: hub.ErrFatal, Hints: []string{"Fatal error: "}, Find: Regexp(`(?m)^(?:[^\s:]*/)?(?P<file>[^\s:/]+\.swift):(?P<line>\d+): (?P<msg>Fatal error: .+)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^no such module `)},
			{hub.ErrParse, Regexp(`^(?:expected |unterminated |consecutive statements|extraneous )`)},
			{hub.ErrUncaught, Regexp(`^Fatal error: Error raised at top level`)},
		},
		Frames: []Pattern{Regexp(`(?m) at (?P<file>/[^:\n]*\.swift):(?P<line>\d+)`)},
		Bare:   true, // the module's name stands for the folder
	}
}

func dartErrors() Errors {
	return Errors{
		Name: "dart",
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{": Error: "}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.dart):(?P<line>\d+):\d+: Error: (?P<msg>.+)$`), First: true},
			{Is: hub.ErrUncaught, Hints: []string{"Unhandled exception:"}, Find: Regexp(`(?m)^Unhandled exception:\n(?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^(?:Not found: |Couldn't resolve the package|Error when reading )`)},
			{hub.ErrParse, Regexp(`^(?:Expected |Unexpected token|String starting with|Can't find '[)}\]]')`)},
			{hub.ErrAssertion, Regexp(`Failed assertion: `)},
		},
		Frames: []Pattern{Regexp(`(?m)^#\d+ .*\((?P<file>file://[^)\n]+?):(?P<line>\d+)(?::\d+)?\)$`)},
	}
}

func fsharpErrors() Errors {
	return Errors{
		Name:  "fsharp",
		Names: []string{"dotnet", "csharp", "fsi"},
		Rules: []Rule{
			{Is: hub.ErrBuild, Hints: []string{": error "}, Find: Regexp(`(?m)^(?P<file>[^\s(][^(\n]*\.(?:fsx?|cs))\((?P<line>\d+),\d+\): error (?P<msg>(?:FS|CS|NU)\d+: .+)$`), First: true},
			{Is: hub.ErrException, Hints: []string{"\n   at "}, Find: Regexp(`(?m)^(?:Unhandled exception\. )?(?P<msg>(?:[A-Z]\w*\.)*[A-Z]\w*Exception(?:: .*)?)\n(?:.*\n){0,10}?   at `)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`^(?:FS0039: The namespace|FS0082|FS0084|FS3217|FS3302|NU\d+|System\.IO\.FileNotFoundException: Could not load)`)},
			{hub.ErrParse, Regexp(`^(?:FS0010|FS0058|FS0583|FS3118|FS0588|CS1\d\d\d):`)},
		},
		Frames: []Pattern{Regexp(`(?m)^   at .* in (?P<file>[^\n]+):line (?P<line>\d+)$`)},
	}
}

func powershellErrors() Errors {
	return Errors{
		Name:  "powershell",
		Names: []string{"pwsh"},
		Rules: []Rule{
			// The message is in the frame below the source line, behind a bar.
			{Is: hub.ErrUncaught, Hints: []string{"Line |"}, Find: Regexp(`(?m)^[\w.-]+: (?P<file>[^\n]+\.ps1):(?P<line>\d+)\nLine \|\n *\d+ \| .*\n(?: *\| *~+.*\n)?(?: *\| +)(?P<msg>.+)$`)},
		},
		Types: []Retype{
			{hub.ErrMissingDependency, Regexp(`is not recognized as a name of a cmdlet|^The specified module .* was not loaded`)},
			{hub.ErrParse, Regexp(`^(?:Missing |Unexpected token|The string is missing)`)},
		},
	}
}
