//go:build unix

package runner

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestASignalForAll: an engine signals all processes of a job at once, and the
// example may be the first to go. It is interrupted then, and else judged as
// ever.
func TestASignalForAll(t *testing.T) {
	for _, c := range []struct {
		name, script string
		signalled    bool // hub gets the signal too, when the example has got it
		interrupted  bool
	}{
		{"by SIGTERM", "echo x >at; kill -TERM $$", true, true},
		{"by SIGHUP", "echo x >at; kill -HUP $$", true, true},
		{"a shell that passes it on", "echo x >at; exit 143", true, true},
		{"nobody sent hub one", "echo x >at; kill -TERM $$", false, false},
		{"a failure", "echo x >at; exit 1", false, false},
		{"a pass", "echo x >at; exit 0", true, false},
		{"a crash", "echo x >at; kill -SEGV $$", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := workshop(t)
			interrupt, signal := context.WithCancelCause(t.Context())
			defer signal(nil)
			x.Interrupt = interrupt
			e := x.script(t, "a/b.sh", "cd "+x.Root+"\n"+c.script)
			over := make(chan struct{})
			if c.signalled {
				go func() {
					appears(x.Root+"/at", over)
					signal(ErrSignal{Name: "SIGTERM"})
				}()
			}
			a := x.Attempt(t.Context(), e, 1, nil)
			close(over)
			if c.name == "a pass" {
				assert.Nil(t, a.Error)
				assert.False(t, a.Canceled)
				return
			}
			assert.Equal(t, c.interrupted, a.Canceled)
			assert.Equal(t, c.interrupted, a.Error == nil)
		})
	}
}

// appears waits until a file does, or until it is over.
func appears(path string, over <-chan struct{}) {
	for {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return
		}
		select {
		case <-over:
			return
		case <-time.After(time.Millisecond): // between two looks at what another process does
		}
	}
}

// TestASignalForABuild: a compiler that the same signal ends is no build error.
func TestASignalForABuild(t *testing.T) {
	x := workshop(t)
	interrupt, signal := context.WithCancelCause(t.Context())
	x.Interrupt = interrupt
	signal(ErrSignal{Name: "SIGTERM"})
	e := x.script(t, "a/b.sh", "exit 0")
	e.Build = []string{"sh", "-c", "kill -TERM $$"}
	x.Runners = map[string]config.Runner{}
	a := x.Attempt(t.Context(), e, 1, nil)
	assert.True(t, a.Canceled)
	assert.Nil(t, a.Error)
}

// TestASignalForASetup: neither a setup nor a service that the same signal ends
// has failed.
func TestASignalForASetup(t *testing.T) {
	x := workshop(t)
	interrupt, signal := context.WithCancelCause(t.Context())
	defer signal(nil)
	x.Interrupt = interrupt
	around := &Around{Executor: x, Steps: map[string]config.Around{"": {Setup: []config.Step{
		{Command: []string{"sh", "-c", "echo x >" + filepath.Join(x.Root, "up") + "; kill -TERM $$"}, Background: true,
			WaitFor: config.WaitFor{File: filepath.Join(x.Root, "up")}},
		{Command: []string{"sh", "-c", "kill -TERM $$"}},
	}}}}
	signal(ErrSignal{Name: "SIGTERM"})
	steps, failure := around.Setup(t.Context(), "")
	require.NotNil(t, failure)
	assert.True(t, steps[len(steps)-1].Stopped)
	run := hub.Run{Steps: append(steps, around.Teardown(t.Context(), "")...)}
	assert.Empty(t, run.FailedSteps())
}
