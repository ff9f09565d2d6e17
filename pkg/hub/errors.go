package hub

// ErrorType names a class of failure. The values are part of every report and
// of the status file: they are never renamed.
type ErrorType string

// The types that hub itself establishes, from how a process ended or from why
// it could not be started.
const (
	ErrUnknown        ErrorType = "unknown_error"    // a non-zero exit code that no rule explains
	ErrTimeout        ErrorType = "timeout"          // the example exceeded its timeout
	ErrSignal         ErrorType = "signal"           // it was ended by a signal that hub did not send
	ErrMissingRunner  ErrorType = "missing_runner"   // its interpreter or compiler is not installed
	ErrInvalidMeta    ErrorType = "invalid_metadata" // its front matter or sidecar is invalid
	ErrUnreadable     ErrorType = "unreadable"       // the entry file cannot be read
	ErrBuild          ErrorType = "build_error"      // the build command failed
	ErrOutputMismatch ErrorType = "output_mismatch"  // it exited well, but its output is not the expected one
	ErrDoubtful       ErrorType = "doubtful"         // a doubtful pass, where the configuration makes that an error
	ErrLeaked         ErrorType = "leaked"           // a pass that left processes behind, where its settings make that an error
	ErrFlaky          ErrorType = "flaky"            // a pass after a failed attempt, where the run makes that an error
	ErrRequired       ErrorType = "required_skip"    // a skip that the run does not accept
	ErrDeadline       ErrorType = "deadline"         // the deadline of the run passed while it ran; the result is interrupted
	ErrSetup          ErrorType = "setup_error"      // a setup of its group or of the run failed, so it was not started
	ErrInternal       ErrorType = "internal"         // hub could not start it, for a reason other than a shortage ([Want])
	ErrNoResult       ErrorType = "no_result"        // it was planned, but no result was recorded
	ErrLost           ErrorType = "lost"             // its job or worker was lost repeatedly, and no attempt finished
	ErrUnexpectedPass ErrorType = "unexpected_pass"  // a pass of an example that the baseline still lists, where the run makes that an error
)

// The types that classification reads from what an example printed.
const (
	ErrFatal             ErrorType = "fatal_error"        // the interpreter reported a fatal error
	ErrParse             ErrorType = "parse_error"        // the program could not be parsed
	ErrWarning           ErrorType = "warning"            // it failed, and a warning is the best explanation
	ErrNotice            ErrorType = "notice"             // it failed, and a notice is the best explanation
	ErrException         ErrorType = "exception"          // it reported an exception
	ErrAssertion         ErrorType = "assertion"          // an assertion or a test failed
	ErrUncaught          ErrorType = "uncaught_exception" // an exception ended it
	ErrRuntime           ErrorType = "runtime_error"      // an error while it ran, of no other type
	ErrMissingDependency ErrorType = "missing_dependency" // something that it imports or calls is not installed
	ErrAuth              ErrorType = "auth"               // a service refused its credentials
	ErrRateLimit         ErrorType = "rate_limit"         // a service refused it for its number of requests
	ErrNetwork           ErrorType = "network"            // it could not reach another machine
	ErrPortInUse         ErrorType = "port_in_use"        // the port that it wants to listen on is taken
	ErrUsage             ErrorType = "usage"              // it was called without the arguments that it needs
)

// ErrorTypes lists every error type, for help texts, validation and schemas.
func ErrorTypes() []ErrorType {
	return []ErrorType{
		ErrUnknown, ErrTimeout, ErrSignal, ErrMissingRunner, ErrInvalidMeta, ErrUnreadable,
		ErrBuild, ErrOutputMismatch, ErrDoubtful, ErrLeaked, ErrFlaky, ErrRequired, ErrDeadline,
		ErrSetup, ErrInternal, ErrNoResult, ErrLost, ErrUnexpectedPass,
		ErrFatal, ErrParse, ErrWarning, ErrNotice, ErrException, ErrAssertion, ErrUncaught,
		ErrRuntime, ErrMissingDependency, ErrAuth, ErrRateLimit, ErrNetwork, ErrPortInUse, ErrUsage,
	}
}

// Error says why one attempt of an example failed.
type Error struct {
	Type ErrorType `json:"type"`
	// Message is one line, the one that a maintainer would quote.
	Message string `json:"message"`
	// File is where the failure occurred: a slash path from the project's root
	// if it is inside, else absolute; empty when unknown.
	File string `json:"file,omitempty"`
	// Line is 1-based; 0 when unknown.
	Line int `json:"line,omitempty"`
	// Column is 1-based, in characters; 0 when unknown. It is never read from
	// the output of examples.
	Column int `json:"column,omitempty"`
	// Diff is a unified diff of the expected and the actual output, a few KiB
	// at most; empty when there is none.
	Diff string `json:"diff,omitempty"`
	// Want says which resource hub lacked, when the error is hub's and not the
	// example's.
	Want Want `json:"-"`
}

// CouldNotRun reports whether the example never ran to its own end: it could
// not start, was cut off, or has invalid metadata. JUnit reports these as
// <error>, and examples that ran and failed as <failure>.
func (t ErrorType) CouldNotRun() bool {
	switch t {
	case ErrTimeout, ErrSignal, ErrMissingRunner, ErrInvalidMeta, ErrUnreadable,
		ErrBuild, ErrRequired, ErrDeadline, ErrSetup, ErrInternal, ErrNoResult, ErrLost:
		return true
	}
	return false
}

// NeverAllowed reports whether neither an allowance nor a baseline covers errors of the
// type: the example did not even get to fail, and an allowance is for a known failure,
// not for an unknown outcome; or the error is that a known failure is fixed.
func (t ErrorType) NeverAllowed() bool {
	switch t {
	case ErrInvalidMeta, ErrUnreadable, ErrMissingRunner, ErrRequired, ErrSetup, ErrInternal, ErrNoResult, ErrLost, ErrUnexpectedPass:
		return true
	}
	return false
}
