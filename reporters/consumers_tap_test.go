package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

func TestTAPParserReadsTAP(t *testing.T) {
	var got struct {
		Results struct {
			OK                            bool
			Count, Pass, Fail, Todo, Skip int
			Plan                          struct{ Start, End int }
		}
		Tests []struct {
			OK         bool
			ID         int
			Name       string
			Time       *float64
			Skip, Todo any
			TapError   any
			Diag       map[string]any
		}
		Extra []string
	}
	run := sample.Every(t)
	consumer(t, &got, "tap-parser", reportFile(t, "tap", run))
	assert.False(t, got.Results.OK)
	n := sample.TallyOf(run)
	assert.Equal(t, [5]int{n.Tests, n.Passed + n.Skipped - 1, n.Failures + n.Errors + 1, 1, n.Skipped - 1}, [5]int{got.Results.Count, got.Results.Pass, got.Results.Fail, got.Results.Todo, got.Results.Skip})
	assert.Equal(t, n.Tests, got.Results.Plan.End)
	assert.Empty(t, got.Extra, "lines that are not TAP")
	require.Len(t, got.Tests, n.Tests)
	for i, test := range got.Tests {
		res := &run.Results[i]
		assert.Nil(t, test.TapError)
		assert.Equal(t, i+1, test.ID)
		assert.Equal(t, strings.ReplaceAll(res.ID, "#", "\uff03"), test.Name)
		assert.Equal(t, res.ID, test.Diag["id"])
		require.NotNil(t, test.Time, res.ID)
		assert.InDelta(t, res.Seconds*1000, *test.Time, 0.001, res.ID)
		switch res.Status {
		case hub.StatusSkipped:
			assert.True(t, test.OK)
			assert.Equal(t, sanitize.Line(res.Reason), test.Skip)
		case hub.StatusError:
			assert.False(t, test.OK)
			assert.Equal(t, string(res.Error.Type), test.Diag["type"])
			assert.Equal(t, sanitize.Text(text.Message(res.Error.Message)), test.Diag["message"])
		}
	}
	assert.Equal(t, "allowed failure until 2027-01-31: auth: 401 Unauthorized", got.Tests[10].Todo)
	assert.Equal(t, "Traceback (most recent call last):\n  File \"run.py\", line 12\nAssertionError\n", got.Tests[2].Diag["output"])
}

// tapRead is what TAP::Parser, by which prove reads, found in a document.
type tapRead struct {
	Version, Plan, Failed, Skipped, Todo int
	Green                                bool
	Errors, Unknown                      []string
	Tests                                []struct {
		OK                      bool
		ID                      int
		Name, Directive, Reason string
		Diag                    map[string]string
	}
}

// readWithPerl reads TAP documents with TAP::Parser.
func readWithPerl(t testing.TB, files ...string) []tapRead {
	t.Helper()
	cmd := exec.Command(program(t, "perl"), append([]string{filepath.Join("..", "testdata", "consumers", "read.pl")}, files...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var got []tapRead
	require.NoError(t, json.Unmarshal(out, &got), "%.300s", out)
	require.Len(t, got, len(files))
	return got
}

func TestTAPParserOfPerlReadsTAP(t *testing.T) {
	run := sample.Every(t)
	n := sample.TallyOf(run)
	got := readWithPerl(t, reportFile(t, "tap", run))[0]
	assert.Empty(t, got.Errors)
	assert.Empty(t, got.Unknown, "lines that are not TAP")
	assert.False(t, got.Green)
	assert.Equal(t, [5]int{13, n.Tests, n.Failures + n.Errors, n.Skipped - 1, 1}, [5]int{got.Version, got.Plan, got.Failed, got.Skipped, got.Todo})
	require.Len(t, got.Tests, n.Tests)
	for i, test := range got.Tests {
		res := &run.Results[i]
		assert.Equal(t, i+1, test.ID)
		assert.Equal(t, strings.ReplaceAll(res.ID, "#", "\uff03"), test.Name)
		assert.Equal(t, fmt.Sprintf("%.3f", res.Seconds*1000), test.Diag["duration_ms"], res.ID)
		switch {
		case res.AllowedFailure != nil:
			assert.Equal(t, "TODO", test.Directive)
		case res.Status == hub.StatusSkipped:
			assert.True(t, test.OK)
			assert.Equal(t, [2]string{"SKIP", sanitize.Line(res.Reason)}, [2]string{test.Directive, test.Reason})
		case res.Status == hub.StatusError:
			assert.False(t, test.OK)
			err := text.Failure(res)
			assert.Equal(t, text.Location(&err), test.Diag["at"])
			assert.Equal(t, string(err.Type), test.Diag["type"])
		}
	}
	assert.Equal(t, `expected <2>, got "3" & more`, got.Tests[2].Diag["message"])
	assert.Equal(t, "Traceback (most recent call last):\n  File \"run.py\", line 12\nAssertionError\n", got.Tests[2].Diag["output"])
}

// Blocks, indented and empty lines, and what looks like TAP in an output do not confuse it.
func TestTAPParserOfPerlReadsAnything(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	dir := t.TempDir()
	var files []string
	outputs := []string{"  indented\nnot\n\n\n  ...\n", "ok 1\nnot ok 2\n---\n...\n1..9\nBail out! now\n", "\ttab\n \n\n\u00a0x\n", "…\n\n", sample.Hostile}
	for i := range 60 {
		output := sample.OddText(rnd)
		if i < len(outputs) {
			output = outputs[i]
		}
		run := sample.Odd(output, "a#"+sample.OddText(rnd), sample.OddText(rnd), rnd.NormFloat64())
		name := filepath.Join(dir, fmt.Sprintf("%d.tap", i))
		require.NoError(t, os.WriteFile(name, []byte(written(t, "tap", run)), 0o644))
		files = append(files, name)
	}
	for i, got := range readWithPerl(t, files...) {
		report, err := os.ReadFile(files[i])
		require.NoError(t, err)
		require.Empty(t, got.Errors, string(report))
		require.Empty(t, got.Unknown, string(report))
		require.Equal(t, [4]int{3, 1, 1, 0}, [4]int{got.Plan, got.Failed, got.Skipped, got.Todo}, string(report))
		for _, test := range got.Tests {
			require.NotEmpty(t, test.Diag["hub_status"], string(report))
		}
	}
}

// prove runs a document as it runs a test, and its exit code is the verdict.
func TestProveReadsTAP(t *testing.T) {
	prove := program(t, "prove")
	for name, tt := range map[string]struct {
		run   *hub.Run
		green bool
		says  string
	}{
		"every kind":   {sample.Every(t), false, "Failed tests:  3-10, 17"},
		"good":         {sample.AllGood(3), true, "All tests successful."},
		"failed steps": {sample.WithFailedSteps(), false, "Failed tests:  3-5"},
		"nothing":      {&hub.Run{End: hub.RunEnd{Reason: hub.EndEmpty}}, false, "Further testing stopped:  no examples were found"},
	} {
		cmd := exec.Command(prove, reportFile(t, "tap", tt.run))
		out, err := cmd.CombinedOutput()
		assert.Equal(t, tt.green, err == nil, "%s: %s", name, out)
		assert.Equal(t, tt.green, tt.run.Passed(), name)
		assert.Contains(t, string(out), tt.says, name)
	}
}
