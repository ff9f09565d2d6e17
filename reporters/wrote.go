package reporters

import (
	"bytes"
	"regexp"
	"sync"
)

// eventsBegin is the beginning of the events of a run.
const eventsBegin = `^\{"type":"run-started","time":"`

// beginnings matches the beginning of every file that hub writes for a user. They are
// compiled on demand: most commands never need them.
var beginnings = sync.OnceValue(func() []*regexp.Regexp {
	all := []*regexp.Regexp{regexp.MustCompile(eventsBegin)}
	for _, r := range All() {
		all = append(all, regexp.MustCompile(r.Begins))
	}
	return all
})

// Wrote reports whether a file that begins with head was written by hub as a report or a
// stream of events, and may be replaced by the next one. 8 KiB suffice. An empty file
// counts too: it may have been created for a report.
func Wrote(head []byte) bool {
	if len(head) == 0 {
		return true
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, beginning := range beginnings() {
		if beginning.Match(head) {
			return true
		}
	}
	return false
}
