// Package hub has the nouns that all other packages share: examples and their
// settings, attempts, results and errors, events, and runs. They are values
// with their rules; the package uses no files, processes or clock.
package hub
