package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/difference"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Foreign text stays a code span on its line, and the whole within the size of a summary.
func TestDifferenceIsInertAndBounded(t *testing.T) {
	hostile := "x` <img src=x> @all [a](b)\n# heading\r::error::x\x1b[31m"
	d := difference.Difference{Before: difference.Run{RunSummary: hub.RunSummary{ID: hostile}}, After: difference.Run{RunSummary: hub.RunSummary{ID: "b"}, Unmatched: 3}}
	d.Changes = []difference.Change{{Kind: difference.Failing, ID: hostile, After: &difference.Side{Status: hub.StatusError, Type: hub.ErrorType(hostile), Message: hostile}}}
	var b strings.Builder
	require.NoError(t, Difference(&b, &d))
	for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\n"), "\n") {
		assert.Regexp(t, "^(|# Hub: 1 newly failing|## Newly failing \\(1\\)|`.*`|- `.*`)$", line)
	}
	assert.NotContains(t, b.String(), "\x1b")

	for i := range 40_000 {
		d.Changes = append(d.Changes, difference.Change{Kind: difference.Fixed, ID: fmt.Sprint("fixed", i), Before: &difference.Side{Status: hub.StatusError, Message: strings.Repeat("m", 100)}})
	}
	b.Reset()
	require.NoError(t, Difference(&b, &d))
	assert.Less(t, b.Len(), maxSize)
	assert.Contains(t, b.String(), "## Fixed (40000)")
	assert.Contains(t, b.String(), " more\n")
}
