//go:build unix

package proc

import "golang.org/x/sys/unix"

// drain reads what is in the output pipe now.
func (r *run) drain() {
	// Bounded, so that a survivor that floods cannot hold us.
	for range 64 {
		if r.a.out < 0 {
			return
		}
		p := r.a.polls[:1]
		p[0] = unix.PollFd{Fd: int32(r.a.out), Events: unix.POLLIN}
		if n, err := poll(p, 0); err == unix.EINTR {
			continue
		} else if err != nil || n == 0 {
			return
		}
		r.read(p[0].Revents)
	}
}

// read takes one buffer of output after poll told these events, and closes the
// pipe at its end.
func (r *run) read(events int16) {
	a := r.a
	n := 0
	if events&unix.POLLIN != 0 {
		var err error
		if n, err = unix.Read(a.out, a.buf); err == unix.EINTR {
			return
		}
	}
	if n > 0 && r.output != nil {
		if _, err := r.output.Write(a.buf[:n]); err != nil {
			r.output = nil
		}
	}
	// No writer is left, and what was in the pipe has been read whole.
	if n <= 0 || events&unix.POLLHUP != 0 && n < len(a.buf) {
		shut(&a.out)
	}
}

// feed gives the process what fits into its standard input.
func (a *attempt) feed() {
	for a.in >= 0 {
		n, err := unix.Write(a.in, []byte(a.stdin[:min(len(a.stdin), 64<<10)]))
		if err == unix.EAGAIN {
			return
		}
		if err == unix.EINTR {
			continue
		}
		if n > 0 {
			a.stdin = a.stdin[n:]
		}
		if err != nil || a.stdin == "" { // EPIPE: it does not want it
			a.closeIn()
		}
	}
}

func (a *attempt) closeIn() {
	shut(&a.in)
	a.stdin = ""
}

// shut closes one of the attempt's descriptors.
func shut(fd *int) {
	if *fd >= 0 {
		closeFD(*fd)
		*fd = -1
	}
}

func (a *attempt) close() {
	a.clearClock()
	a.closeIn()
	shut(&a.out)
	shut(&a.exit)
}
