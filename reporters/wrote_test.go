package reporters

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

func TestWrote(t *testing.T) {
	for _, r := range All() {
		for name, run := range map[string]*hub.Run{"no run": {}, "a mixed run": sample.Mixed(200), "an odd one": sample.Odd("x", "</title>\n# Mine", "m", 1), "a hostile one": hostilePage()} {
			var b bytes.Buffer
			_, err := r.Write(&b, run)
			require.NoError(t, err)
			head := b.Bytes()[:min(b.Len(), 8<<10)]
			assert.True(t, Wrote(head), "%s of %s: %.200s", r.Name, name, head)
		}
	}
	assert.True(t, Wrote([]byte(sample.Log(t, sample.EveryKind()))[:8<<10]))
	assert.True(t, Wrote(nil))
	assert.True(t, Wrote([]byte("TAP version 14\n1..2\n# hub: good: ")), "of an earlier hub")
	for _, text := range []string{
		"# Mine\n", "# Hub: a place for examples\n", "echo a\n", "<html><title>Mine · Hub</title>", `{"schemaVersion":1}`, "TAP version 14\n1..2\nok 1\n", "TAP version 13\n1..2\nok 1 - a\n  ---\n  status: x\n",
		`<?xml version="1.0"?><testsuites name="other">`, `{"type":"run-started-other"}`, "\n",
	} {
		assert.False(t, Wrote([]byte(text)), text)
	}
}
