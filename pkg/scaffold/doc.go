// Package scaffold makes the first hub.yaml of a repository: it finds folders with
// examples and the commands that start them, and writes both with comments on what to
// configure next.
package scaffold
