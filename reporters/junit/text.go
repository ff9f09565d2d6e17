package junit

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// xmlBody is sanitize.XML(s) escaped as the content of an element. Line feeds and
// tabs stay as they are, for people who read the file; a carriage return is
// escaped, since a parser would make a line feed of it.
func xmlBody(s string) string {
	return bodyEscaper.Replace(sanitize.XML(s))
}

var bodyEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// maxKey bounds what consumers key their history by, in bytes; they were seen
// to refuse more than 1,000, or to cut, which joins what is not the same.
const maxKey = 960

// xmlKey is s as XML can hold it, within maxKey bytes. Where that changes
// anything, a hash of the whole keeps it apart from others.
func xmlKey(s string) string {
	clean := sanitize.XML(s)
	if clean == s && len(s) <= maxKey {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	suffix := "~" + hex.EncodeToString(sum[:6])
	return sanitize.Head(clean, maxKey-len(suffix)) + suffix
}
