// Package cause finds failures that are the same: of one type, with one normalised
// message, at one place.
package cause
