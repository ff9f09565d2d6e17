package sanitize

import "unicode/utf8"

// Head returns the longest prefix of s of whole characters within n bytes.
func Head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)]
}

// Tail returns the longest suffix of s of whole characters within n bytes.
func Tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := len(s) - max(n, 0)
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}

// Clip returns s within n characters, n being at least 1. If s is longer, the last
// character is an ellipsis.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	seen, cut := 0, 0
	for i := range s {
		if seen == n-1 {
			cut = i
		}
		if seen == n {
			return s[:cut] + "…"
		}
		seen++
	}
	return s
}
