// Package cgroup finds the control groups of Linux that this process is in, of
// version 1 and 2, and reads their counters.
package cgroup
