package reporters

import (
	"bytes"
	"regexp"
	"sync"
)

// beginnings matches the beginnings of the reports of each format, and of the events of a
// run. They are compiled on demand: most commands never need them.
var beginnings = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^<\?xml [^>]*\?>\s*<testsuites name="hub"`),
		regexp.MustCompile(`^\{"schemaVersion":\d+,"verdict":"`),
		regexp.MustCompile(`^\{"reportFormat":"CTRF",.{0,400}"generatedBy":"hub[" ]`),
		regexp.MustCompile(`^# [^\n]{1,12} Hub: `),
		regexp.MustCompile(`^TAP version 14\n(1\.\.\d+[^\n]*\n)?# hub: `),
		regexp.MustCompile(`(?s)^<!DOCTYPE html>.*<title>[^<]* · Hub</title>`),
		regexp.MustCompile(`^\{"type":"run-started","time":"`),
	}
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
