package catalog

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Every place that could not be read counts, though not each has a problem of its own.
func TestMissingIsBounded(t *testing.T) {
	assert.Empty(t, (&Catalog{Problems: []Problem{{Path: "a", Message: "m"}}}).Missing())
	for n, last := range map[int]string{
		1:  "examples may be missing: p0: m",
		20: "examples may be missing: p19: m",
		21: "examples may be missing: 1 more place could not be read; 'hub list' shows all of them",
		23: "examples may be missing: 3 more places could not be read; 'hub list' shows all of them",
	} {
		var c Catalog
		for i := range n {
			c.Problems = append(c.Problems, Problem{Path: fmt.Sprintf("p%d", i), Message: "m", Incomplete: true}, Problem{Path: "other", Message: "m"})
		}
		got := c.Missing()
		assert.Len(t, got, min(n, maxMissing+1))
		assert.Equal(t, hub.Problem{Kind: hub.ProblemCatalog, Message: last}, got[len(got)-1])
	}
}
