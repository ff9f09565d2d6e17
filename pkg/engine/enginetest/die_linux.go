package enginetest

import (
	"os/exec"
	"syscall"
)

// dieWithTest ends the command even if the test process is killed.
func dieWithTest(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
