package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Linger is how long the descendants of an example that has ended may take to
// end by themselves, and how long they then have between SIGTERM and SIGKILL.
const Linger = 100 * time.Millisecond

// ErrKill is the cause ([context.WithCancelCause]) that makes a cancellation
// end an example at once, without grace.
var ErrKill = errors.New("killed without grace")

// Command says what to run and within which bounds.
type Command struct {
	// Path is the program's file, as found by [LookPath].
	Path string
	// Argv is what the program sees, its own name first.
	Argv []string
	// Dir is the working directory; empty means hub's own.
	Dir string
	// Env is the whole environment as NAME=value; nil means none at all.
	Env []string
	// Stdin is given on standard input; empty means the null device.
	Stdin string
	// Output takes stdout and stderr in the order written; nil drops them. It
	// is only written to while Run is running. After it returned an error it
	// is not written to again, and the example's output is read and dropped.
	Output io.Writer
	// Timeout ends the example after that time; 0 means never.
	Timeout time.Duration
	// Grace is the time between the request to end (SIGTERM) and SIGKILL.
	Grace time.Duration
	// Terminal hands over hub's own stdin, stdout and stderr. Stdin and Output
	// are not used.
	Terminal bool
}

// Exit says how an example ended.
type Exit struct {
	// Err says why it could not be started, or not be waited for; nil when it
	// ran.
	Err error
	// Code is the exit code; -1 when it never started or a signal ended it.
	Code int
	// Signal is the name of the signal that ended it, such as SIGSEGV.
	Signal string
	// CoreDumped says that the system wrote an image of it.
	CoreDumped bool
	// TimedOut says that Timeout passed before it ended, whatever it did then.
	TimedOut bool
	// Canceled says that the context or KillAll ended it.
	Canceled bool
	// Leaked are the processes that outlived it and its linger. They were
	// killed.
	Leaked []Process
	// Elapsed is the time from its start to its end, survivors apart.
	Elapsed time.Duration
	// CPU is the user and system time of it and of what it waited for.
	CPU time.Duration
	// MaxRSS is the largest resident set of one of these processes in bytes;
	// 0 when unknown.
	MaxRSS int64
}

// Process names one process.
type Process struct {
	PID  int
	Name string
}

// String returns the name and the process ID, as in "sleep (4711)".
func (p Process) String() string { return fmt.Sprintf("%s (%d)", p.Name, p.PID) }

// Supervisor runs examples and answers for every process that they start.
type Supervisor struct{}

// NewSupervisor prepares this process to contain others. There should be one
// at a time in a process.
func NewSupervisor() (*Supervisor, error) { return &Supervisor{}, nil }

// Run starts c and returns when it and all its descendants have ended.
func (s *Supervisor) Run(ctx context.Context, c Command) Exit {
	return Exit{Err: errors.ErrUnsupported, Code: -1}
}

// KillAll ends every example that runs now at once, also one in its grace.
func (s *Supervisor) KillAll() {}

// Processes lists the live processes of all examples.
func (s *Supervisor) Processes() []Process { return nil }

// Close kills whatever is left of any example and returns what it found.
func (s *Supervisor) Close() []Process { return nil }
