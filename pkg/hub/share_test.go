package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShare(t *testing.T) {
	for want, h := range map[string]RunHeader{
		"":                       {},
		"shard 2/4":              {Shard: &Shard{Index: 2, Total: 4}},
		"part 7/100":             {Part: &Part{Index: 7, Total: 100}},
		"example 3 of part 7/10": {Part: &Part{Index: 7, Total: 10, Example: 3}},
		"from the queue":         {Part: &Part{Total: 10}},
		"parts 2-5/10":           {Part: &Part{Index: 2, To: 5, Total: 10}},
	} {
		assert.Equal(t, want, h.Share())
	}
	assert.Empty(t, (&RunHeader{Part: &Part{Total: 10}, Joined: []string{"a"}}).Share(), "the whole plan")
	assert.Empty(t, (&RunHeader{Part: &Part{Index: 1, To: 10, Total: 10}}).Share(), "the whole plan")
}
