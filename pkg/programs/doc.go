// Package programs answers questions about starting a program: where it is found,
// why it cannot be started and what to do about that, how large its arguments may
// be, and how many processes the system still allows.
package programs
