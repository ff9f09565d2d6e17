package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestWhereOOMKillsAreCounted(t *testing.T) {
	assert.Equal(t, []string{"/m/user.slice/a:b/memory.events", "/m/memory.events"}, oomCounters("0::/user.slice/a:b\n", "/m"))
	assert.Equal(t, []string{"/m/memory/docker/x/memory.oom_control", "/m/memory/memory.oom_control", "/m/memory.events", "/m/memory.events"},
		oomCounters("8:pids:/\n4:memory:/docker/x\n1:cpu:/\n0::/\n", "/m"))
	assert.Empty(t, oomCounters("", "/m"))
	assert.Empty(t, oomCounters("garbage\n:\n", "/m"))

	c := openOOMCounter()
	defer closeFD(c.fd)
	_, ok := c.read(make([]byte, 64<<10))
	assert.Equal(t, fileExists("/proc/vmstat"), ok, "at least the system's own is there")
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Only a SIGKILL that is not ours, while the system's counter grew, is taken for
// the system's.
func TestOutOfMemory(t *testing.T) {
	s := supervisor(t)
	file := filepath.Join(t.TempDir(), "memory.events")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	fd, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	require.NoError(t, err)
	closeFD(s.oom.fd)
	s.oom.fd = fd
	n := 0
	kills := func() string { // a script that makes it look as if the system had killed something
		n++
		return fmt.Sprintf("printf 'oom 0\\noom_kill %d\\noom_group_kill 0\\n' >'%s'; ", n, file)
	}
	for _, c := range []struct {
		script string
		want   bool
	}{
		{kills() + "kill -KILL $$", true},
		{"kill -KILL $$", false},
		{kills() + "sh -c 'kill -KILL $$'; exit $?", true}, // as a shell tells it
		{kills() + "exit 137", true},
		{kills() + "kill -TERM $$", false},
		{kills() + "exit 1", false},
		{kills(), false},
	} {
		exit, _ := output(s, shell(t, c.script))
		require.NoError(t, exit.Err)
		require.Equal(t, c.want, exit.OutOfMemory, c.script)
	}
	c := shell(t, kills()+"trap '' TERM; while :; do sleep 0.01; done")
	c.Timeout, c.Grace = deadline/40, deadline/200
	exit, _ := output(s, c)
	require.True(t, exit.TimedOut)
	require.Equal(t, "SIGKILL", exit.Signal)
	require.False(t, exit.OutOfMemory, "that was us")
}
