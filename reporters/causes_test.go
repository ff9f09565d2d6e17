package reporters

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// A file that 253 examples miss is one thing to read.
func TestOneCauseIsReadOnce(t *testing.T) {
	run := sample.OneCause(253)
	text := written(t, "markdown", run)
	assert.Less(t, strings.Count(text, "\n"), 400)
	assert.Less(t, len(text), 40_000)
	assert.Equal(t, 1, strings.Count(text, "Stack trace:"), "one excerpt")
	page := written(t, "html", run)
	assert.Equal(t, 1, strings.Count(page, `<b class="c">253</b>`))
	for _, e := range run.Plan {
		assert.Contains(t, text, "`"+e.ID+"`")
		assert.Contains(t, page, "<b>"+e.ID+"</b>")
	}
	junit := written(t, "junit", run)
	assert.Equal(t, 254, strings.Count(junit, "<failure "), "a tool reads each on its own")
	assert.Equal(t, 254, strings.Count(junit, "<system-out>"))
}

// The causes of a report have each error once.
func TestCausesOfAReport(t *testing.T) {
	for name, run := range map[string]int{"few": 2, "many": 253} {
		var report struct {
			Causes  []cause.Group
			Results []struct{ ID, Status string }
		}
		require.NoError(t, json.Unmarshal([]byte(written(t, "json", sample.OneCause(run))), &report), name)
		require.Len(t, report.Causes, 2)
		assert.Len(t, report.Causes[0].Examples, run)
		assert.Equal(t, "examples/boot.php", report.Causes[0].File)
		errors, listed := []string{}, []string{}
		for _, r := range report.Results {
			if r.Status == "error" {
				errors = append(errors, r.ID)
			}
		}
		for _, c := range report.Causes {
			listed = append(listed, c.Examples...)
		}
		assert.ElementsMatch(t, errors, listed)
	}
}
