package supervision

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// starting returns a starter, and a function that starts sh -c script in dir with it and
// returns the process ID, what it prints and how it ends.
func starting(t *testing.T) (*starter, func(path, dir, script string) (string, unix.WaitStatus, error)) {
	t.Helper()
	runtime.LockOSThread() // the child ends with its thread
	t.Cleanup(runtime.UnlockOSThread)
	null, err := os.Open(os.DevNull)
	require.NoError(t, err)
	t.Cleanup(func() { _ = null.Close() }) // only read
	s := &starter{}
	s.prepare()
	return s, func(path, dir, script string) (string, unix.WaitStatus, error) {
		out, err := os.CreateTemp(t.TempDir(), "out")
		require.NoError(t, err)
		defer func() { require.NoError(t, out.Close()) }()
		fd := -1
		pid, err := s.start(path, []string{"sh", "-c", script}, 200, &syscall.ProcAttr{
			Dir: dir, Env: []string{"NAME=value"}, Files: []uintptr{null.Fd(), out.Fd(), out.Fd()},
			Sys: &syscall.SysProcAttr{Setpgid: true, Pdeathsig: unix.SIGKILL, PidFD: &fd},
		})
		if s.unfit {
			t.Skip("this system has no such fork")
		}
		if err != nil {
			require.Negative(t, fd)
			return "", 0, err
		}
		defer closeFD(fd)
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 60_000)
		require.NoError(t, err)
		require.Equal(t, 1, n, "the descriptor shows the end")
		var status unix.WaitStatus
		_, err = unix.Wait4(pid, &status, 0, nil)
		require.NoError(t, err)
		text, err := os.ReadFile(out.Name())
		require.NoError(t, err)
		return string(text), status, nil
	}
}

func TestStart(t *testing.T) {
	_, start := starting(t)
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	out, status, err := start("/bin/sh", dir, "echo $NAME; pwd -P; echo wrong >&2; exit 3")
	require.NoError(t, err)
	assert.Equal(t, "value\n"+dir+"\nwrong\n", out)
	assert.Equal(t, 3, status.ExitStatus())
	out, _, err = start("/bin/sh", "", `read -r _ _ _ _ group _ <"/proc/$$/stat"; test "$group" = $$ && echo leads`)
	require.NoError(t, err)
	assert.Equal(t, "leads\n", out)
}

// A handler of this process is none in what it starts, and no signal is blocked there.
func TestStartedProcessesHandleSignalsByDefault(t *testing.T) {
	_, start := starting(t)
	for _, sig := range []string{"USR1", "TERM", "SEGV", "URG"} {
		_, status, err := start("/bin/sh", "", "ulimit -c 0; kill -"+sig+" $$; exit 5")
		require.NoError(t, err)
		if sig == "URG" { // which is ignored by default
			assert.Equal(t, 5, status.ExitStatus())
		} else {
			assert.Equal(t, "SIG"+sig, unix.SignalName(status.Signal()))
		}
	}
}

// The limit of open files is that of before the Go runtime raised it.
func TestStartedProcessesHaveTheLimitOfFilesOfBefore(t *testing.T) {
	s, start := starting(t)
	s.raised, s.files.Max = true, s.files.Cur
	out, _, err := start("/bin/sh", "", "ulimit -S -n; ulimit -H -n")
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprintf("200\n%d\n", s.files.Max), out)

	s.files.Max = 100 // someone lowered it meanwhile
	out, _, err = start("/bin/sh", "", "echo started")
	require.NoError(t, err, "the Go runtime has to know")
	assert.Equal(t, "started\n", out)
}

func TestStartFails(t *testing.T) {
	s, start := starting(t)
	file := t.TempDir() + "/file"
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for range 100 { // nothing is left of a failure
		_, _, err := start("/nowhere/sh", "", "")
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
	for path, want := range map[string]syscall.Errno{file: unix.EACCES, "/bin": unix.EACCES, "a\x00b": unix.EINVAL} {
		_, _, err := start(path, "", "")
		require.ErrorIs(t, err, want, path)
	}
	_, _, err := start("/bin/sh", "/nowhere", "")
	require.ErrorIs(t, err, unix.ENOENT)
	_, _, err = start("/bin/sh", file, "")
	require.ErrorIs(t, err, unix.ENOTDIR)
	_, _, err = start("/bin/sh", "", strings.Repeat("x", 1<<20))
	require.ErrorIs(t, err, unix.E2BIG)

	s.parent++ // as if the parent had ended
	out, status, err := start("/bin/sh", "", "echo started")
	require.NoError(t, err)
	assert.Empty(t, out)
	assert.Equal(t, 127, status.ExitStatus())
}
