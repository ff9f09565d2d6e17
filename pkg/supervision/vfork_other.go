//go:build unix && !(linux && amd64)

package supervision

import "syscall"

// starter starts processes.
type starter struct{}

func (*starter) prepare() {}

func (*starter) start(path string, argv []string, _ uint64, attr *syscall.ProcAttr) (pid int, err error) {
	return syscall.ForkExec(path, argv, attr)
}
