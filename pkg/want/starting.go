package want

import "fmt"

// Starting returns err, of a start that failed, as one that wraps [Err] and says
// what to do, where [Start] holds for it; else as it is.
func Starting(err error) error {
	if err == nil || !Start(err) {
		return err
	}
	return &lack{err}
}

// lack is the error of a start for which hub lacked something.
type lack struct{ err error }

func (l *lack) Error() string { return fmt.Sprintf("%v; %s", l.err, Remedy(l.err)) }

// Unwrap returns Err and the error of the start.
func (l *lack) Unwrap() []error { return []error{Err, l.err} }
