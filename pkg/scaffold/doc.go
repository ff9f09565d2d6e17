// Package scaffold makes the first hub.yaml of a repository: it finds folders with
// examples, how the examples are laid out in them, and the commands that start them, and
// writes all that with comments on what was left out and what to configure next. A
// repository without such folders may be a collection of examples itself. Groups and
// sources come from the configuration of the PHP tool of that name, if there is one.
package scaffold
