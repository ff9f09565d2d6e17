package reporters

import (
	"bytes"
	"regexp"
	"sync"
)

// beginnings is how the reports of each format begin, the events of a run
// included. Most commands never ask, and a commit hook does not wait for what
// compiling them takes.
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

// Wrote reports whether a file that begins so is a report, or a stream of
// events, that a hub wrote: one that may be replaced by the next. 8 KiB of it
// are enough to tell. An empty file is one as well, as whoever made a place for
// a report leaves it.
func Wrote(head []byte) bool {
	if len(head) == 0 {
		return true
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, begins := range beginnings() {
		if begins.Match(head) {
			return true
		}
	}
	return false
}
