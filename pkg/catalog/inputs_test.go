package catalog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Shared inputs are added to those of each example, relative to its own folder.
func TestSharedInputs(t *testing.T) {
	c := discover(t, `
sources: [{path: ex, inputs: [boot.sh, ./lib/**]}]
groups: [{id: deep, inputs: ["data/*.txt"]}]
overrides: [{match: {path: "ex/deep/**"}, inputs: [own]}]
`, files{"ex/a.sh": "echo", "ex/b.sh": "# ---\n# inputs: [boot.sh, mine]\n# ---\necho", "ex/deep/er/c.sh": "echo", "ex/deep/d.sh": "# ---\n# inputs: []\n# ---\necho"})
	got := map[string][]string{}
	for _, e := range c.Examples {
		got[e.ID] = e.Settings.Inputs
	}
	assert.Equal(t, map[string][]string{
		"ex/a.sh":         {"boot.sh", "lib/**"},
		"ex/b.sh":         {"boot.sh", "mine", "lib/**"},
		"ex/deep/er/c.sh": {"own", "../../boot.sh", "../../lib/**", "../../../data/*.txt"},
		"ex/deep/d.sh":    {"../boot.sh", "../lib/**", "../../data/*.txt"},
	}, got)
}
