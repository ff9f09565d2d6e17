package programs

// Start is what the system was to start.
type Start struct {
	// Path is the program's file, relative to Dir if it is not absolute; an empty
	// Dir is the folder of this process.
	Path, Dir string
	Argv, Env []string
}

// StartError says why a program could not be started, where more is known of
// that than the system's error.
type StartError struct {
	// Path is the program's file, as it was to be started.
	Path string
	// Why says what is wrong, Remedy what to do about it; the latter is empty
	// where that is plain.
	Why, Remedy string
	// Lasting says that another attempt would end likewise: the program, or
	// what its #! line names, is not fit to be started.
	Lasting bool
	// Err is the system's error.
	Err error
}

// Error names the file, what is wrong with it, the system's error and the
// remedy, on one line.
func (e *StartError) Error() string {
	text := "starting " + e.Path + ": " + e.Why + ": " + e.Err.Error()
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

// Unwrap returns the system's error.
func (e *StartError) Unwrap() error { return e.Err }
