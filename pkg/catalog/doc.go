// Package catalog finds a repository's examples: it walks the configured
// sources, reads the head of every entry file once, and gives each example its
// identity, group, title, settings and command. It runs nothing and writes
// nothing.
//
// # What is an example
//
// With include globs: every regular file that one of them matches. Without: every
// file that a runner knows by its name or that begins with a #! line, but for
// files that are never programs of their own (x_test.go, __init__.py, x.d.ts,
// x.min.js and the like); of Go files those with package main and func main,
// and those that say package main and cannot be parsed, so that their error is
// seen. A source with a runner and no include takes what that runner knows.
//
// Hidden files and folders, and folders of other people's or generated code
// (node_modules, vendor, target, __pycache__, virtual environments), are left
// out unless an include names them: **/.hidden.sh and **/.* do, **/*.sh does
// not. Symbolic links count when they lead to a regular file inside the source;
// links to folders are never followed. What has the name of an entry file and
// is a pipe, socket or device, or a link that leads to one, nowhere or in a
// circle, is an example with Invalid set, and never opened: what was an example
// before must not be gone without a word. What else could not be read or was
// left out against expectation is a [Problem]; nothing vanishes.
//
// # Identity
//
// The ID is the front matter's id, else the slash path from the project's root
// (from the source's folder when that lies outside) without what the matching
// include makes redundant: a literal file name at its end (**/run.php) or a
// literal extension (**/*.py). Nothing is left out where only digits or nothing
// would remain, for digits mean an index. IDs and paths go through
// [hub.PrintablePath].
//
// # Order of precedence
//
// Settings: the run section, then overrides in their order, the sidecar
// example.yaml, the front matter. Runner: front matter, sidecar, override, the
// source, the #! line, the file's name. A #! line that pins its program, by a
// version or a path, has that run and no other; Interpreter of the example names
// it. Group: front matter, sidecar, override,
// the groups' globs, the source's template.
package catalog
