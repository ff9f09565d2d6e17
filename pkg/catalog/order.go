package catalog

import (
	"cmp"
	"strings"
)

// comparePaths orders slash paths folder by folder, numbers by their value:
// a2 before a10, and a/z before a-b/a.
//
// Note: github.com/maruel/natural is not used. Its Compare is no order where
// leading zeros occur (02.02 < 2 < 2.0 = 02.02), so that the sorted catalog
// would depend on the order in which files were found.
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

// compareNatural orders texts with numbers in them by the numbers' values. It
// is 0 for texts that differ in leading zeros alone.
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

// digits is the length of the number that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
