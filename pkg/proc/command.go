package proc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// ErrKill is the cause ([context.WithCancelCause]) that makes a cancellation
// end an example at once, without grace.
var ErrKill = errors.New("killed without grace")

// ErrClosed is the error of a Run after [Supervisor.Close].
var ErrClosed = errors.New("the supervisor is closed")

// ErrSupervisor means that it is not known how an example ended: its supervisor
// process was ended, by the example or by something else. All that was left of the
// example was killed.
var ErrSupervisor = errors.New("the example, or something else, ended the hub process that supervised it")

// ErrUnended means that an example lives on: it resists SIGKILL, as processes of
// other users do.
var ErrUnended = errors.New("did not end")

// Command says what to run and within which bounds.
type Command struct {
	// Path is the program's file, as found by [programs.LookPath]. A relative one is
	// relative to Dir.
	Path string
	// Argv is what the program sees, its own name first.
	Argv []string
	// Dir is the working directory; empty means hub's own.
	Dir string
	// Env is the whole environment as NAME=value; nil means none at all.
	Env []string
	// Stdin is given on standard input; empty means the null device. A program
	// that does not read it is not disturbed.
	Stdin string
	// Output takes stdout and stderr in the order written; nil drops them. It
	// is called from Run's own goroutine only, and must not block: while it
	// does, no bound is kept. After it returned an error it is not called
	// again, and the example's output is read and dropped.
	Output io.Writer
	// Timeout ends the example after that time; 0 means never.
	Timeout time.Duration
	// Grace is the time between the request to end (SIGTERM) and SIGKILL.
	Grace time.Duration
	// Turn, if not nil, lets the Run wait. Not on the terminal.
	Turn *Turn
	// Terminal hands over hub's own stdin, stdout and stderr; Stdin and Output
	// are not used. The example stays in hub's process group, so that the
	// terminal's Ctrl-C and Ctrl-Z reach both: hub should leave SIGINT and
	// SIGQUIT to the example meanwhile, as a shell does.
	Terminal bool
}

// Turn says when a [Command] may be started: when Wait has returned; or before that,
// when another Command with a Turn has ended, whose supervisor process then takes
// this one without waiting for hub.
type Turn struct {
	// Wait returns when it is the Command's turn, the context has ended, this Turn has
	// become the Next of another, or Over was set. Nil: it is its turn now.
	Wait func()
	// Over says that the turn does not come: the Command is not started, unless it has
	// taken the place of another already.
	Over bool
	// Taken says, after the Run, that it took the place of another.
	Taken bool
	// Next is, after the Run, the turn of the Command that took its place, if one did.
	Next *Turn
}

// Exit says how a [Command] ended. Its Err wraps the system's error ([errors.Is] with
// [io/fs.ErrNotExist], syscall.EAGAIN, …), ErrClosed, the context's cause, or [want.Err]
// where hub itself lacked descriptors, processes or memory to start it: nothing is known
// of the example then. With [ErrSupervisor], Leaked is what was found of the example, its
// own process among them.
type Exit = supervision.Exit

// Process names one process.
type Process = supervision.Process

// failed returns the Exit of what did not run to an end.
func failed(err error) Exit { return Exit{Err: err, Code: -1} }

// errOver is the error of a Command whose Turn is over.
var errOver = errors.New("its turn is over")

// canceledBeforeStart returns the Exit of a Run after the end of its context, or of its
// turn.
func canceledBeforeStart(ctx context.Context) Exit {
	exit := failed(fmt.Errorf("not started: %w", cmp.Or(context.Cause(ctx), errOver)))
	exit.Canceled = true
	return exit
}
