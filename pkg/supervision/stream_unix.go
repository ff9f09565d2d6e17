//go:build unix

package supervision

import (
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
)

// drain reads what is left in the output pipe.
func (v *supervision) drain() {
	// Bounded: a process that is not below this one may hold the pipe, and flood it.
	for range 64 {
		if v.c.out < 0 {
			return
		}
		p := v.c.polls[:1]
		p[0] = unix.PollFd{Fd: int32(v.c.out), Events: unix.POLLIN}
		if n, err := poll(p, 0); err == unix.EINTR {
			continue
		} else if err != nil || n == 0 {
			return
		}
		v.read(p[0].Revents)
	}
}

// read takes one buffer of output for hub after these events of poll, and closes the
// pipe at its end.
func (v *supervision) read(events int16) {
	c := &v.c
	n := 0
	if events&unix.POLLIN != 0 {
		var err error
		if n, err = read(c.out, v.buf); err == unix.EINTR {
			return
		}
	}
	if n > 0 {
		v.out = frames.Append(v.out, FrameOutput, v.buf[:n])
	}
	// No writer is left, and what was in the pipe has been read whole.
	if n <= 0 || events&unix.POLLHUP != 0 && n < len(v.buf) {
		shut(&c.out)
	}
}

// feed writes to the standard input what fits.
func (v *supervision) feed() {
	c := &v.c
	for c.in >= 0 {
		n, err := unix.Write(c.in, []byte(c.Stdin[:min(len(c.Stdin), 64<<10)]))
		if err == unix.EAGAIN {
			return
		}
		if err == unix.EINTR {
			continue
		}
		if n > 0 {
			c.Stdin = c.Stdin[n:]
		}
		if err != nil || c.Stdin == "" { // EPIPE: the process does not read it
			v.closeIn()
		}
	}
}

// closeIn closes the standard input; what was not written of it is dropped.
func (v *supervision) closeIn() {
	shut(&v.c.in)
	v.c.Stdin = ""
}

// close closes what is open of the attempt.
func (v *supervision) close() {
	v.clearClock()
	v.closeIn()
	shut(&v.c.out)
	shut(&v.c.exit)
}

// shut closes a descriptor, if it is open.
func shut(fd *int) {
	if *fd >= 0 {
		closeFD(*fd)
		*fd = -1
	}
}
