package proc

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/processes"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

func TestForcedEndTakesTheWholeTree(t *testing.T) {
	for _, way := range []string{"h", "sh", "gh", "swh", "dh", "dsh", "dswh", "dswqh", "swqh"} {
		for _, name := range []string{"hang", "stubborn"} {
			for _, cause := range []error{context.Canceled, ErrKill} {
				t.Run(fmt.Sprint(way, name, cause), func(t *testing.T) {
					s := supervisor(t)
					ctx, cancel := context.WithCancelCause(t.Context())
					c := helper(t, "leave", way, name)
					c.Grace = 100 * time.Millisecond
					out := newSignalling("hanging")
					c.Output = out
					go func() { out.wait(t); cancel(cause) }()
					exit := s.Run(ctx, c)
					require.NoError(t, exit.Err)
					require.True(t, exit.Canceled)
					for _, pid := range started(t, out.String()) {
						require.True(t, dead(pid))
					}
				})
			}
		}
	}
}

// started returns the processes that the helper leave has named.
func started(t *testing.T, out string) []int {
	t.Helper()
	var pids []int
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, "started "); ok {
			pid, err := strconv.Atoi(strings.TrimSpace(rest))
			require.NoError(t, err)
			pids = append(pids, pid)
		}
	}
	require.NotEmpty(t, pids, out)
	return pids
}

func TestSurvivorsAreNamedAndKilled(t *testing.T) {
	for _, way := range []string{"", "s", "g", "w", "sw", "q", "sq", "swq", "d", "ds", "dsw", "dsq", "dswq"} {
		for _, name := range []string{"hang", "stubborn"} {
			t.Run(way+" "+name, func(t *testing.T) {
				s := supervisor(t)
				begin := time.Now()
				exit, out := output(s, helper(t, "leave", way, name))
				require.NoError(t, exit.Err)
				require.Equal(t, 0, exit.Code)
				require.False(t, exit.TimedOut || exit.Canceled)
				pids := started(t, out)
				require.Len(t, exit.Leaked, 1)
				require.Equal(t, pids[len(pids)-1], exit.Leaked[0].PID)
				require.NotEmpty(t, exit.Leaked[0].Name)
				require.True(t, dead(exit.Leaked[0].PID))
				require.GreaterOrEqual(t, time.Since(begin), supervision.Linger)
				require.Less(t, time.Since(begin), deadline)
			})
		}
	}
}

func TestSurvivorThatEndsInTheLingerIsNoLeak(t *testing.T) {
	s := supervisor(t)
	exit, out := output(s, shell(t, `(sleep 0.03; echo late) & echo early`))
	require.Equal(t, 0, exit.Code)
	require.Equal(t, "early\nlate\n", out)
	require.Empty(t, exit.Leaked)
}

// Nobody was there to see how long it lived.
func TestSurvivorThatStopsItsSupervisorProcess(t *testing.T) {
	s := supervisor(t)
	exit, _ := output(s, shell(t, `(sleep 0.03; kill -STOP $PPID; sleep 0.3) & exit 0`))
	require.NoError(t, exit.Err)
	require.Zero(t, exit.Code)
	require.NotEmpty(t, exit.Leaked)
}

func TestForkBomb(t *testing.T) {
	s := supervisor(t)
	c := helper(t, "bomb", "5") // 63 processes, half of them in sessions of their own
	c.Timeout, c.Grace = 300*time.Millisecond, 100*time.Millisecond
	exit, _ := output(s, c)
	require.NoError(t, exit.Err)
	require.True(t, exit.TimedOut)

	exit, _ = output(s, shell(t, `f() { [ $1 -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & }; sleep 60; }; f 6 & exit 3`))
	require.Equal(t, 3, exit.Code)
	require.NotEmpty(t, exit.Leaked)
}

func TestShortLivedOrphansAreReaped(t *testing.T) {
	s := supervisor(t)
	c := shell(t, `i=0; while [ $i -lt 100 ]; do (true &); i=$((i+1)); done; echo ready; sleep 60`)
	ready := newSignalling("ready")
	c.Output = ready
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan Exit, 1)
	go func() { done <- s.Run(ctx, c) }()
	ready.wait(t)
	eventually(t, func() bool { return len(processes.Own()) == 1 }, "zombies are reaped while it runs")
	cancel()
	require.True(t, (<-done).Canceled)
}

// Daemons of many examples at a time: each is blamed on its own.
func TestManyLeaksAtOnce(t *testing.T) {
	s := supervisor(t)
	work := make(chan string)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for way := range work {
				exit, out := output(s, helper(t, "leave", way, "stubborn"))
				assert.Equal(t, 0, exit.Code)
				if assert.Len(t, exit.Leaked, 1, way) {
					pid := exit.Leaked[0].PID
					assert.Contains(t, out, fmt.Sprintf("started %d\n", pid))
					assert.True(t, dead(pid))
				}
			}
		})
	}
	for range 8 {
		for _, way := range []string{"d", "ds", "dsw", "dsq", "dw"} {
			work <- way
		}
	}
	close(work)
	all.Wait()
}
