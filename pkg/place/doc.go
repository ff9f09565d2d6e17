// Package place decides where hub writes, and writes there: every file that a
// command writes or removes passes through a [Guard].
//
// # Where
//
// What the project says (hub.yaml, front matter, a name that is built in) is
// [Configured]: it lies inside the project's root, after links are resolved on
// both sides. The root is the folder of hub.yaml, or the folder hub works in
// when there is none. What the user says on the command line or in the
// environment is [Named]: it may lie anywhere, but what is spelled as a path
// inside the root lies there after links are resolved too, and no link behind
// the folder that was named leads out of that.
//
// # Never
//
//   - a protected file (see [Guard.Protect]): hub.yaml, an example's entry file
//     or sidecar, under any of its names
//   - a file of git's: .git itself, anything in a folder of that name (in any
//     case, and as Windows and macOS spell it otherwise), in the git directory
//     of a linked work tree, a submodule or a bare repository
//
// What a command is for is asked for by name: a [File] of a protected kind is
// only made with [Guard.Only].
//
// # How
//
// A Guard hands out what writes (a [File], an [os.Root]) and not a path that
// was checked: an example that swaps a folder for a link between the check and
// the write turns that into an error. Links are resolved first and then not
// followed any more. Package plainfile opens, so that nothing is waited for.
//
// Note: an [os.Root] of the project alone would refuse every absolute link,
// also one into the project, and knows nothing of what must not be replaced.
package place
