package supervision

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Only a SIGKILL that is not ours, while the system's counter grew, is taken for
// the system's.
func TestOutOfMemory(t *testing.T) {
	killed, told := Exit{Code: -1, Signal: "SIGKILL"}, Exit{Code: 137} // by itself, and as a shell tells it
	for _, c := range []struct {
		exit  Exit
		phase phase
		kills int
		want  bool
	}{
		{killed, alone, 1, true},
		{killed, alone, 0, false},
		{told, alone, 2, true},
		{told, alone, 0, false},
		{Exit{Code: -1, Signal: "SIGTERM"}, alone, 1, false},
		{Exit{Code: 1}, alone, 1, false},
		{Exit{}, alone, 1, false},
		{killed, forced, 1, false}, // that was us
		{killed, asked, 1, false},
	} {
		file := filepath.Join(t.TempDir(), "memory.events")
		count := func(n int) {
			require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "oom 0\noom_kill %d\noom_group_kill 0\n", n), 0o644))
		}
		count(7)
		v := &supervision{buf: make([]byte, 64<<10), c: child{phase: c.phase, end: Report{Exit: c.exit}}}
		var err error
		v.oom.FD, err = unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		require.NoError(t, err)
		before := v.oomKillsBefore(time.Now())
		count(7 + c.kills)
		require.Equal(t, c.want, v.outOfMemory(before), "%+v", c)
		closeFD(v.oom.FD)
	}
}
