// Package watch notices files that change below a folder, and says which examples they touch.
//
// # What is noticed
//
// A [Watcher] watches every folder below the root, but for those that no example is in: .git, .hub,
// node_modules, __pycache__, and those that its caller names. Folders that come later are watched as
// well, and what already lies in them counts as changed. Changes are gathered until nothing
// has happened for [quiet], at most for [longest]. When more changes than the system can report, or than
// [most] files, the batch says that everything may have changed.
//
// Editors write beside a file before they replace it: such names (backups, swap files, locks) are no
// changes.
//
// # What it touches
//
// [Touched] follows the rules of package fingerprint: the entry file, the golden file, the own folder
// and the inputs of an example; and the sidecar, files that it needs, the configuration and the
// baseline. Unlike package changed it needs no git, and knows no text of before: hub.yaml touches
// every example. Files outside of the root are not watched.
//
// # While examples run
//
// What changes meanwhile counts when the run has ended. But examples also write: a file in an
// example's own folder that changed while it ran may be its output, and would start it for ever. So
// what may be output starts one more run at most.
package watch
