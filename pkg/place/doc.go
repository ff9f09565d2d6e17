// Package place decides where hub writes, and writes there: every file that a
// command writes or removes passes through a [Guard].
//
// # Where
//
// Paths from the project (hub.yaml, front matter, built-in names) are [Configured]:
// they must be inside the project's root, after links are resolved on both sides.
// The root is the folder of hub.yaml, or the working folder without one. Paths from
// the user (command line, environment) are [Named]: they may be anywhere, but a path
// spelled inside the root must stay inside it after links are resolved, and no link
// below the named folder may lead out of that folder.
//
// # Never
//
//   - a protected file (see [Guard.Protect]): hub.yaml, an example's entry file
//     or sidecar, under any of its names
//   - a file of git: .git itself, anything in a folder of that name (in any case and
//     in the other spellings of Windows and macOS), or in the git directory of a
//     linked work tree, a submodule or a bare repository
//
// A command that exists to write a protected file names its kind with [Guard.Only].
//
// # How
//
// A Guard hands out a writer (a [File], an [os.Root]) instead of a checked path: if
// an example swaps a folder for a link between check and write, the write fails.
// Links are resolved once, and not followed afterwards. Files are opened by package
// plainfile, which never blocks.
//
// Note: a single [os.Root] for the project would refuse every absolute link, even
// into the project, and does not know which files must not be replaced.
package place
