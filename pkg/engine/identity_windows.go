package engine

import "os"

// terminate and kill end the process: there is no signal that asks it to.
func (i identity) terminate() { i.kill() }

func (i identity) kill() {
	if p, err := os.FindProcess(i.pid); err == nil {
		_ = p.Kill() // it may have ended
	}
}
