package selection_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
)

func TestPoliciesAreSortedAndUnique(t *testing.T) {
	assert.Equal(t, []string{"flaky pass", "doubtful warn"}, selection.Policies("pass", "warn", nil))
	assert.Equal(t, []string{"flaky fail", "doubtful ignore", "require env", "require os"},
		selection.Policies("fail", "ignore", []hub.Requirement{"os", "env", "os"}))
}
