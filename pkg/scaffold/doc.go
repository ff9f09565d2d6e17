// Package scaffold makes a first hub.yaml for a repository: it looks for folders
// that hold examples, finds what these are started by, and writes that down with
// comments on what to set next.
package scaffold
