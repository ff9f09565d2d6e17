package reporters

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/console"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// In every report, five thousand states of a progress bar do not displace earlier output;
// only the complete record keeps all of them.
func TestProgressHidesNothing(t *testing.T) {
	for name, update := range map[string]string{
		"carriage return": "\rstate %d", "erased": "\r\x1b[2Kstate %d", "cursor up": "state %d\nbelow\n\x1b[2A", "backspaces": "state %04d\b\b\b\b\b\b\b\b\b\b",
	} {
		var output strings.Builder
		output.WriteString("ERROR: the disk is full\n")
		for i := range 5000 {
			fmt.Fprintf(&output, update, i)
		}
		run := sample.AllGood(1)
		res := &run.Results[0]
		res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
		res.Attempts = []hub.Attempt{{Number: 1, ExitCode: 1, Output: output.String(), Error: res.Error}}
		for _, r := range detailed() {
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
		var screen strings.Builder
		c := console.New(console.Options{Out: &screen, Plan: hub.Pointers(run.Plan)})
		_ = c.Finish(run)
		assert.Contains(t, screen.String(), "ERROR: the disk is full", name)
	}
}

// Every report quotes a mismatch exactly: none collapses blanks.
func TestMismatchesAreQuotedExactly(t *testing.T) {
	const message, line = `line 1: expected "a  b", got "a b" (whitespace differs: "a␣␣b", "a␣b")`, "a␣␣b"
	run := sample.AllGood(1)
	res := &run.Results[0]
	res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrOutputMismatch, Message: message, Diff: "--- expected\n+++ output\n@@ -1,1 +1,1 @@\n-a␣␣b\n+a␣b\n\\ ␣ is a space\n"}
	res.Attempts = []hub.Attempt{{Number: 1, Output: "a b\n", Error: res.Error}}
	plain := strings.NewReplacer("&#34;", `"`, "&quot;", `"`, `\\`, `\`, `\"`, `"`)
	for _, r := range detailed() {
		text := plain.Replace(written(t, r.Name, run))
		assert.Contains(t, text, message, r.Name)
		assert.Contains(t, text, line, r.Name)
	}
	var screen strings.Builder
	c := console.New(console.Options{Out: &screen, Plan: hub.Pointers(run.Plan)})
	assert.NoError(t, c.Finish(run))
	assert.Contains(t, screen.String(), message)
	assert.Contains(t, screen.String(), "| -a␣␣b\n")
	assert.Contains(t, screen.String(), "| \\ ␣ is a space\n")
}

// Every report of an attempt names the file with its full output.
func TestOutputFilesAreInEveryReport(t *testing.T) {
	run := sample.EveryKind()
	run.Results[1].Attempts[1].OutputFile = "x/2.log"
	for _, format := range []string{"junit", "ctrf", "tap", "json", "html"} {
		assert.Contains(t, written(t, format, run), "x/2.log", format)
	}
	assert.Contains(t, written(t, "markdown", run), "; full output in `.hub/runs/", "of failures")
}
