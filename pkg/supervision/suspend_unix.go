//go:build unix

package supervision

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
)

// stopWait is how long a process that shares hub's group, and got the terminal's
// signal itself, has to stop.
const stopWait = 100 * time.Millisecond

// suspend stops the example until hub continues it. One that has the terminal gets
// Ctrl-Z itself, and may ignore it; then its clock runs on.
func (v *supervision) suspend() {
	c := &v.c
	begin := time.Now()
	if c.pid > 0 { // else the example would be started by what is urgent
		v.hurry(true)
	}
	stopped := c.own || v.awaitStop()
	if c.own {
		v.stop()
	}
	said := binary.LittleEndian.AppendUint64(nil, c.Serial)
	v.out = frames.Append(v.out, FrameSuspend, said)
	v.flush()
	for goOn := false; !goOn && !v.killed(); {
		kind, payload, ok := v.in.Next()
		switch {
		case !ok && len(v.out) > 0:
			v.link(-1, unix.POLLOUT)
		case !ok:
			v.link(-1, 0)
		case SerialOf(payload) != c.Serial:
		case kind == FrameGo:
			goOn = true
		case kind != FrameSuspend:
			v.do(kind)
		}
	}
	if stopped {
		c.suspended += time.Since(begin)
		v.signalAll(unix.SIGCONT)
	}
}

// awaitStop waits until the example is stopped, and reports whether it is in time.
func (v *supervision) awaitStop() bool {
	for end := time.Now().Add(stopWait); !v.stopped(); sleep(time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}
