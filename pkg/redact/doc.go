// Package redact keeps secrets out of everything that hub writes: catalogs, run
// logs, reports, messages.
//
// Secrets reach them in two ways: an example prints one, or configuration, metadata
// or environment contain one. [Find] collects the secret values; package mask
// replaces them in a text. Output is masked while it is captured. The functions here
// mask the records about examples before they are stored, and mask output once more
// as a terminal shows it, since cursor movements can assemble a secret.
//
// The input of processes (args, env, stdin) is never changed, only the records of it.
package redact
