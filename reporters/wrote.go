package reporters

import (
	"bytes"
	"regexp"
	"sync"
)

// eventsBegin is the beginning of the events of a run.
const eventsBegin = `^\{"type":"run-started","time":"`

// beginnings match the beginning of every file that hub writes for a user. Each is
// compiled on demand: some take longer than all else that is done to replace a report.
var beginnings = sync.OnceValue(func() []func() *regexp.Regexp {
	compiled := func(expr string) func() *regexp.Regexp {
		return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
	}
	all := []func() *regexp.Regexp{compiled(eventsBegin)}
	for _, r := range All() {
		all = append(all, compiled(r.Begins))
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
		if beginning().Match(head) {
			return true
		}
	}
	return false
}
