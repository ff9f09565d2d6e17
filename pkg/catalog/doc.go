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
// The ID is the id of the metadata, any scalar exactly as it is written. One that
// cannot be used never keeps the example from being run: it runs under its path's
// ID, with what is wrong in Fault. That is so for an id
//
//	without a value, or of white space alone
//	that holds control characters or what reorders text
//	that is a list or a mapping
//	that two examples give: both run under their paths' IDs
//	that another example has by its path: that one keeps it
//
// The path's ID is the slash path from the project's root (from the source's
// folder when that lies outside, or, where two files there would have one, ../ and
// so on), and the folder's alone where the file stands for that: when
//
//	its name is one of the source's entry names,
//	no other file of the folder that a runner knows has one, and
//	the folder is not the source's own.
//
// Files count whether or not an include takes them, so that an include decides on
// what is run and never on what it is called; but for the sidecar, what a
// language takes for no program (x.test.js), and what TypeScript was
// compiled to. A file that no runner knows stands for its folder only by an entry
// name without wildcards. Where sources overlap, the first whose folder holds the
// file is the one that names it, whichever takes it.
//
// A sidecar is that of the file that stands for its folder, else of the only
// example there.
//
// IDs and paths go through [hub.PrintablePath]. What named an example by the rule
// before this one is in its Former, for one version: overrides match by it, with
// a warning, and records follow it.
//
// # Order of precedence
//
// Settings: the run section, then overrides in their order, the sidecar
// example.yaml, the front matter. Runner: front matter, sidecar, override, the
// source, the #! line, the file's name. A #! line that pins its program, by a
// version or a path, has that run and no other; Interpreter of the example names
// it. Group: front matter, sidecar, override, the groups' globs, the source's
// template.
package catalog
