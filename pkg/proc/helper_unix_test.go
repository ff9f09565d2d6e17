//go:build unix

package proc

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/capture"
	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// helperVariable makes the test binary play the program of that name.
const helperVariable = "PROC_TEST_HELPER"

// noDelay keeps the race detector's runtime from sleeping at the helpers' end.
const noDelay = "GORACE=atexit_sleep_ms=0"

// deadline bounds everything that a test waits for.
const deadline = 20 * time.Second

func TestMain(m *testing.M) {
	if name := os.Getenv(helperVariable); name != "" {
		os.Exit(play(name, os.Args[1:]))
	}
	// The runtime opens the descriptors of its poller for the first file that needs it.
	r, w, err := os.Pipe()
	if err != nil || r.Close() != nil || w.Close() != nil {
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// supervisor returns one that is closed at the test's end, when nothing may be
// left of anything: no process, descriptor or goroutine.
func supervisor(t *testing.T) *Supervisor {
	t.Helper()
	before := look(t)
	s, err := NewSupervisor()
	require.NoError(t, err)
	t.Cleanup(func() {
		require.Empty(t, s.Close())
		before.compare(t)
	})
	return s
}

// helper is the command that plays name.
func helper(t *testing.T, name string, args ...string) Command {
	t.Helper()
	return Command{
		Path: self(), Argv: append([]string{"helper"}, args...),
		Env:     append(os.Environ(), helperVariable+"="+name, noDelay),
		Timeout: deadline, Grace: 5 * time.Second,
	}
}

// shell is the command that runs a script.
func shell(t *testing.T, script string) Command {
	t.Helper()
	sh, err := programs.LookPath("sh", os.Getenv("PATH"))
	if err != nil {
		t.Skip("needs sh: ", err)
	}
	return Command{
		Path: sh, Argv: []string{"sh", "-c", script}, Env: os.Environ(), Dir: t.TempDir(),
		Timeout: deadline, Grace: 5 * time.Second,
	}
}

// output runs c and returns what it printed as well.
func output(s *Supervisor, c Command) (Exit, string) {
	return outputIn(context.Background(), s, c)
}

func outputIn(ctx context.Context, s *Supervisor, c Command) (Exit, string) {
	capture := capture.New(64 << 10)
	c.Output = capture
	exit := s.Run(ctx, c)
	return exit, capture.String()
}

// signalling is a writer that tells when a text has come by.
type signalling struct {
	mu   sync.Mutex
	all  bytes.Buffer
	text string
	seen chan struct{}
	once sync.Once
}

func newSignalling(text string) *signalling {
	return &signalling{text: text, seen: make(chan struct{})}
}

func (w *signalling) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all.Write(p)
	if strings.Contains(w.all.String(), w.text) {
		w.once.Do(func() { close(w.seen) })
	}
	return len(p), nil
}

func (w *signalling) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// wait returns when the text has come.
func (w *signalling) wait(t *testing.T) {
	t.Helper()
	select {
	case <-w.seen:
	case <-time.After(deadline):
		t.Errorf("%q was never printed: %q", w.text, w.String())
	}
}

// fileThere reports whether a file exists.
func fileThere(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// program returns a file of that mode that holds text.
func program(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(file, []byte(text), mode))
	return file
}

// settled counts goroutines once those that are ending have.
func settled(limit int) int {
	n := runtime.NumGoroutine()
	for end := time.Now().Add(5 * time.Second); n > limit && time.Now().Before(end); n = runtime.NumGoroutine() {
		time.Sleep(time.Millisecond)
	}
	return n
}
