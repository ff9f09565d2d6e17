package supervision

import (
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// call is a system call.
type call struct {
	number uintptr
	args   [4]uintptr
	wanted int // if not 0, another result is a failure as well
	result int // less than 0 is an error number of the system
}

// cloneArgs are those of the system call clone3. The others are not used.
type cloneArgs struct {
	flags, pidFD uint64
	_            [2]uint64
	exitSignal   uint64
	_            [3]uint64
}

// vfork starts a process that shares the memory of this one and makes the calls in order,
// up to the first that fails. The last call executes a program, which ends the sharing;
// until then this process is suspended. vfork returns the ID of the new process, or a
// negative errno.
//
//go:noescape
func vfork(clone *cloneArgs, size uintptr, calls *call) int

// unmade is the result of a call that has not been made.
const unmade = 1 << 62

// starter starts processes, one after the other. It holds the memory that the system calls
// use, so that the memory does not move.
type starter struct {
	unfit  bool // ForkExec is to be used
	raised bool // likewise, where the limit of open files is not known to have been another
	files  unix.Rlimit
	parent int // this process
	pidFD  int32
	clone  cloneArgs
	calls  []call
	path   []byte
	dir    []byte
	argv   []*byte
	env    []*byte
}

// prepare finds out whether the Go runtime may have raised the limit of open files at its
// start (to one less than the maximum). ForkExec restores the original limit in the
// processes that it starts, and only the runtime knows this limit.
func (s *starter) prepare() {
	err := unix.Getrlimit(unix.RLIMIT_NOFILE, &s.files)
	s.unfit, s.raised, s.parent = err != nil, s.files.Cur == s.files.Max-1, os.Getpid()
}

// start does what [syscall.ForkExec] does, as far as it is used here, and calls it where
// vfork is not possible. files is the limit of open files; 0 means the limit of this
// process before the runtime raised it.
//
// Note: ForkExec uses a pipe for the errors of the child, and resets each signal handler
// with its own system call. Both together take a seventh of the time to start a process.
func (s *starter) start(path string, argv []string, files uint64, attr *syscall.ProcAttr) (pid int, err error) {
	known := files > 0 && files < s.files.Max // else it is not that of this process
	if !s.unfit && attr.Sys.PidFD != nil && (known || !s.raised) {
		if err := s.list(path, argv, files, attr); err != nil {
			return 0, err
		}
		pid, err := s.fork()
		if !s.unfit {
			*attr.Sys.PidFD = int(s.pidFD)
			return pid, err
		}
	}
	return syscall.ForkExec(path, argv, attr)
}

// list prepares the calls that the child makes.
func (s *starter) list(path string, argv []string, files uint64, attr *syscall.ProcAttr) (err error) {
	s.calls = s.calls[:0]
	if s.raised {
		s.files.Cur = files
		s.add(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE, uintptr(unsafe.Pointer(&s.files)), 0)
	}
	if attr.Sys.Setpgid {
		s.add(unix.SYS_SETPGID, 0, uintptr(attr.Sys.Pgid))
	}
	if attr.Dir != "" {
		if s.dir, err = unix.ByteSliceFromString(attr.Dir); err != nil {
			return err
		}
		s.add(unix.SYS_CHDIR, uintptr(unsafe.Pointer(&s.dir[0])))
	}
	s.add(unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(attr.Sys.Pdeathsig))
	s.add(unix.SYS_GETPPID) // else the parent has ended before that
	s.calls[len(s.calls)-1].wanted = s.parent
	for to, from := range attr.Files {
		if uintptr(to) == from {
			s.add(unix.SYS_FCNTL, from, unix.F_SETFD, 0)
		} else {
			s.add(unix.SYS_DUP3, from, uintptr(to), 0)
		}
	}
	if s.path, err = unix.ByteSliceFromString(path); err != nil {
		return err
	}
	if s.argv, err = syscall.SlicePtrFromStrings(argv); err != nil {
		return err
	}
	if s.env, err = syscall.SlicePtrFromStrings(attr.Env); err != nil {
		return err
	}
	s.add(unix.SYS_EXECVE, uintptr(unsafe.Pointer(&s.path[0])), uintptr(unsafe.Pointer(&s.argv[0])), uintptr(unsafe.Pointer(&s.env[0])))
	return nil
}

func (s *starter) add(number uintptr, args ...uintptr) {
	c := call{number: number, result: unmade}
	copy(c.args[:], args)
	s.calls = append(s.calls, c)
}

// fork starts a process that makes the listed calls. It marks the starter unfit if the
// system does not support or permit this.
func (s *starter) fork() (pid int, err error) {
	s.pidFD = -1
	s.clone = cloneArgs{
		flags:      unix.CLONE_VM | unix.CLONE_VFORK | unix.CLONE_PIDFD | unix.CLONE_CLEAR_SIGHAND,
		pidFD:      uint64(uintptr(unsafe.Pointer(&s.pidFD))),
		exitSignal: uint64(unix.SIGCHLD),
	}
	if pid = vfork(&s.clone, unsafe.Sizeof(s.clone), &s.calls[0]); pid < 0 {
		s.pidFD = -1 // the system may have written one that it closed again
		errno := syscall.Errno(-pid)
		s.unfit = errno == unix.ENOSYS || errno == unix.EINVAL || errno == unix.EPERM
		return 0, errno
	}
	for i := range s.calls {
		if result := s.calls[i].result; result < 0 {
			closeFD(int(s.pidFD))
			s.pidFD = -1
			for _, err = unix.Wait4(pid, nil, 0, nil); err == unix.EINTR; _, err = unix.Wait4(pid, nil, 0, nil) {
			}
			return 0, syscall.Errno(-result)
		}
	}
	return pid, nil
}
