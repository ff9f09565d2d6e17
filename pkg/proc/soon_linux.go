package proc

import (
	"runtime"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// soon counts the reads there are, and how many there may be.
type soon struct {
	reads atomic.Int32
	most  int32
}

func (s *soon) init() { s.most = int32(runtime.NumCPU()) }

// read reads from fd, whose timeout is [soonOver], and fails with EAGAIN after that.
//
// Note: a goroutine in a system call gives its processor away after some
// microseconds, and the runtime's monitor, which takes that, then looks every 20
// microseconds. That took a fifth of hub's own time with examples that end at
// once, so as many goroutines as there are CPUs keep theirs for so long.
func (s *soon) read(fd int, buf []byte) (int, error) {
	defer s.reads.Add(-1)
	if s.reads.Add(1) > s.most {
		return -1, unix.EAGAIN
	}
	n, _, errno := unix.RawSyscall(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)))
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}
