// Package supervision implements a supervisor process: it runs one example at a time,
// enforces its bounds, and ends the processes that it leaves behind.
//
// A supervisor process is the program that imports this package, started anew with
// [Name] as its only argument; it takes its place before the rest of the program is
// initialised. It reads one [Request] after the other from a socket, [LinkFD], and
// answers each with the example's output and a [Report]. With [Request.GoOn] it takes
// the next request itself, from the desk, [DeskFD]. When the socket ends, it kills its
// descendants and exits. Package proc is the other side.
//
// # Which processes belong to an example
//
// On Linux a supervisor process is a child subreaper. So all its descendants belong to
// the example that it runs, whatever that did to its environment, group, session or
// parent. When no process is left, wait4 reports that there is no child. Processes that
// are left are stopped, until a look finds no new one that runs, and killed (package
// processes). As soon as an example lasts or leaves a process behind, root's supervisor
// process gets a higher priority than its descendants, so that they cannot keep it from
// seeing their end.
//
// On macOS it knows the process group of the example and, at a timeout or cancellation,
// all descendants whose parents live.
//
// # Where to find what
//
// The exchange with hub is in serve and wire, one example from its start to its end in
// start, child, stream, suspend and ending. System-specific code is in tree, and for
// Linux alone in clock, oom and signals; raw has the system calls of each example, and vfork
// those that start it.
//
// Windows needs no supervisor processes: there the package only has the types.
package supervision
