package ci

import (
	"fmt"
	"strings"
	"time"
)

// gitlabLog writes collapsed sections, each as long as its example ran. A
// section is opened and closed by a carriage return and an escape sequence
// after its name, which no text of others has.
func gitlabLog(r Report) string {
	var b strings.Builder
	all, left := groups(r)
	for i, g := range all {
		name := sectionName(fmt.Sprintf("hub_%s_%d", r.Run, i+1))
		start := unix(g.test.Started)
		fmt.Fprintf(&b, "\x1b[0Ksection_start:%d:%s[collapsed=true]\r\x1b[0K%s\n", start, name, g.title)
		g.body(&b)
		fmt.Fprintf(&b, "\x1b[0Ksection_end:%d:%s\r\x1b[0K\n", start+int64(max(0, min(g.test.Seconds, 1e9))), name)
	}
	b.WriteString(leftOut(left))
	return b.String()
}

func unix(t time.Time) int64 { return max(0, t.Unix()) }

// sectionName keeps what the name of a section may hold.
func sectionName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '.', r == '-':
			return r
		}
		return '_'
	}, s)
}
