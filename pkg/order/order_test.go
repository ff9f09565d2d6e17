package order_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/order"
)

// run returns a run of examples, one after the other, or beside the one before with "+";
// "x!" failed, "x~" is flaky, "x@2" has another fingerprint.
func run(examples string) *hub.Run {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	r := &hub.Run{}
	for _, word := range strings.Fields(examples) {
		word, print, _ := strings.Cut(word, "@")
		name := strings.TrimRight(word, "!~+")
		if !strings.Contains(word, "+") {
			at = at.Add(time.Second)
		}
		res := hub.Result{ID: name, Status: hub.StatusCompleted, Started: at, Seconds: 1, Fingerprint: "f" + print,
			Attempts: []hub.Attempt{{Number: 1, Started: at, Seconds: 1}}, Flaky: strings.Contains(word, "~")}
		if strings.Contains(word, "!") {
			res.Status = hub.StatusError
		}
		r.Results = append(r.Results, res)
	}
	return r
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name string
		runs []string // newest first
		want string
	}{
		{"fails after another", []string{"a b x!", "x", "a b x!"}, "failed in all 2 runs in which it ran after a or b, passed in all 1 run in which it did not"},
		{"one of several", []string{"a b x!", "b x", "a x!"}, "failed in all 2 runs in which it ran after a, passed in all 1 run in which it did not"},
		{"fails without another", []string{"x!", "a x", "x! a"}, "passed in all 1 run in which it ran after a, failed in all 2 runs in which it did not"},
		{"many", []string{"x", "a b c d e x!", "x"}, "failed in all 1 run in which it ran after a or b or c or one of 2 more, passed in all 2 runs in which it did not"},

		{"two runs show nothing", []string{"a x!", "x"}, ""},
		{"run again alone, when what it needs is there again", []string{"x", "x", "a x!"}, ""},
		{"broke once", []string{"a x!", "a x!", "x", "x"}, ""},
		{"always fails", []string{"a x!", "x!", "a x!"}, ""},
		{"always passes", []string{"a x", "x", "a x"}, ""},
		{"the order was the same", []string{"a x!", "a x", "a x!"}, ""},
		{"a contradiction", []string{"a x!", "x", "a x", "a x!"}, ""},
		{"flaky", []string{"a x!", "x~", "a x!", "x"}, ""},
		{"it changed", []string{"a x!@2", "x@1", "a x!@1"}, ""},
		{"beside it", []string{"a+ x!", "x", "a x!", "x"}, "failed in all 2 runs in which it ran after a, passed in all 2 runs in which it did not"},
		{"beside it, at one time", []string{"a x+!", "x", "a x!", "x"}, ""},
		{"not among them", []string{"a b", "b a", "a"}, ""},
		{"no runs", nil, ""},
	} {
		var runs []*hub.Run
		for _, text := range c.runs {
			runs = append(runs, order.Brief(run(text)))
		}
		d := order.Of(runs, "x")
		if c.want == "" {
			assert.Nil(t, d, c.name)
			continue
		}
		require.NotNil(t, d, c.name)
		assert.Equal(t, c.want, d.String(), c.name)
	}
	skipped := run("a x!")
	skipped.Results[1].Status = hub.StatusSkipped
	assert.Nil(t, order.Of([]*hub.Run{skipped, run("x"), run("a x!")}, "x"), "a skip is no verdict")
	unknown := run("x")
	unknown.Results[0].Fingerprint = ""
	assert.Nil(t, order.Of([]*hub.Run{run("a x!"), unknown, run("a x!")}, "x"), "nobody knows what it depended on")
}
