//go:build unix

package engine

import (
	"os/exec"
	"syscall"
)

// apart starts the program in a process group of its own: Ctrl-C in the terminal is for
// hub, which decides what becomes of the tasks, and must not end a program of the engine
// that hands them in.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
