package config

import "strings"

// longestSuggested bounds the words that are compared, in runes: a name that
// is longer was not mistyped.
const longestSuggested = 64

// Nearest returns the known word that was most likely meant by word: the one
// with the fewest inserted, deleted, replaced or swapped letters, case apart,
// when these are at most a third of it, else the only or first one that word
// begins. It returns "" when nothing is near. Of equals the earlier one wins.
func Nearest(word string, known []string) string {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > longestSuggested {
		return ""
	}
	best, least := "", max(1, min(3, len(w)/3))+1
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if len(r) > longestSuggested || max(len(r)-len(w), len(w)-len(r)) >= least {
			continue
		}
		if d := distance(w, r); d < least && d < len(r) {
			best, least = k, d
		}
	}
	if best == "" && len(w) >= 3 {
		for _, k := range known {
			if strings.HasPrefix(strings.ToLower(k), string(w)) {
				return k
			}
		}
	}
	return best
}

// distance is the edit distance of a and b where a swap of neighbours is one
// edit (optimal string alignment).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
