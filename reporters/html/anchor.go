package html

import "strings"

// anchor returns the id of a row in the page, and so the fragment of a link to it: a slash
// and the ID, percent-encoded. It is stable, different for different IDs, and different
// from the page's own ids, none of which begins with a slash. The encoding escapes question
// marks, because the filters follow one in the address.
func anchor(id string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteByte('/')
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("/-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
