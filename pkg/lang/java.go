package lang

import (
	_ "embed"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

//go:embed builders/JavaBuild.java
var javaBuild string

// java is built, although Java can run a source file itself since version 11,
// because Java would compile it in each attempt, within the example's timeout.
// The builder compiles like java does, in the same time, and writes a file of
// arguments.
func java() Language {
	return Language{
		Name:         "java",
		Match:        []string{"*.java"},
		Interpreters: []string{"java"},
		Build:        []string{"java", "-XX:TieredStopAtLevel=1", "{builder}", "{bin}", "{file}"},
		Builder:      Builder{Name: "JavaBuild.java", Text: javaBuild},
		Command:      []string{"java", "@{bin}"},
		Version:      []string{"java", "-version"},
		Comment:      Slashes,
		Errors:       javaErrors(),
		Crash:        Crash{Signs: []string{"Exception in thread "}, Line: `Exception in thread ".*`},
	}
}

// kotlin does not match plain *.kts, which are build files.
func kotlin() Language {
	return Language{
		Name:         "kotlin",
		Match:        []string{"*.main.kts"},
		Interpreters: []string{"kotlin"},
		Command:      []string{"kotlin", "{file}"},
		Version:      []string{"kotlin", "-version"},
		Comment:      Slashes,
		Errors:       javaErrors(),
	}
}

func groovy() Language {
	return Language{
		Name:         "groovy",
		Match:        []string{"*.groovy"},
		Interpreters: []string{"groovy"},
		Command:      []string{"groovy", "{file}"},
		Version:      []string{"groovy", "--version"},
		Comment:      Slashes,
		Errors:       javaErrors(),
	}
}

func javaErrors() Errors {
	return Errors{
		Name:  "java",
		Names: []string{"jshell", "scala"},
		Rules: []Rule{
			{Is: hub.ErrUncaught, Hints: []string{`Exception in thread "`}, Find: Regexp(`(?m)^Exception in thread "[^"\n]*" (?P<msg>.+)$`)},
			{Is: hub.ErrBuild, Hints: []string{": error: "}, Find: Regexp(`(?m)^(?P<file>\S.*\.(?:java|kts?)):(?P<line>\d+):(?:\d+:)? error: (?P<msg>.*)$`), First: true},
			{Is: hub.ErrBuild, Hints: []string{".groovy: "}, Find: Regexp(`(?m)^(?P<file>\S.*\.groovy): (?P<line>\d+): (?P<msg>.+?)(?: @ line \d+, column \d+\.)?$`), First: true},
			// scala-cli.
			{Is: hub.ErrBuild, Hints: []string{"[error] "}, Find: Regexp(`(?m)^\[error\] (?P<file>\S[^:\n]*):(?P<line>\d+):\d+\n\[error\] (?P<msg>.+)$`), First: true},
			{Is: hub.ErrMissingDependency, Hints: []string{"Could not find or load main class"}, Find: Regexp(`(?m)^Error: (?P<msg>Could not find or load main class .*)$`)},
			// Printed by printStackTrace.
			{Is: hub.ErrException, Hints: []string{"\n\tat "}, Find: Regexp(`(?m)^(?P<msg>(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)(?:: .*)?)\n\tat `)},
		},
		Types: append(wordsForTypes(),
			Retype{hub.ErrMissingDependency, Regexp(`^package \S+ does not exist$|^unable to resolve class |^not found: object `)},
			Retype{hub.ErrParse, Regexp(`^(?:.* expected$|illegal start of|not a statement|unclosed |Unexpected input|unexpected token|expecting |'.*' expected but |reached end of file|class, interface)`)},
		),
		Frames:  []Pattern{Regexp(`(?m)^\s+at [^\n(]*\((?P<file>[^:()\n]+):(?P<line>\d+)\)$`)},
		Bare:    true,
		Details: 60,
	}
}
