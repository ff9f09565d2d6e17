package supervision

import (
	"fmt"
	"time"
)

const (
	// Linger is how long the descendants of an example that has ended may take
	// to end by themselves, and how long they then have between SIGTERM and
	// SIGKILL. Process substitution (> >(tee log)) needs it. An example without
	// surviving descendants is not delayed.
	Linger = 100 * time.Millisecond

	// KillBound bounds the attempts to kill processes that do not die: those in
	// uninterruptible sleep, or of a user that hub may not signal.
	KillBound = 2 * time.Second

	// MaxLeaked bounds the processes that one Exit names.
	MaxLeaked = 256
)

// Exit says how an example ended.
type Exit struct {
	// Err says why it could not be started, or that it could not be killed; nil when it
	// ran to an end. Package proc makes it of a [Report].
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
	// Leaked are the processes that outlived it and its linger, at most [MaxLeaked],
	// by ID. They were killed. When the example itself was killed for ignoring the
	// request to end, what went with it is not named.
	Leaked []Process
	// Began is when hub tried to start it, by hub's clock; zero when it did not.
	Began time.Time
	// Elapsed is the time from its start to its own end, survivors apart; to when
	// hub went on, where hub was stopped at that end. Time for which both were
	// stopped does not count.
	Elapsed time.Duration
	// CPU is the processor time, user and system, of the example and of all below it
	// that ended before the example was settled; 0 when it is not known. A process
	// whose parent has the system reap it is not counted, and on macOS no orphan is.
	CPU time.Duration
	// Memory is the most memory, in bytes, that one of these processes had at a time:
	// resident, on Windows committed. 0 when it is not known. On Linux a process counts
	// from before it becomes another program, so what a supervisor process itself has, a
	// few megabytes, cannot be told from less; 0 stands for that, too.
	Memory int64
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
