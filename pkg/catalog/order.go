package catalog

import (
	"cmp"
	"strings"
)

// comparePaths compares slash paths folder by folder, numbers by value: a2
// before a10, and a/z before a-b/a.
//
// Note: github.com/maruel/natural is not used. Its Compare is not an order if
// leading zeros occur (02.02 < 2 < 2.0 = 02.02), so the catalog's order would
// depend on the order in which files are found.
func comparePaths(a, b string) int {
	x, y := a, b
	for {
		xs, xrest, xmore := strings.Cut(x, "/")
		ys, yrest, ymore := strings.Cut(y, "/")
		if c := compareNatural(xs, ys); c != 0 {
			return c
		}
		switch {
		case xmore && ymore:
		case xmore:
			return 1
		case ymore:
			return -1
		default:
			return strings.Compare(a, b)
		}
		x, y = xrest, yrest
	}
}

// compareNatural compares texts, and numbers in them by value. It returns 0 for
// texts that differ only in leading zeros.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		if i, j := digits(a), digits(b); i > 0 && j > 0 {
			x, y := strings.TrimLeft(a[:i], "0"), strings.TrimLeft(b[:j], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[i:], b[j:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits returns the length of the number that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
