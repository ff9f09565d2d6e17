package engine

import (
	"os/exec"
	"syscall"
)

// apart keeps Ctrl-C in the console from the program: it is for hub.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
