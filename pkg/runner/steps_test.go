package runner

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// Its end may be news that is on the way when hub stops it.
func TestAServiceThatHasEndedUnnoticed(t *testing.T) {
	for name, exit := range map[string]proc.Exit{"by itself": {Code: 3}, "as asked": {Code: 3, Canceled: true}} {
		ctx, cancel := context.WithCancel(t.Context())
		v := &service{cancel: cancel, ended: make(chan struct{})}
		go func() {
			defer close(v.ended)
			<-ctx.Done()
			v.out = Outcome{Exit: exit}
		}()
		step := v.stop(&Around{Executor: &Executor{}})
		if exit.Canceled {
			assert.Nil(t, step.Error, name)
		} else if assert.NotNil(t, step.Error, name) {
			assert.Contains(t, step.Error.Message, "exited before hub stopped it: exit code 3")
		}
	}
}
