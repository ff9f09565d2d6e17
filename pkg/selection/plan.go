package selection

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Plan puts the chosen examples into the order in which they are started. One
// worker takes them in catalog order, which is what people expect to see. With
// more, those that were never timed come first, for they may be long, then the
// longest by what is recorded, so that no long one is started last while the
// other workers have nothing left to do. Equal ones are in catalog order. chosen
// is not changed; st may be nil.
func Plan(chosen []hub.Example, st *status.File, workers int) []hub.Example {
	plan := slices.Clone(chosen)
	slices.SortStableFunc(plan, func(a, b hub.Example) int { return cmp.Compare(a.Index, b.Index) })
	if workers <= 1 {
		return plan
	}
	seconds := make(map[string]float64, len(plan))
	for i := range plan {
		if st == nil {
			break
		}
		// What is not above 0 (or not a number) was never measured.
		if entry := st.Examples[plan[i].ID]; entry != nil && entry.ExecutionTime > 0 {
			seconds[plan[i].ID] = entry.ExecutionTime
		}
	}
	slices.SortStableFunc(plan, func(a, b hub.Example) int {
		sa, known := seconds[a.ID]
		sb, knownB := seconds[b.ID]
		switch {
		case known && knownB:
			return cmp.Compare(sb, sa)
		case known:
			return 1
		case knownB:
			return -1
		}
		return 0
	})
	return plan
}

// digest hashes what is planned, whatever its order. Every text is preceded by
// its length, so that no two plans are written alike.
func digest(plan []*hub.Example, limit int, hide func([]string) []string) string {
	ordered := slices.Clone(plan)
	slices.SortFunc(ordered, func(a, b *hub.Example) int { return cmp.Compare(a.ID, b.ID) })
	var text []byte
	add := func(s string) {
		text = strconv.AppendInt(text, int64(len(s)), 10)
		text = append(text, ':')
		text = append(text, s...)
	}
	number := func(n int) {
		text = strconv.AppendInt(text, int64(n), 10)
		text = append(text, ';')
	}
	text = append(text, "hub-plan-1;"...)
	number(limit)
	number(len(ordered))
	for _, e := range ordered {
		add(e.ID)
		argv := e.Argv
		if hide != nil {
			argv = hide(argv)
		}
		number(len(argv))
		for _, arg := range argv {
			add(arg)
		}
		add(e.Skip)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
