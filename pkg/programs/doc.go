// Package programs knows what it takes to start a program: where it is found, why
// one cannot be started and what to do about that, how much the system takes of
// arguments, and how many processes it still allows.
package programs
