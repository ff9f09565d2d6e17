package nearest

import (
	"slices"
	"strings"
)

// Slip returns the known key that word misspells; "" if word is known, or is a
// different word. It is for keys among others that are valid and different, for
// which [To] finds too much: name and date are not mistyped needs and tags.
//
// A slip is a different case or separator (allowFailure), a wrong singular or
// plural (input, tag), a missing or extra letter, two swapped neighbours, and
// in words of at least six letters also a replaced letter, or two slips.
func Slip(word string, known []string) string {
	if slices.Contains(known, word) || len(word) > longest {
		return ""
	}
	folded := foldKey(word)
	for _, k := range known {
		if foldKey(k) == folded || folded+"s" == k || folded == k+"s" || folded == strings.TrimSuffix(k, "ies")+"y" {
			return k
		}
	}
	best, least := "", 0
	for _, k := range known {
		if n := slips(folded, foldKey(k)); n > 0 && (best == "" || n < least) {
			best, least = k, n
		}
	}
	return best
}

// foldKey normalizes case and separators.
func foldKey(key string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "", ".", "").Replace(strings.ToLower(key))
}

// slips returns how many slips lead from a known key to a word: 1 or 2, or 0 if
// it is a different word.
func slips(word, known string) int {
	switch {
	case len(known) < 4:
		return 0
	case slip(word, known, len(known) >= 6):
		return 1
	case len(known) < 6 || len(word) < 6:
		return 0
	}
	// A second slip: a swap of neighbours or a missing letter.
	for i := range known {
		less := known[:i] + known[i+1:]
		if slip(word, less, false) {
			return 2
		}
		if i > 0 && slip(word, known[:i-1]+known[i:i+1]+known[i-1:i]+known[i+1:], false) {
			return 2
		}
	}
	return 0
}

// slip reports whether one slip leads from known to word.
func slip(word, known string, replaced bool) bool {
	i := 0
	for i < len(word) && i < len(known) && word[i] == known[i] {
		i++
	}
	a, b := word[i:], known[i:]
	switch len(a) - len(b) {
	case 1:
		return a[1:] == b
	case -1:
		return a == b[1:]
	case 0:
		return len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:] ||
			replaced && len(a) > 0 && a[1:] == b[1:]
	}
	return false
}
