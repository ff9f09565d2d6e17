package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

// golang does not use go run, which turns every failure into exit code 1, and
// receives signals instead of the program.
func golang() Language {
	return Language{
		Name:    "go",
		Match:   []string{"*.go"},
		Build:   []string{"go", "build", "-o", "{bin}", "{file}"},
		Command: []string{"{bin}"},
		Version: []string{"go", "version"},
		Comment: Slashes,
		Errors:  golangErrors(),
		Crash:   Crash{Signs: []string{"goroutine "}, Line: `(?:panic|fatal error): .*\n(?:.*\n){0,20}?goroutine \d+.* \[.*`},
		Noise:   []string{"exit status "},
	}
}

func golangErrors() Errors {
	return Errors{
		Name:  "go",
		Names: []string{"golang"},
		Rules: []Rule{
			{Is: hub.ErrRuntime, Hints: []string{"panic: "}, Find: Regexp(`(?m)^(?P<msg>panic: .*)\n(?:.*\n){0,40}?goroutine \d+.* \[`), First: true},
			{Is: hub.ErrFatal, Hints: []string{"fatal error: "}, Find: Regexp(`(?m)^(?P<msg>fatal error: .*)\n(?:.*\n){0,40}?goroutine \d+.* \[`), First: true},
			// The compiler, the linker's front end and vet name a column.
			{Is: hub.ErrBuild, Hints: []string{".go:"}, Find: Regexp(`(?m)^(?P<file>[^\s:][^:\n]*\.go):(?P<line>\d+):\d+: (?P<msg>.*)$`), First: true},
			{Is: hub.ErrBuild, Hints: []string{"no packages to build", "no non-test Go files"}, Advice: "; a _test.go file needs 'go test', not 'go build'", Find: Regexp(`(?m)^(?P<msg>no packages to build|.*\bno non-test Go files in .*)$`)},
			// log.Fatal prints the last line of the log package.
			{Is: hub.ErrFatal, Find: Regexp(`(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:(?P<file>\S+\.go):(?P<line>\d+): )?(?P<msg>.+)$`), Exit: 1, Tail: 1},
		},
		Types: []Retype{
			{hub.ErrParse, Regexp(`^(?:syntax error\b|expected )`)},
			{hub.ErrMissingDependency, Regexp(`^(?:no required module provides|cannot find (?:module|package)|package \S+ is not in (?:std|GOROOT)|missing go\.sum entry)`)},
		},
		Frames: []Pattern{Regexp(`(?m)^\t(?P<file>.+\.go):(?P<line>\d+)(?: \+0x[0-9a-f]+)?$`)},
		Bare:   true,
	}
}
