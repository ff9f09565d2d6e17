// Package classify judges one attempt at an example by how its process ended and what
// it printed. A failure gets a type, a one-line message that a maintainer would quote,
// and a location; a doubtful pass gets a reason.
//
// Whether an attempt failed is decided by timeout, signal, exit code, and the
// configuration's rules for its output. The rows of package lang, which describe the
// messages of languages, decide the type of a failure; they never turn a pass into a
// failure. They are tested against real interpreters: testdata/capture.sh records
// their output in testdata/captured; testdata/known has that of interpreters which it
// could not run.
//
// Package expect compares the output with the expected output. Everything is a pure
// function of [Facts]; no file is read.
package classify
