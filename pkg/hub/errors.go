package hub

// ErrorType names a class of failure. The values are part of every report and
// of the status file: they are never renamed.
type ErrorType string

// The types that hub itself establishes, from how a process ended or from why
// it could not be started.
const (
	ErrUnknown        ErrorType = "unknown_error"    // a non-zero exit that no rule explains
	ErrTimeout        ErrorType = "timeout"          // the example's own timeout passed
	ErrSignal         ErrorType = "signal"           // a signal that hub did not send ended it
	ErrMissingRunner  ErrorType = "missing_runner"   // its interpreter or compiler is not installed
	ErrInvalidMeta    ErrorType = "invalid_metadata" // front matter or sidecar cannot be understood
	ErrUnreadable     ErrorType = "unreadable"       // the entry file cannot be read
	ErrBuild          ErrorType = "build_error"      // the build command failed
	ErrOutputMismatch ErrorType = "output_mismatch"  // it ended well and said something else than expected
	ErrDoubtful       ErrorType = "doubtful"         // a hollow pass, where the configuration makes that an error
	ErrLeaked         ErrorType = "leaked"           // it passed and left processes behind, where its settings make that an error
	ErrFlaky          ErrorType = "flaky"            // it passed after a failed attempt, where the run makes that an error
	ErrRequired       ErrorType = "required_skip"    // it was skipped, where the run requires it not to be
	ErrDeadline       ErrorType = "deadline"         // the time for the whole run was over while it ran; the result is interrupted
	ErrSetup          ErrorType = "setup_error"      // what its group or the run needs could not be set up, so that it was not tried
	ErrInternal       ErrorType = "internal"         // hub could not start it, and not for want of descriptors, processes or memory: see [Want]
	ErrNoResult       ErrorType = "no_result"        // planned, and no result was recorded
)

// The types that classification reads from what an example printed.
const (
	ErrFatal             ErrorType = "fatal_error"
	ErrParse             ErrorType = "parse_error"
	ErrWarning           ErrorType = "warning"
	ErrNotice            ErrorType = "notice"
	ErrException         ErrorType = "exception"
	ErrAssertion         ErrorType = "assertion"
	ErrUncaught          ErrorType = "uncaught_exception"
	ErrRuntime           ErrorType = "runtime_error"
	ErrMissingDependency ErrorType = "missing_dependency"
	ErrAuth              ErrorType = "auth"
	ErrRateLimit         ErrorType = "rate_limit"
	ErrNetwork           ErrorType = "network"
)

// ErrorTypes lists every error type, for help texts, validation and schemas.
func ErrorTypes() []ErrorType {
	return []ErrorType{
		ErrUnknown, ErrTimeout, ErrSignal, ErrMissingRunner, ErrInvalidMeta, ErrUnreadable,
		ErrBuild, ErrOutputMismatch, ErrDoubtful, ErrLeaked, ErrFlaky, ErrRequired, ErrDeadline,
		ErrSetup, ErrInternal, ErrNoResult,
		ErrFatal, ErrParse, ErrWarning, ErrNotice, ErrException, ErrAssertion, ErrUncaught,
		ErrRuntime, ErrMissingDependency, ErrAuth, ErrRateLimit, ErrNetwork,
	}
}

// Error says why one attempt of an example failed.
type Error struct {
	Type ErrorType `json:"type"`
	// Message is one line that a maintainer would quote.
	Message string `json:"message"`
	// File is the place of the failure, as a slash path from the project's
	// root when it lies within it; empty when unknown.
	File string `json:"file,omitempty"`
	// Line is 1-based; 0 when unknown.
	Line int `json:"line,omitempty"`
	// Column is 1-based, in characters; 0 when unknown. Of what examples print no
	// column is read.
	Column int `json:"column,omitempty"`
	// Diff is how the output differs from what was expected of it, as a unified
	// diff of a few KiB at most; empty where there is none to show.
	Diff string `json:"diff,omitempty"`
	// Want says that the error is of hub's own and not of the example.
	Want Want `json:"-"`
}

// CouldNotRun reports whether the type says that the example never ran to an
// end of its own: it could not start, was cut off, or has no valid metadata.
// JUnit tells these (<error>) from examples that ran and failed (<failure>).
func (t ErrorType) CouldNotRun() bool {
	switch t {
	case ErrTimeout, ErrSignal, ErrMissingRunner, ErrInvalidMeta, ErrUnreadable,
		ErrBuild, ErrRequired, ErrDeadline, ErrSetup, ErrInternal, ErrNoResult:
		return true
	}
	return false
}
