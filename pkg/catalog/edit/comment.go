package edit

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// commentOf returns the comment style for front matter in the file called name;
// [lang.None] if the file cannot contain any.
func commentOf(languages lang.Table, name string, data []byte) lang.Comment {
	if bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0 {
		return lang.None // not text
	}
	interpreter, lined := head.Shebang(head.FirstLine(data))
	family := ""
	if lined {
		family = interpreter.Family()
	}
	c := languages.Comment(name, family)
	top := head.Top(data)
	rest, _, _ := bytes.Cut(data[top:], []byte("\n"))
	switch {
	case c == lang.Slashes && (strings.EqualFold(path.Ext(name), ".php") || interpreter.Name == "php"):
		// Outside PHP mode a comment is output.
		if !opensPHP(data[:top]) {
			return lang.None
		}
	case string(bytes.TrimSpace(rest)) == "---":
		return lang.None // another tool's
	case bytes.HasPrefix(rest, []byte("<?xml")), bytes.HasPrefix(rest, []byte("%%!")):
		return lang.None // must stay first
	}
	return c
}

// opensPHP reports whether the text opens PHP mode and does not leave it.
func opensPHP(before []byte) bool {
	at := openPHP().FindAllIndex(before, -1)
	return len(at) > 0 && !bytes.Contains(before[at[len(at)-1][0]:], []byte("?>"))
}

// openPHP ignores case like PHP. (Lowercasing would change the length of
// invalid UTF-8.)
var openPHP = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)<\?php`) })
