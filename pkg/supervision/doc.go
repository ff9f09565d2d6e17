// Package supervision is what a supervisor process does: it runs one example at a time,
// keeps the bounds of that, and ends what it leaves behind.
//
// A supervisor process is the program that imports this package, started anew with
// [Name] as its only argument; it takes its place before the rest of the program is
// initialised. It gets a [Request] after the other over a socket, [LinkFD], and answers
// each with what the example printed and a [Report]. With [Request.GoOn] it takes the
// next one from the desk itself, [DeskFD]. When the socket ends, it kills what is below
// it, and ends. Package proc is the other side.
//
// # Whose process is it
//
// On Linux a supervisor process is a child subreaper. So all that is below it belongs to
// the example that it runs, whatever that did to its environment, group, session or
// parent: nothing is guessed. That nothing is left is a fact too: then wait4 says that
// there is no child. What is left is stopped, until a look finds nothing new that runs,
// and killed (package processes). As soon as an example lasts, or leaves something,
// root's supervisor process runs before all that is below it, and so sees the end of
// that, whatever it does to the CPUs.
//
// On macOS it knows the process group of the example and, at a timeout or cancellation,
// all descendants whose parents live.
//
// # Where to find what
//
// The exchange with hub is in serve and wire, one example from its start to its end in
// start, child, stream, suspend and ending. What differs by system is in tree, and in
// clock and oom, which macOS has not; raw has the system calls of each example.
//
// Windows needs no supervisor processes: there the package has the words only.
package supervision
