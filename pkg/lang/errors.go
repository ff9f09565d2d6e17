package lang

import (
	"regexp"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Errors says how programs of a language, or of several with a common runtime,
// report failures. Package classify applies it.
type Errors struct {
	// Name identifies these Errors; languages that share them have the same.
	Name string
	// Names lists runner names in hub.yaml, and file extensions without the
	// dot, that select these Errors besides the names and extensions of the
	// rows.
	Names []string
	// Rules are in the order of their priority: the first match decides.
	Rules []Rule
	// Otherwise are rules for output that no other rule explains.
	Otherwise []Rule
	// Types replace the type of an error from Rules if their pattern matches
	// the quoted message.
	Types []Retype
	// Frames match the lines of a stack trace, with groups file and line.
	Frames []Pattern
	// FramesBefore says that the trace is above the message, with the innermost
	// frame last.
	FramesBefore bool
	// Bare says that files are named without their folder.
	Bare bool
	// Details is the number of lines after the message that belong to it.
	Details int
	// StrictLineEnds says that the interpreter treats the CR of a CR LF line
	// end as text.
	StrictLineEnds bool
}

// Rule finds one kind of message in the output.
type Rule struct {
	// Is is the type of the error.
	Is hub.ErrorType
	// Hints are strings of which one must occur for Find to match. Searching
	// for them costs a hundredth of matching the expression.
	Hints []string
	// Find has the groups msg (the quoted message) and, if the message contains
	// the position, file and line.
	Find Pattern
	// Not, if given, must not match the quoted message.
	Not Pattern
	// Advice is added to the message, and says what helps.
	Advice string
	// First says that the first match is the cause, as for compilers, which
	// continue after it. Otherwise it is the last match.
	First bool
	// Exit, if not 0, is the only exit code for which the rule applies.
	Exit int
	// Tail, if not 0, limits the rule to this many of the last non-empty lines.
	Tail int
	// Own limits the rule to positions in the entry file, or in a file of the
	// project with an extension of this language.
	Own bool
}

// Retype sets the type of errors whose message Find matches.
type Retype struct {
	Is   hub.ErrorType
	Find Pattern
}

// Crash recognises the line with which a language reports an uncaught error; in
// the output of a pass it makes the pass doubtful. A message alone does not
// count, because programs also print errors that they handled.
type Crash struct {
	// Signs are strings of which one must occur for Line to match.
	Signs []string
	// Line is a regular expression that matches at the beginning of a line.
	Line string
	// Quoted are the lines above a report that the program only quotes.
	Quoted []string
}

// Pattern returns a regular expression that is compiled on first use.
type Pattern func() *regexp.Regexp

// Regexp returns the pattern of an expression. The pattern panics if the
// expression is invalid.
func Regexp(expr string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// Any returns the messages that programs in all languages print when they give
// up.
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

// wordsForTypes returns names of exceptions with the same meaning in many
// languages.
func wordsForTypes() []Retype {
	return []Retype{
		{hub.ErrAssertion, Regexp(`^(?:Uncaught )?(?:[\w.$]+[.\\:])?Assert(?:ion)?(?:Failed)?Error\b`)},
		{hub.ErrMissingDependency, Regexp(`^(?:[\w.$]+[.])?(?:ModuleNotFoundError|ImportError|NoClassDefFoundError|ClassNotFoundException)\b`)},
		{hub.ErrParse, Regexp(`^(?:SyntaxError|IndentationError|TabError)\b`)},
	}
}
