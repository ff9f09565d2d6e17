package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Few returns the known words that word may mean, at most n: first the one that [To]
// finds, then others that are as similar, the most similar first.
func Few(word string, known []string, n int) []string {
	best := To(word, known)
	if best == "" || n < 1 {
		return nil
	}
	out := []string{best}
	w := []rune(strings.ToLower(word))
	most := mistakes(w, []rune(strings.ToLower(best))) + replaced
	costs := map[string]int{}
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if k == best || len(r) > longest || max((len(r)-len(w))*missing, (len(w)-len(r))*extra) > most {
			continue
		}
		if c := mistakes(w, r); c <= min(most, affordable(len(w))) {
			costs[k] = c
		}
	}
	others := make([]string, 0, len(costs))
	for _, k := range known { // each once, in their order
		if _, ok := costs[k]; ok && !slices.Contains(others, k) {
			others = append(others, k)
		}
	}
	slices.SortStableFunc(others, func(a, b string) int { return cmp.Compare(costs[a], costs[b]) })
	return append(out, others[:min(len(others), n-1)]...)
}

// Quote lists words for a question: "a", "b" or "c".
func Quote(words []string) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", w)
	}
	return b.String()
}
