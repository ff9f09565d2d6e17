package proc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// Linger is how long the descendants of an example that has ended may take
	// to end by themselves, and how long they then have between SIGTERM and
	// SIGKILL. Process substitution (> >(tee log)) needs it. An example without
	// surviving descendants is not delayed.
	Linger = 100 * time.Millisecond

	// killBound is how long Run tries to kill what does not die: processes in
	// uninterruptible sleep, or of a user that hub may not signal.
	killBound = 2 * time.Second

	// maxLeaked bounds the processes that one Exit names.
	maxLeaked = 256
)

// phase is how far the end of a process was forced.
type phase int

const (
	alone  phase = iota // nothing was done
	asked               // SIGTERM was sent (Windows: Ctrl-Break)
	forced              // SIGKILL was sent (Windows: the job was terminated)
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

// Exit says how an example ended.
type Exit struct {
	// Err says why it could not be started, or that it could not be killed;
	// nil when it ran to an end. It wraps the system's error ([errors.Is] with
	// [io/fs.ErrNotExist], syscall.EAGAIN, …), ErrClosed, the context's cause, or
	// [want.Err] where hub itself lacked descriptors, processes or memory to start
	// it: nothing is known of the example then.
	Err error
	// Code is the exit code; -1 when it never started or a signal ended it.
	Code int
	// Signal is the name of the signal that ended it, such as SIGSEGV; also
	// when hub sent it.
	Signal string
	// CoreDumped says that the system wrote an image of it.
	CoreDumped bool
	// OutOfMemory says that the system ran out of memory and killed a process while
	// this one ran, and that this one, or what it waited for (exit code 137),
	// was ended by a SIGKILL that hub did not send. Linux only.
	OutOfMemory bool
	// TimedOut says that Timeout passed before it ended, whatever it did then.
	// Time for which hub and the example were both stopped does not count.
	TimedOut bool
	// Unattended says, with TimedOut, that it ended by itself after Timeout, while
	// hub's processes were stopped or had no CPU.
	Unattended bool
	// Stopped says that it, or a descendant, was stopped when Timeout passed: by a
	// signal such as SIGSTOP, or by the system for reading the terminal, which hub
	// keeps for itself. Not on Windows.
	Stopped bool
	// Canceled says that the context or KillAll ended it, or kept it from
	// being started.
	Canceled bool
	// Leaked are the processes that outlived it and its linger, at most 256.
	// They were killed. When the example itself was killed for ignoring the
	// request to end, what went with it is not named. With [ErrSupervisor] they are
	// what was found of the example, its own process among them.
	Leaked []Process
	// Began is when hub tried to start it, by hub's clock; zero when it did not.
	Began time.Time
	// Elapsed is the time from its start to its own end, survivors apart; to when
	// hub went on, where hub was stopped at that end. Time for which both were
	// stopped does not count.
	Elapsed time.Duration
}

// Process names one process.
type Process struct {
	PID int
	// Name is the command's name as the system knows it (Linux: at most 15
	// bytes). It is untrusted text.
	Name string
}

// String returns the name and the process ID, as in "sleep (4711)".
func (p Process) String() string { return fmt.Sprintf("%s (%d)", p.Name, p.PID) }

func byPID(a, b Process) int { return a.PID - b.PID }

// errOver is the error of a Command whose Turn is over.
var errOver = errors.New("its turn is over")

// canceledBeforeStart returns the Exit of a Run after the end of its context, or of its
// turn.
func canceledBeforeStart(ctx context.Context) Exit {
	return Exit{Err: fmt.Errorf("not started: %w", cmp.Or(context.Cause(ctx), errOver)), Code: -1, Canceled: true}
}
