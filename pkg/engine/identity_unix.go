//go:build unix

package engine

import "golang.org/x/sys/unix"

// terminate asks the process and its group, which it leads, to end; kill ends them.
func (i identity) terminate() { i.send(unix.SIGTERM) }
func (i identity) kill()      { i.send(unix.SIGKILL) }

func (i identity) send(sig unix.Signal) {
	if i.pid > 0 && (i.start == 0 || i.alive()) {
		_ = unix.Kill(-i.pid, sig) // it may have ended meanwhile
	}
}
