// Package catalog finds a repository's examples: it walks the configured
// sources, reads the head of every entry file once, and determines each
// example's identity, group, title, settings and command. It runs nothing and
// writes nothing.
//
// # What is an example
//
// With include globs: every regular file that matches one of them. Without: every file
// that has a runner by its name or begins with a #! line, except for files that are
// never programs (x_test.go, __init__.py, x.d.ts, x.min.js and the like). Go files need
// package main and func main; those with package main that cannot be parsed are
// included, so that their error is seen. A source with a runner and no include takes
// the files of that runner. Support files (boot.php, _helpers.py, client_test.py) and
// folders of them (_support, fixtures, testdata, third_party) are left out by their
// names.
//
// A shell file is a transcript if its first line, comments aside, begins with "$ ". It
// is left out, unless an include names it: run as a script, it would execute what a
// program printed.
//
// If the configuration has no sources, the layout decides as well, see [Shape]: if each
// example has a folder with an entry file (**/run.php), the other programs in that
// folder are parts of the example. In hub.yaml include says the same.
//
// Hidden files and folders, and folders of foreign or generated code
// (node_modules, vendor, target, __pycache__, virtual environments), are left
// out unless an include names them: **/.hidden.sh and **/.* do, **/*.sh does
// not. Symbolic links count if they lead to a regular file inside the source;
// links to folders are never followed. A pipe, socket or device with the name
// of an entry file, or a link to one, a broken link or a circular one, is an
// example with Invalid set and is never opened: an example must not disappear
// silently. Anything else that cannot be read or is left out unexpectedly is a
// [Problem].
//
// # Identity
//
// The ID is the id in the metadata, any scalar exactly as written. An unusable
// id does not prevent the example from running: it runs under the ID of its
// path, with the reason in Fault. Unusable is an id
//
//	without a value, or of white space only
//	with control characters or characters that reorder text
//	that is a list or a mapping
//	in two examples: both run under the IDs of their paths
//	that another example has by its path: that one keeps it
//
// The ID of a path is the slash path from the project's root (from the source's
// folder if that is outside, or, if two files there would have the same, with
// ../ and so on). If the file represents its folder, it is the path of the
// folder. That is so if
//
//	its name is one of the source's entry names,
//	no other file with a runner in the folder has such a name, and
//	the folder is not the source's own.
//
// All files count, whether or not an include takes them, so that an include
// decides which files run but never what they are called. Not counted are the
// sidecar, files that are never programs (x.test.js), and output of the
// TypeScript compiler. A file without a runner represents its folder only by an
// entry name without wildcards. Where sources overlap, the first one whose
// folder contains the file determines its ID.
//
// A sidecar belongs to the file that represents its folder, else to the only
// example there.
//
// IDs and paths are escaped by [hub.PrintablePath]. The identity by the
// previous rule is in Former, for one version: overrides match it, with a
// warning, and records follow it.
//
// # Order of precedence
//
// Settings: the run section, then the overrides in order, the sidecar
// example.yaml, the front matter; later ones win. Runner: front matter,
// sidecar, override, the source, the #! line, the file's name; the first one
// wins. A #! line that pins its program, by a version or a path, uses that and
// no other, which is the example's Interpreter. Group: front matter, sidecar,
// override, the groups' globs, the source's template; the first one wins.
package catalog
