// Package proc starts, bounds and ends one process tree at a time and keeps
// what it printed within a bound.
package proc
