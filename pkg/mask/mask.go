package mask

import "io"

// Masker writes what is written to it to another writer, secrets replaced.
type Masker struct{ w io.Writer }

// New returns a Masker that hides secrets from w.
func New(w io.Writer, secrets []string) *Masker { return &Masker{w: w} }

// Write takes all of p; the end of it may be held back until the next Write
// or Flush.
func (m *Masker) Write(p []byte) (int, error) { return m.w.Write(p) }

// Flush writes what was held back.
func (m *Masker) Flush() error { return nil }

// Values returns the values of the variables in environ whose names match one
// of names.
func Values(names []string, environ []string) []string { return nil }
