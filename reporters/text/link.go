package text

import (
	"net/url"
	"strconv"
	"strings"
)

// SourceLink returns the URL of a line in a file of the project, or of the file if line is
// 0. It contains no character that could end a link or an attribute; it is empty if there
// is no URL.
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
