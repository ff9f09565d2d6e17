package manual

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTopicsAreThePagesWithoutTheIndex(t *testing.T) {
	names := Names()
	assert.IsNonDecreasing(t, names)
	assert.Contains(t, names, "exit-codes")
	assert.NotContains(t, names, index)
	for _, topic := range Topics() {
		assert.True(t, strings.HasPrefix(topic.Text, "# "+topic.Title+"\n"), topic.Name)
		found, ok := Find(topic.Name)
		assert.True(t, ok)
		assert.Equal(t, topic, found)
	}
}

func TestOnlyTopicsAreFound(t *testing.T) {
	for _, name := range []string{"", index, "exit-code", "exit-codes.md", "../manual/exit-codes", "./exit-codes", "/exit-codes", "a\x00b"} {
		_, ok := Find(name)
		assert.False(t, ok, "%q", name)
	}
}

func TestExamplesAreThoseOfTheSection(t *testing.T) {
	assert.Equal(t, "hub ci", strings.Fields(Examples("ci")[0])[0]+" "+strings.Fields(Examples("ci")[0])[1])
	assert.Greater(t, len(Examples("ci")), 1)
	assert.Empty(t, Examples("c"))
	assert.Empty(t, Examples("no such command"))
}
