// Package status keeps what is known of every example across runs: the status
// file and the run logs beside it.
package status
