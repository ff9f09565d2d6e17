// Package classify judges one attempt of an example by how its process ended
// and by what it printed: why it failed, as a type, one line that a maintainer
// would quote and a place; or why its pass looks hollow.
//
// Whether an attempt failed is decided by its end alone: timeout, signal, exit
// code, and what the configuration says of its output. What languages print,
// which the rows of package lang say, only ever decides of what type a failure
// is; it never turns a pass into one. The rows are kept against what real
// interpreters print: testdata/capture.sh runs them and keeps their output.
//
// What the output is expected to be is compared by package expect. Everything is
// a pure function of [Facts]: no file is read.
package classify
