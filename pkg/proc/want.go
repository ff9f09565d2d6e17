package proc

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/want"
)

// ErrWant is what an Exit's Err wraps when hub itself lacked descriptors,
// processes or memory to start the program: nothing is known of the example.
var ErrWant = want.Err

// lacking returns err, of a start that failed, as one that wraps ErrWant and
// says what to do, where it is by want of hub's; else as it is.
func lacking(err error) error {
	if err == nil || !want.Start(err) {
		return err
	}
	return &lack{err}
}

// lack is the error of a start that failed for want of something.
type lack struct{ err error }

func (l *lack) Error() string { return fmt.Sprintf("%v; %s", l.err, want.Remedy(l.err)) }

// Unwrap returns ErrWant and the error of the start.
func (l *lack) Unwrap() []error { return []error{ErrWant, l.err} }
