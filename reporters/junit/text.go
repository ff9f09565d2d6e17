package junit

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// xmlBody returns sanitize.XML(s), escaped as the content of an element. Line feeds and
// tabs are kept, for people who read the file; carriage returns are escaped, since a
// parser would convert them to line feeds.
func xmlBody(s string) string {
	return bodyEscaper.Replace(sanitize.XML(s))
}

var bodyEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// maxKey bounds names and classes, in bytes. Some readers reject more than 1,000 bytes, or
// cut them, which merges different cases.
const maxKey = 960

// xmlKey returns s in a form that XML can hold, within maxKey bytes. If that changes s, it
// ends with a hash of s to stay unique.
func xmlKey(s string) string {
	clean := sanitize.XML(s)
	if clean == s && len(s) <= maxKey {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	suffix := "~" + hex.EncodeToString(sum[:6])
	return sanitize.Head(clean, maxKey-len(suffix)) + suffix
}
