package text

import (
	"net/url"
	"strconv"
	"strings"
)

// SourceLink returns the address of a line of a file of the project; line 0 is the
// file itself. It holds nothing that ends a link or an attribute; empty when
// there is no address.
func SourceLink(template, file string, line int) string {
	if !strings.HasPrefix(template, "https://") && !strings.HasPrefix(template, "http://") ||
		file == "" || strings.HasPrefix(file, "/") || strings.HasPrefix(file, "../") || strings.Contains(file, ":") {
		return ""
	}
	if line < 1 {
		template, _, _ = strings.Cut(template, "#")
	}
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	address := strings.NewReplacer("{path}", strings.Join(parts, "/"), "{line}", strconv.Itoa(line)).Replace(template)
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>\"'\\`|()", r) }) {
		return ""
	}
	return address
}
