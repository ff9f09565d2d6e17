// Package fingerprint turns everything that an example's result depends on
// into one hash. While it equals that of a recorded result, there is no reason to
// expect another result.
//
// What goes in, each as a part:
//
//   - the entry file's contents
//   - all files below the example's own folder, when it has one: names,
//     contents, whether they are executable (unknown on Windows), symbolic links
//     by the text of their target. Folders named .git, .hub, node_modules and
//     __pycache__ are left out, other build output is not guessed at; empty
//     folders do not count, for git does not keep them
//   - the files that the globs of inputs name, relative to the entry file's
//     folder, links followed; a glob's text too, so that it matters when it
//     begins to match
//   - the command and the build command, standard input, working directory and
//     expectations, with what the golden file holds
//   - the environment variables that are set for the example, and the values of
//     those it needs
//   - what the runner's version command printed, see [Versions]
//
// Files are named relative to the entry file's folder: neither the place of
// the checkout nor any time stamp goes in. The number of files of one example
// is bounded ([MaxFiles]).
//
// A file larger than 64 MiB ([MaxWhole]) goes in with its size and 64 MiB of its
// contents, in blocks that are evenly spread over it, beginning and end
// included. A change elsewhere that keeps the size is not noticed, and results
// that depend on the file stay fresh. [Inputs.Sampled] gets each such file, so that
// people can be informed.
//
// A portable fingerprint ([Inputs.Portable]) has no values of variables and no version. It
// says that two machines have the same example, not that a result still holds.
//
// Nothing but regular files is opened. Pipes, sockets and devices in a folder or
// among the inputs do not count; one in the place of an entry file or a golden
// file is an error. Reading ends with [Inputs.Context].
//
// A cache (package filecache) saves reading files that have not changed. It decides
// nothing: a file that was touched is read again, and a lost cache costs only time.
package fingerprint
