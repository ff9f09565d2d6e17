//go:build unix

package jobs

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// Controlled reports whether another process of this session, a shell, can continue
// this one when it is stopped: the system stops no other at Ctrl-Z.
func Controlled() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	group := unix.Getpgrp()
	for pid := os.Getppid(); pid > 1; pid = processes.Parent(pid) {
		of, err := unix.Getpgid(pid)
		if err != nil {
			return false
		}
		if of != group {
			in, err := unix.Getsid(pid)
			return err == nil && in == session
		}
	}
	return false
}
