// Package hub holds the nouns that every other package speaks: examples and
// their settings, attempts, results and errors, events, and the run that they
// add up to. It holds values and their rules, and does nothing to the world:
// no files, no processes, no clock.
package hub
