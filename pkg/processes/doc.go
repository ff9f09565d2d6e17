// Package processes lists processes of the system: what each is, its parent, and its
// descendants. On Linux it reads /proc, and stops or kills whole trees, also those that
// grow meanwhile; on macOS it asks the kernel.
package processes
