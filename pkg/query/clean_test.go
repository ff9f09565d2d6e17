package query_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

func TestCleanSaysWhatWasRemoved(t *testing.T) {
	some := &status.Cleaned{Entries: []status.Removed{{ID: "a\x1b[2J", Reason: "old"}}, Runs: []string{"r1", "r2"}, Files: []string{"f"}, Backup: "/w\x1b[2J/.hub/copy"}
	const copied, counts = "Copied the status to /w/.hub/copy.\n", "1 result, 2 run logs, 1 file.\n"
	const each = "Old results:\n  a\nRun logs:\n  r1\n  r2\nFiles:\n  f\n"
	for name, c := range map[string]struct {
		cleaned       *status.Cleaned
		dry, detailed bool
		want          string
	}{
		"some":               {some, false, false, copied + "Removed " + counts},
		"some, detailed":     {some, false, true, each + copied + "Removed " + counts},
		"some, dry":          {some, true, false, each + copied + "Would remove " + counts},
		"nothing":            {&status.Cleaned{}, false, false, ""},
		"nothing, detailed":  {&status.Cleaned{}, false, true, ""},
		"nothing, dry":       {&status.Cleaned{}, true, false, "Nothing to remove.\n"},
		"nothing but a copy": {&status.Cleaned{Backup: "/w/.hub/copy"}, false, false, copied},
	} {
		assert.Equal(t, c.want, page(t, query.CleanedAnswer(c.cleaned, c.dry, c.detailed)), name)
	}
}
