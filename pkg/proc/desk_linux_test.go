package proc

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// queued is a Run that waits for its turn.
type queued struct {
	turn Turn
	come chan struct{} // closed when its turn has come
	end  chan Exit
	out  string
}

// enqueue returns when the request of c waits on the desk.
func enqueue(ctx context.Context, s *Supervisor, c Command) *queued {
	q := &queued{come: make(chan struct{}), end: make(chan Exit, 1)}
	waits := make(chan struct{})
	q.turn.Wait = func() { close(waits); <-q.come }
	c.Turn = &q.turn
	go func() {
		var exit Exit
		exit, q.out = outputIn(ctx, s, c)
		q.end <- exit
	}()
	<-waits
	return q
}

// first runs a command that goes on when go is called, below the only supervisor
// process, with a turn of its own.
func first(t *testing.T, s *Supervisor, script string) (q *queued, goOn func()) {
	t.Helper()
	return firstIn(t.Context(), t, s, script)
}

func firstIn(ctx context.Context, t *testing.T, s *Supervisor, script string) (q *queued, goOn func()) {
	t.Helper()
	s.Warm(1)
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, unix.Mkfifo(pipe, 0o600))
	f, err := os.OpenFile(pipe, os.O_RDWR, 0) // waits for no reader
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	c := shell(t, "read line < "+pipe+"; "+script)
	q = &queued{end: make(chan Exit, 1)}
	c.Turn = &q.turn
	go func() {
		var exit Exit
		exit, q.out = outputIn(ctx, s, c)
		q.end <- exit
	}()
	eventually(t, func() bool { return len(s.busy()) == 1 && s.busy()[0].asked() }, "the first example")
	return q, func() {
		_, err := f.WriteString("go\n")
		require.NoError(t, err)
	}
}

// A supervisor process whose example has ended takes the next by itself.
func TestTheNextTakesThePlaceOfTheFirst(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo $PPID")
	b := enqueue(t.Context(), s, shell(t, "echo $PPID"))
	c := enqueue(t.Context(), s, shell(t, "echo $PPID"))
	goOn()
	exit := <-a.end
	require.NoError(t, exit.Err)
	require.Same(t, &b.turn, a.turn.Next)
	close(b.come)
	second := <-b.end
	require.NoError(t, second.Err)
	assert.True(t, b.turn.Taken)
	assert.Equal(t, a.out, b.out, "the same supervisor process")
	assert.False(t, second.Began.Before(exit.Began.Add(exit.Elapsed)))
	require.Same(t, &c.turn, b.turn.Next)
	close(c.come)
	require.NoError(t, (<-c.end).Err)
	assert.Nil(t, c.turn.Next)
}

// What is handed on is the next Run's from that moment on; the race detector sees it.
func TestWhatIsHandedOnIsTheNextRuns(t *testing.T) {
	s := supervisor(t)
	for range 10 {
		a, goOn := first(t, s, "echo a")
		b := enqueue(t.Context(), s, shell(t, "echo b"))
		goOn()
		eventually(t, func() bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return len(s.desk.tickets) == 0
		}, "the next example")
		close(b.come)
		require.NoError(t, (<-b.end).Err)
		require.NoError(t, (<-a.end).Err)
		require.True(t, b.turn.Taken)
	}
}

func TestATurnThatIsGranted(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo $PPID")
	b, c := enqueue(t.Context(), s, shell(t, "echo $PPID")), enqueue(t.Context(), s, shell(t, "echo c"))
	close(c.come) // not the one that waits longest
	require.NoError(t, (<-c.end).Err)
	assert.Equal(t, "c\n", c.out)
	assert.False(t, c.turn.Taken)
	require.Same(t, &b.turn, c.turn.Next)
	close(b.come)
	require.NoError(t, (<-b.end).Err)
	goOn()
	require.NoError(t, (<-a.end).Err)
	assert.NotEqual(t, a.out, b.out)
	assert.Nil(t, a.turn.Next)
}

func TestATurnThatNeverComes(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo a")
	mark := filepath.Join(t.TempDir(), "mark")
	ctx, cancel := context.WithCancel(t.Context())
	b := enqueue(ctx, s, shell(t, "> "+mark))
	cancel()
	close(b.come)
	exit := <-b.end
	assert.True(t, exit.Canceled)
	assert.ErrorIs(t, exit.Err, context.Canceled)
	goOn()
	require.NoError(t, (<-a.end).Err)
	assert.Nil(t, a.turn.Next)
	assert.NoFileExists(t, mark)
}

// What is over is not started, and what has taken a place runs all the same.
func TestATurnThatIsOver(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo a")
	mark := filepath.Join(t.TempDir(), "mark")
	b, c := enqueue(t.Context(), s, shell(t, "> "+mark)), enqueue(t.Context(), s, shell(t, "echo c"))
	b.turn.Over = true
	close(b.come)
	exit := <-b.end
	assert.True(t, exit.Canceled)
	require.Error(t, exit.Err)
	goOn()
	require.NoError(t, (<-a.end).Err)
	require.Same(t, &c.turn, a.turn.Next)
	c.turn.Over = true
	close(c.come)
	require.NoError(t, (<-c.end).Err)
	assert.Equal(t, "c\n", c.out)
	assert.NoFileExists(t, mark)
}

// An example that is too large for the desk waits for its turn all the same.
func TestTooLargeForTheDesk(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo a")
	large := shell(t, "echo ${#LARGE}")
	large.Env = append(large.Env, "LARGE="+strings.Repeat("x", supervision.DeskMost))
	b := enqueue(t.Context(), s, large)
	goOn()
	require.NoError(t, (<-a.end).Err)
	assert.Nil(t, a.turn.Next)
	close(b.come)
	require.NoError(t, (<-b.end).Err)
	assert.Equal(t, "65536\n", b.out)
}

// Nothing takes the place of what is ended with all the others.
func TestNothingFollowsWhatIsKilled(t *testing.T) {
	s := supervisor(t)
	a, _ := first(t, s, "")
	b := enqueue(t.Context(), s, shell(t, "sleep 60"))
	s.KillAll()
	assert.True(t, (<-a.end).Canceled)
	assert.Nil(t, a.turn.Next)
	close(b.come)
	assert.True(t, (<-b.end).Canceled)
}

func TestNothingFollowsWhatIsCanceled(t *testing.T) {
	s := supervisor(t)
	ctx, cancel := context.WithCancel(t.Context())
	a, _ := firstIn(ctx, t, s, "")
	mark := filepath.Join(t.TempDir(), "mark")
	b := enqueue(ctx, s, shell(t, "> "+mark))
	cancel()
	assert.True(t, (<-a.end).Canceled)
	assert.Nil(t, a.turn.Next)
	close(b.come)
	assert.True(t, (<-b.end).Canceled)
	assert.NoFileExists(t, mark)
}

// While all is stopped, nothing takes a place.
func TestNothingIsTakenWhileAllIsStopped(t *testing.T) {
	s := supervisor(t)
	a, goOn := first(t, s, "echo a")
	b := enqueue(t.Context(), s, shell(t, "echo b"))
	s.Suspend(func() { goOn() })
	require.NoError(t, (<-a.end).Err)
	assert.Nil(t, a.turn.Next)
	close(b.come)
	require.NoError(t, (<-b.end).Err)
	assert.Equal(t, "b\n", b.out)
}

// A request that was lost with the supervisor process that took it is not lost, in
// whatever order that ended.
func TestALostRequestIsStarted(t *testing.T) {
	s := supervisor(t)
	s.Warm(1)
	b := enqueue(t.Context(), s, shell(t, "echo b"))
	require.NotZero(t, supervision.Take(s.desk.ends[1], make([]byte, supervision.DeskMost)))
	w, _, err := s.take(false)
	require.NoError(t, err)
	s.bury(w)
	close(b.come)
	require.NoError(t, (<-b.end).Err)
	assert.Equal(t, "b\n", b.out)
}

// blocked takes output when it is closed.
type blocked chan struct{}

func (b blocked) Write(p []byte) (int, error) {
	<-b
	return len(p), nil
}

// What has taken a place, and hub does not know yet, is stopped before hub is.
func TestWhatTookAPlaceIsStopped(t *testing.T) {
	s := supervisor(t)
	s.Warm(1)
	held := make(blocked)
	a := shell(t, "read line < pipe; echo a")
	require.NoError(t, unix.Mkfifo(filepath.Join(a.Dir, "pipe"), 0o600))
	a.Turn, a.Output = &Turn{}, held
	end := make(chan Exit, 1)
	go func() { end <- s.Run(t.Context(), a) }()
	eventually(t, func() bool { return len(s.busy()) == 1 && s.busy()[0].asked() }, "the first example")
	w := s.busy()[0]
	mark := filepath.Join(t.TempDir(), "mark")
	b := enqueue(t.Context(), s, shell(t, "> "+mark+"; sleep 60"))
	require.NoError(t, os.WriteFile(filepath.Join(a.Dir, "pipe"), []byte("go\n"), 0))
	eventually(t, func() bool { _, err := os.Stat(mark); return err == nil }, "the second example")

	stopping, over := make(chan bool), make(chan bool)
	go s.Suspend(func() { close(stopping); <-over })
	eventually(t, func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.uncertain
	}, "the request to stop the first")
	s.mu.Lock() // so that hub learns nothing
	close(held)
	select {
	case <-stopping:
		t.Error("hub stops, and the second example runs")
	case <-time.After(100 * time.Millisecond): // in which nothing is to happen
	}
	s.mu.Unlock()
	<-stopping
	running := func(p processes.Process) bool { return !p.Stopped }
	eventually(t, func() bool { return !slices.ContainsFunc(processes.Below(w.pid, processes.All), running) }, "the stop")
	close(over)
	close(b.come)
	assert.NoError(t, (<-end).Err)
	s.KillAll()
	assert.True(t, (<-b.end).Canceled)
}
