// Package plainfile reads files that others can replace: those in hub's own state
// folder, what belongs to examples, what a user names.
//
// # What it promises
//
//   - Nothing is waited for. A named pipe, a socket or a device is not opened; one
//     that takes the file's place between the look and the opening is opened
//     without waiting, and closed unread.
//   - Nothing is redirected. Below an [os.Root] (the functions that end in In) the
//     name itself is no symbolic link, and no link above it leads out of the root.
//     The functions that take a path follow links, as the user who named the path
//     or the example that owns the file expects.
//   - Nothing is read without a bound: a file that is larger than the caller's
//     bound is refused before its first byte is read, and one that grows beyond it
//     meanwhile is an error.
//   - What takes long ends with a context, see [Reader].
//
// The error of what is not a plain file, or too large a one, is an [*Error]. It
// says what is there and what to do. All others are the file system's.
//
// Note: the look comes first because opening is not harmless: it can rewind a
// tape, or start what waits behind a pipe. The look alone would not do: an
// example can replace the file after it.
package plainfile
