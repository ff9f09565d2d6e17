package runner

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// While a group is set up, its examples wait and all others start.
func TestStages(t *testing.T) {
	var plan []hub.Example
	for i := range 6 {
		plan = append(plan, hub.Example{Index: i + 1, ID: fmt.Sprint(i), Group: []string{"a", "b", "none"}[i%3], Settings: &hub.Settings{}})
	}
	var mu sync.Mutex
	up, others := map[string]bool{}, make(chan struct{}, 6)
	var order []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, fmt.Sprintf(format, args...))
	}
	results := map[string]hub.Result{}
	end := Run(t.Context(), hub.Pointers(plan), Options{
		Workers: 2, Now: time.Now, Stages: []string{"a", "b", "unused"},
		Setup: func(_ context.Context, group string) ([]hub.Step, *hub.Error) {
			if group == "b" {
				return []hub.Step{{Phase: hub.PhaseSetup, Group: group}}, &hub.Error{Type: hub.ErrSetup}
			}
			<-others // ends only when an example of no group has run meanwhile
			mu.Lock()
			defer mu.Unlock()
			up[group] = true
			return nil, nil
		},
		Teardown: func(_ context.Context, group string) []hub.Step {
			note("down %s", group)
			return nil
		},
		Exec: func(_ context.Context, e *hub.Example, number int, _ *proc.Turn) hub.Attempt {
			mu.Lock()
			assert.Equal(t, e.Group == "a", up[e.Group], "%s runs", e.ID)
			mu.Unlock()
			note("ran %s", e.Group)
			if e.Group == "none" {
				others <- struct{}{}
			}
			return hub.Attempt{Number: number}
		},
		Observe: func(events ...hub.Event) {
			for _, ev := range events {
				if ev.Result != nil {
					results[ev.Result.ID] = *ev.Result
				}
			}
		},
	})
	require.Equal(t, hub.EndFinished, end.Reason)
	require.Len(t, results, 6)
	for i := range 6 {
		r := results[fmt.Sprint(i)]
		if i%3 == 1 {
			assert.Equal(t, hub.StatusError, r.Status)
			assert.Equal(t, hub.ErrSetup, r.Error.Type)
			continue
		}
		assert.Equal(t, hub.StatusCompleted, r.Status, "%d", i)
	}
	last := map[string]int{}
	for i, what := range order {
		last[what] = i
	}
	assert.Len(t, order, 6, "four runs and two teardowns: %v", order)
	assert.Greater(t, last["down a"], last["ran a"], "%v", order)
	assert.Contains(t, order, "down b")
}
