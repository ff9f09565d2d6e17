// Package text holds what several formats say of a run, and decide of it: the
// words for failures, skips and ends, the outcome of a result in formats that have
// three or four of them, what went wrong beside the examples, and how much of an
// output is shown.
//
// Texts may hold any bytes: each format makes them harmless, where not said
// otherwise.
package text
