package proc

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// An example that ends its supervisor process costs itself its result, and
// nobody else: what it leaves is named and killed, and others go on.
func TestSupervisorProcessThatItsExampleEnds(t *testing.T) {
	for _, sig := range []string{"KILL", "ABRT", "SEGV"} {
		t.Run(sig, func(t *testing.T) {
			s := supervisor(t)
			other := shell(t, "echo ready; while [ ! -e go ]; do sleep 0.01; done; echo well")
			ready := newSignalling("ready")
			other.Output = ready
			done := make(chan Exit, 1)
			go func() { done <- s.Run(t.Context(), other) }()
			ready.wait(t)

			c := shell(t, "env -i setsid sleep 60 </dev/null >/dev/null 2>&1 & echo started $! >pids; kill -"+sig+" $PPID; sleep 60")
			exit, _ := output(s, c)
			require.ErrorIs(t, exit.Err, ErrSupervisor)
			require.NotContains(t, exit.Err.Error(), "()")
			require.Equal(t, -1, exit.Code)
			pids, err := os.ReadFile(c.Dir + "/pids")
			require.NoError(t, err)
			for _, pid := range started(t, string(pids)) {
				require.True(t, dead(pid))
			}
			exit, out := output(s, shell(t, "echo again"))
			require.NoError(t, exit.Err)
			require.Equal(t, "again\n", out)

			write(t, other.Dir+"/go")
			exit = <-done
			require.NoError(t, exit.Err)
			require.Zero(t, exit.Code)
			require.Empty(t, exit.Leaked)
			require.True(t, strings.HasSuffix(ready.String(), "well\n"))
		})
	}
}

// One that is asked to end, as all processes of a service are at once, leaves that
// to hub. It passes over other signals too, and keeps none from an example.
func TestSupervisorProcessThatIsAskedToEnd(t *testing.T) {
	s := supervisor(t)
	for _, sig := range []string{"HUP", "INT", "QUIT", "TERM", "PWR", "USR1", "ALRM", "PIPE", "XCPU", "IO"} {
		exit, out := output(s, shell(t, "kill -"+sig+" $PPID; echo done; kill -"+sig+" $$; echo ignored"))
		require.NoError(t, exit.Err)
		require.Equal(t, "done\n", out)
		require.Equal(t, "SIG"+sig, exit.Signal)
	}
}

// What an example changes of its supervisor process, the next one does not inherit.
func TestSupervisorProcessThatItsExampleLimits(t *testing.T) {
	for name, change := range map[string]func(pid int) error{
		"files": func(pid int) error {
			return unix.Prlimit(pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4, Max: 4}, nil)
		},
		"size": func(pid int) error { return unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 0, Max: 1}, nil) },
		"nice": func(pid int) error { return unix.Setpriority(unix.PRIO_PROCESS, pid, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			s := supervisor(t)
			same := shell(t, "ulimit -n; ulimit -f; ulimit -Hf; ps -o ni= -p $$")
			exit, before := output(s, same)
			require.NoError(t, exit.Err)

			// Beside an example that lasts it is urgent, for root, until that has ended.
			const urgent = "i=0; until case $(ps -o ni= -p $PPID) in *-) ;; *) [ $((i+=1)) = 100 ] ;; esac; do :; done; ps -o ni= -p $PPID"
			exit, leaked := output(s, shell(t, "sleep 60 & "+urgent))
			require.NoError(t, exit.Err)
			require.Len(t, exit.Leaked, 1)
			exit, again := output(s, shell(t, urgent))
			require.NoError(t, exit.Err)
			require.Equal(t, leaked, again)

			c := shell(t, "echo $PPID >pid.new; mv pid.new pid; while [ ! -e go ]; do sleep 0.01; done")
			done := make(chan Exit, 1)
			go func() { done <- s.Run(t.Context(), c) }()
			eventually(t, func() bool { return fileThere(c.Dir + "/pid") }, "its start")
			text, err := os.ReadFile(c.Dir + "/pid")
			require.NoError(t, err)
			pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
			require.NoError(t, err)
			require.NoError(t, change(pid))
			write(t, c.Dir+"/go")
			exit = <-done
			require.NoError(t, exit.Err)
			require.Zero(t, exit.Code)

			exit, after := output(s, same)
			require.NoError(t, exit.Err)
			require.Equal(t, before, after)
		})
	}
}

func write(t *testing.T, file string) {
	t.Helper()
	fd, err := unix.Open(file, unix.O_CREAT|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
	require.NoError(t, err)
	closeFD(fd)
}

// The threads of the Go runtime in a supervisor process may sleep: their timers are late.
func TestTheRuntimeOfASupervisorProcessIsLazy(t *testing.T) {
	s := supervisor(t)
	exit, out := output(s, shell(t, "echo $PPID"))
	require.NoError(t, exit.Err)
	pid, err := strconv.Atoi(strings.TrimSpace(out))
	require.NoError(t, err)
	slack := func(thread int) string {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/timerslack_ns", thread))
		if err != nil {
			t.Skip("only root may ask another process: ", err)
		}
		return strings.TrimSpace(string(text))
	}
	lazy := 0
	for _, thread := range processes.Numbers(fmt.Sprintf("/proc/%d/task", pid)) {
		if thread == pid {
			require.Equal(t, "50000", slack(thread), "of the first, and so of examples")
		} else if slack(thread) == strconv.Itoa(int(laziness)) {
			lazy++
		}
	}
	require.Positive(t, lazy)
}

// One that its example stops is let go on, and bounds hold all the same.
func TestSupervisorProcessThatItsExampleStops(t *testing.T) {
	s := supervisor(t)
	var all sync.WaitGroup
	for _, sig := range []string{"STOP", "TSTP", "TTIN", "TTOU"} {
		all.Go(func() {
			exit, out := output(s, shell(t, "kill -"+sig+" $PPID; echo done"))
			assert.NoError(t, exit.Err)
			assert.Zero(t, exit.Code)
			assert.Equal(t, "done\n", out)
		})
	}
	all.Go(func() {
		c := shell(t, "while :; do kill -STOP $PPID; done")
		c.Timeout, c.Grace = time.Second, 0
		exit, _ := output(s, c)
		assert.True(t, exit.TimedOut || exit.Err != nil, "%+v", exit)
	})
	all.Wait()
}

// Supervisor processes are the only children that are left, and end with the socket.
func TestSupervisorProcessesEndWithHub(t *testing.T) {
	s := supervisor(t)
	exit, out := output(s, shell(t, "echo $PPID"))
	require.NoError(t, exit.Err)
	pid, err := strconv.Atoi(strings.TrimSpace(out))
	require.NoError(t, err)
	require.Equal(t, []int{pid}, processes.Own())
	require.Empty(t, s.Close())
	require.True(t, dead(pid))
}

// Warm starts what is missing only, however often and from wherever it is called.
func TestWarmStartsWhatIsMissing(t *testing.T) {
	s := supervisor(t)
	var warming sync.WaitGroup
	for _, workers := range []int{2, 1, 3, 3} {
		warming.Go(func() { s.Warm(workers) })
	}
	warming.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.Len(t, s.workers, 3)
	assert.Len(t, s.idle, 3)
}

// Some are started while examples are found, and hub may end before that: none is left
// behind, whichever comes first.
func TestWarmBesideClose(t *testing.T) {
	s := supervisor(t)
	require.Empty(t, s.Close())
	s.Warm(2)
	require.Empty(t, s.workers)
	for range 20 {
		s := supervisor(t)
		var warming sync.WaitGroup
		warming.Go(func() { s.Warm(2) })
		require.Empty(t, s.Close())
		warming.Wait()
		require.Empty(t, s.workers)
	}
}

// One that dies while it has nothing to do is replaced, and blames nobody.
func TestSupervisorProcessThatDiesIdle(t *testing.T) {
	s := supervisor(t)
	for range 20 {
		exit, out := output(s, shell(t, "echo $PPID"))
		require.NoError(t, exit.Err)
		pid, err := strconv.Atoi(strings.TrimSpace(out))
		require.NoError(t, err)
		require.NoError(t, unix.Kill(pid, unix.SIGKILL))
		eventually(t, func() bool { return dead(pid) }, "its end")
	}
}

// Another part of the program may use os/exec while a supervisor process dies: what
// that starts is neither killed nor taken for what the example left.
func TestSupervisorProcessThatDiesBesideOtherChildren(t *testing.T) {
	s := supervisor(t)
	stop := make(chan struct{})
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					assert.NoError(t, exec.Command("/bin/sleep", "0").Run())
				}
			}
		})
	}
	for range 30 {
		exit, _ := output(s, shell(t, "for i in 1 2 3; do (echo; exec setsid tail -f /dev/null) & done; kill -KILL $PPID; read x"))
		assert.ErrorIs(t, exit.Err, ErrSupervisor)
		for _, p := range exit.Leaked {
			assert.NotContains(t, []string{"sleep", "proc.test"}, p.Name, "wrong blame")
		}
	}
	close(stop)
	all.Wait()
}

// Whenever the end is asked for, it comes: before the request is sent, with it, at
// the start, and while the example is stopped with everything else.
func TestEndAtEachInstant(t *testing.T) {
	s := supervisor(t)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 60 {
				ctx, cancel := context.WithCancelCause(t.Context())
				c := shell(t, "trap '' TERM; echo; exec tail -f /dev/null")
				c.Grace = 10 * time.Millisecond
				time.AfterFunc(time.Duration(i)*100*time.Microsecond, func() {
					switch (i + worker) % 4 {
					case 0:
						cancel(ErrKill)
					case 1:
						cancel(context.Canceled)
					case 2:
						s.Suspend(func() { cancel(context.Canceled) })
					case 3:
						s.KillAll()
						cancel(context.Canceled)
					}
				})
				exit := s.Run(ctx, c)
				assert.True(t, exit.Canceled || exit.Code == 0, "%+v", exit)
				assert.False(t, exit.TimedOut)
				assert.Empty(t, exit.Leaked)
				cancel(nil)
			}
		})
	}
	all.Wait()
}
