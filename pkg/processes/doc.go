// Package processes looks at the system's processes: what each is, whose child it
// is, and what is below it. On Linux it reads /proc, on macOS it asks the kernel.
package processes
