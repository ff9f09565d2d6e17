package engine

import "github.com/seed-00a9b34c/hub/pkg/processes"

// identify returns the identity of a child.
func identify(pid int) identity {
	p, _ := processes.Read(pid) // not there: it has ended, and is not yet waited for
	return identity{pid, p.Start}
}

// alive reports whether the process has not ended.
func (i identity) alive() bool {
	p, ok := processes.Read(i.pid)
	return ok && i.pid > 0 && !p.Dead && p.Start == i.start
}
