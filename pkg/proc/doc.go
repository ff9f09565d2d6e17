// Package proc starts, bounds and ends one process tree at a time, and keeps
// what it printed within a bound.
//
// A [Supervisor] runs [Command]s. Whatever an example does (hang, fork, flood,
// ignore signals, close its pipe and live, hand its pipe to a daemon), Run
// returns in time and tells how the example itself ended; what it left behind
// is found, named and killed.
//
// # How far containment goes
//
// Linux: the supervising process is a child subreaper, so that no descendant
// of an example can leave: a daemon becomes our own child when its parent
// ends. It is attributed to its example by process group, by the variable
// [TokenVariable] in its environment or by the output pipe it still holds. One
// that wiped all three while other examples ran is killed when all of these
// have ended, and is told by Close. Children that this process starts by other
// means are left alone, provided that they stay in its own process group.
//
// macOS, best effort: the process group, and at a timeout or cancellation all
// descendants whose parents live. A daemon that left its group stays behind.
//
// Windows: a job object per example, which nothing can leave.
//
// When the supervising process is itself killed with no chance to act, the
// system ends the examples' own processes (Linux) or all of theirs (Windows).
// What descends from them on Linux is for the next one to find, by
// [KillStrays].
//
// Note: control groups would attribute without a doubt and kill at once, but
// need delegation, which few CI machines have, and two folders made and
// removed per example. Where a process wiped all that tells whose it is, they
// would name its example; killed it is in either case, at the latest before
// Close returns. That is not worth a second mechanism which only some machines
// have, and which therefore would be tested least where it matters.
package proc
