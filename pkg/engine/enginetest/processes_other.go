//go:build !linux

package enginetest

// Elsewhere the engines are not installed.
func processesWith(...string) []int { return nil }
func parentOf(int) int              { return 0 }
func nameOf(int) string             { return "" }
func killAll([]int)                 {}

// Has reports whether a process with the variables, NAME=VALUE, has text in its arguments.
func Has(string, ...string) bool { return false }
