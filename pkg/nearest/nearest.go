// Package nearest finds the known word that a mistyped one resembles most.
package nearest

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// longest is the maximum length of compared words, in runes: longer names are
// not mistyped.
const longest = 64

// Costs of mistakes. As in git, omitted and swapped letters are the more likely
// ones. The beginning of a word is rarely wrong, so an edit there costs more;
// otherwise words would match their opposites (incomplete, completed).
const (
	missing  = 2 // a missing letter
	swapped  = 2 // two swapped neighbours
	extra    = 3 // an extra letter
	replaced = 3
	atFront  = 2
)

// affordable returns the maximum cost for a word of n letters: about one edit
// for every three letters, three at most.
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

// sameStart is the number of equal letters at the start that show that a word
// of the same family is meant (retry, retries): then one more edit is
// affordable.
const sameStart = 4

// To returns the known word that word most likely means, ignoring case: the one
// with the lowest cost, if that is low for its length, else the first one with
// the prefix word. It returns "" if there is none. Of equal ones the first
// wins.
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

// mistakes returns the cost of writing a instead of b: their weighted edit
// distance, with a swap of neighbours as one edit (optimal string alignment).
func mistakes(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := 1; j <= len(b); j++ {
		last[j] = atFront + j*missing // a whole prefix may be missing, as of a path
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

// DidYouMean returns ` (did you mean "x"?)` with the known word nearest to
// word; empty if there is none, or if word is known.
func DidYouMean(word string, known []string) string {
	if near := To(word, known); near != "" && near != word {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
