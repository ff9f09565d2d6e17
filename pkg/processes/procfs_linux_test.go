package processes

import (
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Without the kernel's lists of children /proc is searched.
func TestWithoutChildrenFiles(t *testing.T) {
	c := exec.Command("sh", "-c", "sleep 60 & echo; wait")
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	_, err = out.Read(make([]byte, 1))
	require.NoError(t, err)
	for _, pid := range []int{os.Getpid(), c.Process.Pid} {
		listed, searched := family{}.children(pid), search().children(pid)
		slices.Sort(listed)
		slices.Sort(searched)
		require.NotEmpty(t, listed)
		require.Equal(t, listed, searched)
	}
	for _, p := range Below(c.Process.Pid, All) {
		p.Signal(unix.SIGKILL)
	}
	require.NoError(t, c.Wait())
}
