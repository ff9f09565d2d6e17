// Package redact keeps secrets out of everything that is ours to say: catalogs,
// run logs, reports, messages.
//
// Secrets get into them in two ways: an example prints them, and the
// configuration, metadata and the environment name them. [Find] decides for both
// what is one; package mask finds it in a text, whatever of that is dropped later.
// What examples print is masked where it is captured; the functions here mask what
// is said about examples before it gets into any record, and once more what only
// a terminal's cursor puts together from an output.
//
// What a process needs (args, env, stdin) is never changed, only what is kept of it.
package redact
