package status

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// holdVariable makes this test binary hold the lock of the named file, as
// another process, until it is killed.
const holdVariable = "HUB_TEST_HOLD_LOCK"

func TestMain(m *testing.M) {
	if file := os.Getenv(holdVariable); file != "" {
		l, err := Open(file, time.Now).Lock(context.Background(), 0)
		if err == nil {
			err = l.SetRun("20261122T140000.000Z-0001")
		}
		fmt.Println("held:", err)
		// Until it is killed, or the test that started it ends. With only
		// select {} the runtime without cgo would end a process in which all
		// goroutines wait.
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// holder starts a process that holds the lock, and returns when it does.
func holder(t *testing.T, s *Store) *exec.Cmd {
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), holdVariable+"="+s.File())
	_, err = cmd.StdinPipe() // open until kill
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { kill(cmd) })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "held: <nil>\n", line)
	return cmd
}

// kill kills the process, once.
func kill(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		cmd.Process.Kill()
		cmd.Wait() // always an error: it was killed
	}
}

func TestLockedByAnotherProcess(t *testing.T) {
	s := newStore(t)
	cmd := holder(t, s)
	_, err := s.Lock(context.Background(), 300*time.Millisecond)
	var locked *LockedError
	require.ErrorAs(t, err, &locked)
	assert.Equal(t, cmd.Process.Pid, locked.Holder.PID)
	assert.Equal(t, "20261122T140000.000Z-0001", locked.Holder.RunID)
	assert.NotEmpty(t, locked.Holder.Host)
	assert.WithinDuration(t, time.Now(), locked.Holder.Started, time.Minute)
	assert.GreaterOrEqual(t, locked.Waited, 300*time.Millisecond)
	assert.Contains(t, err.Error(), fmt.Sprintf("process %d on %s", cmd.Process.Pid, locked.Holder.Host))
	assert.Equal(t, "20261122T140000.000Z-0001", s.liveRun())

	ctx, cancel := context.WithCancelCause(context.Background())
	called := errors.New("called off")
	cancel(called)
	_, err = s.Lock(ctx, time.Hour)
	require.ErrorIs(t, err, called, "people read why")

	// It dies while another process waits: the lock is free at once.
	killed := make(chan struct{})
	go func() { defer close(killed); kill(cmd) }()
	l, err := s.Lock(context.Background(), time.Minute)
	<-killed
	require.NoError(t, err)
	assert.Empty(t, s.liveRun(), "the dead one's run is not the new holder's")
	require.NoError(t, l.Unlock())
	require.NoError(t, l.Unlock(), "a second Unlock does nothing")
	assert.Equal(t, Holder{}, s.holder())
}

func TestDeadHolderIsNoObstacle(t *testing.T) {
	s := newStore(t)
	kill(holder(t, s))
	assert.NotEmpty(t, s.holder().RunID, "its holder file remains")
	assert.Empty(t, s.liveRun())
	l, err := s.Lock(context.Background(), 0)
	require.NoError(t, err)
	require.NoError(t, l.Unlock())
}

func TestLockAfterTheFolderWasRemoved(t *testing.T) {
	s := newStore(t)
	first := lock(t, s)
	if err := os.RemoveAll(s.dir()); err != nil {
		t.Skip("files in use cannot be removed here:", err)
	}
	second, err := s.Lock(context.Background(), 0)
	require.NoError(t, err, "who holds a file that is gone holds nothing")
	require.NoError(t, second.Unlock())
	require.NoError(t, first.Unlock())
}

// Readers that check whether a dead run is alive never make a writer fail, even
// one that does not wait.
func TestProbesDoNotLockWritersOut(t *testing.T) {
	s := newStore(t)
	kill(holder(t, s))
	dead := s.holder()
	stop := make(chan struct{})
	finished := make(chan struct{})
	for range 8 {
		go func() {
			defer func() { finished <- struct{}{} }()
			for {
				select {
				case <-stop:
					return
				default:
					s.liveRun()
				}
			}
		}()
	}
	for range 50 {
		l, err := s.Lock(context.Background(), 0)
		if assert.NoError(t, err) {
			assert.NoError(t, l.SetRun(dead.RunID)) // keeps the readers asking
			assert.NoError(t, l.flock.Close())
		}
	}
	close(stop)
	for range 8 {
		<-finished
	}
}

func TestHolderText(t *testing.T) {
	assert.Equal(t, "another hub", Holder{}.String())
	h := Holder{PID: 7, Host: "box", Started: time.Date(2026, 11, 22, 14, 0, 0, 0, time.Local), RunID: "r1"}
	assert.Equal(t, "another hub (process 7 on box, since 2026-11-22 14:00:00, run r1)", h.String())
}

// A folder in which this user may not write has a remedy, as a full disk has.
func TestWhoCannotWriteIsToldWhatToDo(t *testing.T) {
	s := &Store{file: "x/status.json"}
	for _, cause := range []error{syscall.EACCES, syscall.EPERM, syscall.EROFS} {
		assert.ErrorContains(t, s.cannotWrite(&os.PathError{Op: "openat", Path: ".lock", Err: cause}), "keep the state elsewhere with --state=DIR")
	}
	assert.NotContains(t, s.cannotWrite(os.ErrClosed).Error(), "--state")
}
