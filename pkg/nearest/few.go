package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Few returns the known words that word may mean, at most n: first the one that [To]
// finds, then others that are as similar, the most similar first, then those that
// contain word after their last slash, ignoring case, if word has at least three
// letters.
func Few(word string, known []string, n int) []string {
	var out []string
	add := func(k string) {
		if len(out) < n && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if best := To(word, known); best != "" {
		add(best)
		for _, k := range alike(word, best, known) {
			add(k)
		}
	}
	if w := strings.ToLower(word); len([]rune(w)) >= 3 {
		for _, k := range known {
			if name := k[strings.LastIndexByte(k, '/')+1:]; strings.Contains(strings.ToLower(name), w) {
				add(k)
			}
		}
	}
	return out
}

// alike returns the known words that are about as similar to word as best is, the most
// similar first.
func alike(word, best string, known []string) (words []string) {
	w := []rune(strings.ToLower(word))
	most := min(affordable(len(w)), mistakes(w, []rune(strings.ToLower(best)))+replaced)
	costs := map[string]int{}
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if _, again := costs[k]; again || len(r) > longest || max((len(r)-len(w))*missing, (len(w)-len(r))*extra) > most {
			continue
		}
		if c := mistakes(w, r); c <= most {
			costs[k] = c
			words = append(words, k)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(costs[a], costs[b]) })
	return words
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
