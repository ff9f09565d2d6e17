package status

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Lists of any kind are merged like those that are sorted first, and neither is changed.
func TestNewestOf(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	list := func() []int {
		out := make([]int, rng.IntN(6))
		for i := range out {
			out[i] = rng.IntN(8)
		}
		switch rng.IntN(3) {
		case 0:
			slices.Sort(out)
		case 1:
			slices.Sort(out)
			out = slices.Compact(out)
		}
		return out
	}
	for range 5000 {
		a, b, n := list(), list(), 1+rng.IntN(8)
		if rng.IntN(4) == 0 {
			for i := range b {
				b[i] += 8 // all newer
			}
		}
		wasA, wasB := slices.Clone(a), slices.Clone(b)
		want := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
		want = want[max(0, len(want)-n):]
		got := newestOf(nil, a, b, n, cmp.Compare[int])
		require.True(t, slices.Equal(want, got), "%v %v %d: %v", a, b, n, got)
		require.NotNil(t, got)
		require.Equal(t, wasA, a)
		require.Equal(t, wasB, b)
		if len(got) > 0 {
			got[0] = -1
		}
		require.Equal(t, wasA, a, "the list is a new one")
		require.Equal(t, wasB, b, "the list is a new one")
	}
	assert.Nil(t, newestOf[int](nil, nil, nil, 3, cmp.Compare[int]))
	assert.NotNil(t, newestOf(nil, []int{}, nil, 3, cmp.Compare[int]))
}
