package proc

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestKillStrays(t *testing.T) {
	const entry = "PROC_TEST_STRAY=one"
	start := func(way string, env ...string) (*exec.Cmd, *signalling) {
		c := helper(t, "leave", way, "stubborn")
		cmd := exec.Command(c.Path, c.Argv[1:]...)
		cmd.Env = append(append([]string{}, c.Env...), env...)
		ready := newSignalling("hanging")
		cmd.Stdout = ready
		require.NoError(t, cmd.Start())
		return cmd, ready
	}
	kill := func() [][]Process { return KillStrays([]string{"PROC_TEST_STRAY=none", entry}) }
	require.Equal(t, [][]Process{nil, nil}, kill())
	mine, ready := start("swh", entry) // it hangs, and so does a child in a session of its own without the entry
	other, otherReady := start("h", "PROC_TEST_STRAY=one more")
	ready.wait(t)
	otherReady.wait(t)
	child := started(t, ready.String())[0]

	found := kill()
	require.Empty(t, found[0])
	require.Len(t, found[1], 2)
	require.Error(t, mine.Wait())
	eventually(t, func() bool { return dead(child) }, "the descendant without the entry")
	require.False(t, dead(other.Process.Pid))
	for _, pid := range append(started(t, otherReady.String()), other.Process.Pid) {
		require.NoError(t, unix.Kill(pid, unix.SIGKILL))
	}
	require.Error(t, other.Wait())

	t.Setenv("PROC_TEST_STRAY", "one")
	require.Equal(t, [][]Process{nil, nil}, kill(), "never itself, nor an ancestor")
}
