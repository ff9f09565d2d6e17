// Package nearest finds the known word that a mistyped one was meant to be.
package nearest

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// longest bounds the words that are compared, in runes: a longer name was not
// mistyped.
const longest = 64

// What a mistake costs. As in git, letters that were left out or swapped are
// the likelier ones. A word's beginning is seldom wrong: there an edit costs
// more, so that nothing becomes its own opposite (incomplete, completed).
const (
	missing  = 2 // a letter of the known word that was not written
	swapped  = 2 // two neighbours
	extra    = 3 // a letter that the known word has not
	replaced = 3
	atFront  = 2
)

// affordable is what the mistakes in a word of n letters may cost together:
// about an edit for every third letter, three at most.
func affordable(n int) int {
	switch {
	case n < 2:
		return 0
	case n < 3:
		return missing
	case n < 6:
		return 2 * missing
	case n < 9:
		return 2 * replaced
	}
	return 3 * replaced
}

// sameStart is how many letters at the start tell that a word of the same
// family is meant (retry, retries): then one edit more is affordable.
const sameStart = 4

// To returns the known word that word most likely means: the one that needs the
// fewest and likeliest mistakes to be written so, case apart, when these are few
// for its length, else the first one that word is the beginning of. It returns
// "" when nothing is near. Of equals the earlier one wins.
func To(word string, known []string) string {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > longest {
		return ""
	}
	best, least := "", math.MaxInt
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		most := affordable(len(w))
		if min(len(w), len(r)) >= sameStart && slices.Equal(w[:sameStart], r[:sameStart]) {
			most += replaced
		}
		most = min(most, least-1)
		if len(r) > longest || max((len(r)-len(w))*missing, (len(w)-len(r))*extra) > most {
			continue
		}
		if c := mistakes(w, r); c <= most {
			best, least = k, c
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

// mistakes is what it costs to write a where b was meant: their edit distance,
// weighted, where a swap of neighbours is one edit (optimal string alignment).
func mistakes(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := 1; j <= len(b); j++ {
		last[j] = atFront + j*missing // a whole beginning may be left out, as of a path
	}
	for i := 1; i <= len(a); i++ {
		row[0] = last[0] + extra + atFront
		for j := 1; j <= len(b); j++ {
			same := last[j-1]
			if a[i-1] != b[j-1] {
				same += replaced
				if i == 1 && j == 1 {
					same += atFront
				}
			}
			row[j] = min(same, last[j]+extra, row[j-1]+missing)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+swapped)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// DidYouMean returns ` (did you mean "x"?)` with the known word that is nearest
// to word; empty when none is, or word is known.
func DidYouMean(word string, known []string) string {
	if near := To(word, known); near != "" && near != word {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
