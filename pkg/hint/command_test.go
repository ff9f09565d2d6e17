package hint

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/githook"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// hostileWords are words that mean something to a shell, or to hub.
func hostileWords() []string {
	return []string{
		"$(touch pwned)", "a;touch pwned", "a'b", "'", "''", `a\'b`, "a b", " a ", "*", "~root", "#a", "=ls", "a=b", "a\n\ntouch pwned\n", "é ☃", "a,b",
		"-rf", "--yes", "-", "--", "7", "007", "id:7", "id:-x", "x7", "group:a", "tag:b", "3-9", "examples/a.sh", "examples/deep", "examples/deep/er", "[a]", "{a,b}", "a/*",
	}
}

// A word that names an example names that one, and is no flag, whatever other
// examples are called and however many there are.
func TestExampleNamesTheOneExample(t *testing.T) {
	var all []hub.Example
	for i, id := range hostileWords() {
		if strings.TrimSpace(id) != "" {
			all = append(all, hub.Example{Index: len(all) + 1, ID: id, Path: "examples/" + string(rune('a'+i)) + ".sh"})
		}
	}
	cat := &catalog.Catalog{Examples: all}
	for i := range all {
		word := Example(cat, all[i].ID)
		ref := strings.ReplaceAll(word, `'\''`, "\x00")
		if strings.HasPrefix(ref, "'") {
			ref = strings.TrimSuffix(strings.TrimPrefix(ref, "'"), "'")
		}
		ref = strings.ReplaceAll(ref, "\x00", "'")
		assert.False(t, strings.HasPrefix(ref, "-"), ref)
		found, _, err := selector.One(cat, ref)
		if assert.NoError(t, err, ref) {
			assert.Equal(t, all[i].ID, found.ID)
		}
		term, err := selector.Parse(ref)
		if assert.NoError(t, err, ref) {
			chosen, _, err := (&selector.Choice{Any: []selector.Term{term}}).InOrder(cat)
			if assert.NoError(t, err, ref) && assert.Len(t, chosen, 1, ref) {
				assert.Equal(t, all[i].ID, chosen[0].ID)
			}
		}
	}
	assert.Equal(t, "examples/a.sh", Example(cat, "examples/a.sh"), "what needs nothing gets nothing")
}

// The flags of a hint name the folder and the files that were given.
func TestCommandsHoldHostilePaths(t *testing.T) {
	state := "$(touch pwned)"
	given := Command{Chdir: "-rf", Config: "a'b;c", State: &state}
	assert.Equal(t, `hub -C ./-rf -c 'a'\''b;c' '--state=$(touch pwned)' show 1`, given.Line("show", "1"))
	assert.Equal(t, `hub -C './$(touch pwned)' -c a.yaml`, githook.Project{"-C", "./$(touch pwned)", "-c", "a.yaml"}.String())
}
