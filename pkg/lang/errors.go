package lang

import (
	"regexp"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Errors is how programs of a language, or of several that share a runtime,
// report what went wrong. Package classify applies it.
type Errors struct {
	// Name is the same for all languages that share these Errors.
	Name string
	// Names are names of runners in hub.yaml, and extensions of files without the
	// dot, that mean these Errors besides the names and extensions of the rows.
	Names []string
	// Rules in the order of their weight: the first that matches decides.
	Rules []Rule
	// Otherwise are rules for output that nothing else explains.
	Otherwise []Rule
	// Types replace the type of one of the Rules when their pattern matches what
	// is quoted.
	Types []Retype
	// Frames match the lines of a stack trace, with groups file and line.
	Frames []Pattern
	// FramesBefore says that the trace is above the message, innermost frame last.
	FramesBefore bool
	// Bare says that files are named without their folder.
	Bare bool
	// Details is how many lines after the message belong to it.
	Details int
	// StrictLineEnds says that the CR of a CR LF in a program is text to the
	// interpreter.
	StrictLineEnds bool
}

// Rule finds one kind of message in the output.
type Rule struct {
	// Is is the type of the error.
	Is hub.ErrorType
	// Hints are texts without one of which Find cannot match. Looking for them
	// costs a hundredth of what the expressions cost.
	Hints []string
	// Find has the groups msg (what is quoted) and, where the message itself
	// names the place, file and line.
	Find Pattern
	// Not, when given, must not match the quoted text.
	Not Pattern
	// First says that the first match is the cause, as with compilers, which go
	// on after it. Else the last one is, which nothing came after.
	First bool
	// Exit, when not 0, is the only exit code with which the rule holds.
	Exit int
	// Tail, when not 0, is how many of the last lines that say something it
	// holds for: 1 is the very last alone.
	Tail int
	// Own says that it holds only when the place is the entry file, or a file of
	// the project that is of this language by its extension.
	Own bool
}

// Retype gives messages that Find matches a type.
type Retype struct {
	Is   hub.ErrorType
	Find Pattern
}

// Crash is how a line begins by which a language reports an error that nothing
// caught; in the output of a pass it makes the pass doubtful. The message alone,
// which programs print to say what they recovered from, is none.
type Crash struct {
	// Signs are texts without one of which Line cannot match.
	Signs []string
	// Line is a regular expression that matches from the beginning of a line on.
	Line string
}

// Pattern returns a regular expression, which is compiled when it is first
// asked for.
type Pattern func() *regexp.Regexp

// Regexp returns the pattern of an expression. The pattern panics where the
// expression is not valid.
func Regexp(expr string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// Any returns what programs of all languages print when they give up by
// themselves.
func Any() Errors {
	return Errors{
		Name: "any",
		Rules: []Rule{
			{Is: hub.ErrAssertion, Hints: []string{"ssertion "}, Find: Regexp(`(?m)^(?P<msg>(?:.*: )?[Aa]ssertion .*failed.*)$`)},
			{Is: hub.ErrException, Find: Regexp(`(?m)^(?P<msg>(?:[\w$]+(?:\\|::|\.))*[A-Za-z_$][\w$]*(?:Error|Exception)(?: \[\w+\])?: .+)$`), Tail: 6},
			{Is: hub.ErrException, Find: Regexp(`(?m)^(?P<msg>Error: .+)$`), Tail: 1},
			{Is: hub.ErrFatal, Find: Regexp(`(?m)^(?P<msg>(?i:fatal(?: error)?): .+)$`), Tail: 1},
		},
		Types: wordsForTypes(),
	}
}

// wordsForTypes are the names of exceptions that mean the same in many languages.
func wordsForTypes() []Retype {
	return []Retype{
		{hub.ErrAssertion, Regexp(`^(?:Uncaught )?(?:[\w.$]+[.\\:])?Assert(?:ion)?(?:Failed)?Error\b`)},
		{hub.ErrMissingDependency, Regexp(`^(?:[\w.$]+[.])?(?:ModuleNotFoundError|ImportError|NoClassDefFoundError|ClassNotFoundException)\b`)},
		{hub.ErrParse, Regexp(`^(?:SyntaxError|IndentationError|TabError)\b`)},
	}
}
