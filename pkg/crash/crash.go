// Package crash turns a panic, a bug in hub, into one sentence and an exit code; the Go
// runtime would print stacks and exit with the code of a usage error. The next command
// recovers the run's records, as after a kill.
//
// Note: it covers the goroutines in which it is deferred. A program cannot catch fatal
// errors of the runtime (concurrent map writes, exhausted stack or memory) or a panic
// in another goroutine: it prints one stack and exits with 2, and only the environment
// (GOTRACEBACK=none) suppresses the stack.
package crash

import (
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Wanted reports whether GOTRACEBACK, a value of that variable, asks for the stacks of
// a crash; then nothing is caught.
func Wanted(traceback string) bool { return traceback != "" && traceback != "none" }

// Sentence returns one line for people, about the reason that recover returned. It must
// be called by the deferred function that recovered: it names where the panic happened,
// as FILE:LINE without the folders of the machine that built hub.
func Sentence(reason any) string {
	return fmt.Sprintf("hub: internal error%s: %s; please report it, with the output of GOTRACEBACK=all\n", location(), sanitize.Line(fmt.Sprint(reason)))
}

// location returns where the recovered panic happened, as " in FILE:LINE"; empty when
// there was none. That is below the first of several: functions of package sync panic
// again with what they caught.
func location() (where string) {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for panicking := false; ; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(f.Function, "runtime."):
			panicking = false
			where = fmt.Sprintf(" in %s:%d", path.Join(path.Base(path.Dir(f.File)), path.Base(f.File)), f.Line)
		}
		if !more {
			return where
		}
	}
}

// Guard turns panics into sentences on Out and the exit code Code.
type Guard struct {
	Out  io.Writer
	Code int
	// Off: nothing is caught, see [Wanted].
	Off bool
	// Restore is called before anything is printed.
	Restore func()
}

// Recover, deferred, catches a panic and sets the code.
func (g Guard) Recover(code *int) {
	if g.Off {
		return
	}
	if r := recover(); r != nil {
		g.Restore()
		_, _ = io.WriteString(g.Out, Sentence(r)) // nothing more can be done
		*code = g.Code
	}
}

// Wrap wraps what runs in a goroutine: a panic in it ends the program.
func (g Guard) Wrap(do func()) func() {
	return func() {
		code := 0
		defer func() {
			if code != 0 {
				os.Exit(code)
			}
		}()
		defer g.Recover(&code)
		do()
	}
}
