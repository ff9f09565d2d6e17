// Package processes lists processes of the system: what each is, its parent, and its
// descendants. On Linux it reads /proc, on macOS it asks the kernel.
package processes
