package selection_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	catalogs "github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// world has a random catalog, random records and a random request.
func world(r *rand.Rand) ([]hub.Example, *status.File, selection.Request) {
	words := []string{"a", "b", "c"}
	pick := func() []string {
		var out []string
		for _, w := range words {
			if r.IntN(4) == 0 {
				out = append(out, w)
			}
		}
		return out
	}
	all := make([]hub.Example, 8+r.IntN(40))
	st := &status.File{Examples: map[string]*status.Entry{}}
	for i := range all {
		e := hub.Example{Index: i + 1, ID: fmt.Sprintf("x%03d", r.IntN(1000)*100+i), Argv: []string{"sh", "f"}, Settings: &hub.Settings{}}
		e.Group, e.GroupTitle, e.Tags = words[r.IntN(3)], "T", pick()
		if i < len(words) {
			e.Group, e.Tags = words[i], words // each word is known
		}
		if r.IntN(6) == 0 {
			e.Skip = "why"
		}
		all[i] = e
		if r.IntN(3) > 0 {
			times := []float64{0, 1, 1, 2.5, math.NaN(), -1, math.Inf(1)}
			st.Examples[e.ID] = &status.Entry{Status: hub.Statuses()[r.IntN(6)], ExecutionTime: times[r.IntN(len(times))]}
		}
	}
	chosen, err := (&selector.Choice{Tags: pick(), AnyTags: pick(), Groups: pick()}).In(&catalogs.Catalog{Examples: all})
	if err != nil {
		panic(err)
	}
	q := selection.Request{Start: r.IntN(5), Scope: chosen.Left, Limit: r.IntN(6), Force: r.IntN(4) == 0, Proof: &selection.Proof{Policies: []string{"flaky pass"}}}
	for _, f := range selection.Filters() {
		if r.IntN(8) == 0 {
			q.Filters = append(q.Filters, f.Name)
		}
	}
	return all, st, q
}

func oddly(e hub.Example) string {
	if e.Index%2 == 1 {
		return "changed"
	}
	return ""
}

func TestProperties(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		all, st, q := world(r)
		whole, err := selection.Select(all, st, oddly, q)
		require.NoError(t, err)
		partition(t, all, whole)

		// The order decides what each shard runs, so it is part of the plan.
		shuffled := slices.Clone(all)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := selection.Select(shuffled, st, oddly, q)
		require.NoError(t, err)
		require.Equal(t, slices.Equal(whole.Items, again.Items), whole.Digest == again.Digest, "seed %d", seed)
		require.Equal(t, hub.PlanDigest(whole.Policies, whole.Items), whole.Digest)

		// The shards of a plan share its digest and divide it evenly.
		unlimited := q
		unlimited.Limit = 0
		full, err := selection.Select(all, st, oddly, unlimited)
		require.NoError(t, err)
		total := 1 + r.IntN(7)
		var joined []hub.Example
		for i := range total {
			part := unlimited
			part.Shard = &hub.Shard{Index: i + 1, Total: total}
			sel, err := selection.Select(all, st, oddly, part)
			require.NoError(t, err)
			partition(t, all, sel)
			require.Equal(t, full.Digest, sel.Digest)
			for k := range sel.Chosen { // what is recorded of each is its item
				require.Equal(t, full.Items[i+k*total], sel.Chosen[k].Item())
			}
			require.InDelta(t, float64(len(full.Chosen))/float64(total), float64(len(sel.Chosen)), 1, "shards are of equal size")
			joined = append(joined, sel.Chosen...)

			part.Limit = q.Limit
			limited, err := selection.Select(all, st, oddly, part)
			require.NoError(t, err)
			require.Equal(t, whole.Digest, limited.Digest, "the digest is taken before the shard")
			started := 0
			for _, e := range limited.Chosen {
				if e.Skip == "" {
					started++
				}
			}
			if q.Limit > 0 {
				require.LessOrEqual(t, started, q.Limit)
			}
		}
		slices.SortFunc(joined, func(a, b hub.Example) int { return a.Index - b.Index })
		require.Equal(t, ids(full.Chosen), ids(joined), "no example in two shards, none in no shard")

		// A plan is the same examples in another order, and always the same.
		plan := selection.Plan(full.Chosen, st, 1+r.IntN(4))
		mixed := slices.Clone(full.Chosen)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		require.Equal(t, planned(selection.Plan(full.Chosen, st, 4)), planned(selection.Plan(mixed, st, 4)))
		slices.SortFunc(plan, func(a, b *hub.Example) int { return a.Index - b.Index })
		require.Equal(t, ids(full.Chosen), planned(plan))
	}
}

// partition asserts that every example is selected, or left out with a reason,
// in catalog order.
func partition(t *testing.T, all []hub.Example, sel selection.Selection) {
	t.Helper()
	chosen, left := sel.Chosen, sel.Left
	for _, e := range all {
		switch {
		case len(chosen) > 0 && chosen[0].ID == e.ID:
			chosen = chosen[1:]
		case len(left) > 0 && left[0].Example.ID == e.ID:
			require.NotEmpty(t, left[0].Reason)
			left = left[1:]
		default:
			t.Fatalf("%s is lost, or out of order", e.ID)
		}
	}
	require.Empty(t, chosen)
	require.Empty(t, left)
}
