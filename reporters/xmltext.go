package reporters

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// cleanXML makes any text one that XML 1.0 can hold: terminal sequences go
// whole, then characters that XML forbids and bytes that are not UTF-8 become
// U+FFFD, and the token by which an output could attach files of the machine
// to the report is broken with a space. All else stays. It escapes nothing.
func cleanXML(s string) string {
	if !hasForbidden(s) {
		return defuseAttachments(s)
	}
	s = ansi.Strip(s)
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s {
		if !inXML(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return defuseAttachments(b.String())
}

func hasForbidden(s string) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return true
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return false
	}
	if !utf8.ValidString(s) || ansi.In(s) {
		return true
	}
	return strings.Contains(s, "\ufffe") || strings.Contains(s, "\uffff")
}

// inXML reports whether XML 1.0 has the character.
func inXML(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < ' ', r == '\ufffe', r == '\uffff', 0xd800 <= r && r <= 0xdfff, r > 0x10ffff:
		return false
	}
	return true
}

const attachment = "[[ATTACHMENT|"

// defuseAttachments breaks the token, in any case of its letters.
func defuseAttachments(s string) string {
	if !strings.Contains(s, "[[") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "[[")
		if i < 0 {
			break
		}
		b.WriteString(s[:i+1])
		if len(s)-i >= len(attachment) && strings.EqualFold(s[i:i+len(attachment)], attachment) {
			b.WriteByte(' ')
		}
		s = s[i+1:]
	}
	b.WriteString(s)
	return b.String()
}

// xmlBody is cleanXML(s) escaped as the content of an element. Line feeds and
// tabs stay as they are, for people who read the file; a carriage return is
// escaped, since a parser would make a line feed of it.
func xmlBody(s string) string {
	return bodyEscaper.Replace(cleanXML(s))
}

var bodyEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// maxKey bounds what consumers key their history by, in bytes; they were seen
// to refuse more than 1,000, or to cut, which joins what is not the same.
const maxKey = 960

// xmlKey is s as XML can hold it, within maxKey bytes. Where that changes
// anything, a hash of the whole keeps it apart from others.
func xmlKey(s string) string {
	clean := cleanXML(s)
	if clean == s && len(s) <= maxKey {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	suffix := "~" + hex.EncodeToString(sum[:6])
	return sanitize.Head(clean, maxKey-len(suffix)) + suffix
}
