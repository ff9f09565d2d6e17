package reporters

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Five thousand states of a progress bar hide nothing that was printed before, in
// any report; only the whole record keeps each.
func TestProgressHidesNothing(t *testing.T) {
	for name, update := range map[string]string{
		"carriage return": "\rstate %d", "erased": "\r\x1b[2Kstate %d", "cursor up": "state %d\nbelow\n\x1b[2A", "backspaces": "state %04d\b\b\b\b\b\b\b\b\b\b",
	} {
		var output strings.Builder
		output.WriteString("ERROR: the disk is full\n")
		for i := range 5000 {
			fmt.Fprintf(&output, update, i)
		}
		run := allGood(1)
		res := &run.Results[0]
		res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
		res.Attempts = []hub.Attempt{{Number: 1, ExitCode: 1, Output: output.String(), Error: res.Error}}
		for _, r := range All() {
			text := written(t, r.Name, run)
			if r.Name == "json" {
				assert.Contains(t, text, "state 17")
				continue
			}
			assert.Contains(t, text, "ERROR: the disk is full", "%s: %s", name, r.Name)
			assert.Contains(t, text, "state 4999", "%s: %s", name, r.Name)
			assert.NotContains(t, text, "state 17", "%s: %s", name, r.Name)
			assert.NotContains(t, text, "state 0017", "%s: %s", name, r.Name)
		}
		var console strings.Builder
		c := NewConsole(ConsoleOptions{Out: &console, Plan: run.Plan})
		_ = c.Finish(run)
		assert.Contains(t, console.String(), "ERROR: the disk is full", name)
	}
}
