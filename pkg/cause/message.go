package cause

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// MaxMessage bounds what [Message] returns, in characters. It is less than the length of
// the messages of failures, so that paths of different length do not move the cut.
const MaxMessage = 400

// Message returns the normalized message of a failure: what two messages have in common
// if they say the same on another day, machine or port. It replaces
//
//	[UUID] [DATE] [TIME] [DURATION] [ADDRESS]   as package volatile does
//	[TMP]      temporary folders, and the random names in them
//	…/dir/name other absolute paths, of which the last two parts stay
//	[PORT]     ports, and [IP] the address before one unless it is of this machine
//	[PID]      numbers of processes and threads
//	[LINE]     line and column numbers of files
//	[HASH]     hexadecimal text of eight characters and more with a digit and a letter
//	[ID]       numbers of requests and of their answers
//
// and keeps all other digits, since they may be what the message says: "expected 3, got
// 4", "HTTP 404". The result is one line of at most [MaxMessage] characters, safe like
// [sanitize.Message]; Message of it is the same again.
func Message(text string) string {
	text = sanitize.Message(text)
	for {
		next := sanitize.Clip(replaced(text), MaxMessage)
		if next == text {
			return text
		}
		// Every round leaves fewer digits and separators, or a shorter text.
		text = next
	}
}

// replaced applies each rule once.
func replaced(text string) string {
	if strings.ContainsAny(text, `/\`) {
		text = paths(text)
	}
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	text = volatile.Dates(volatile.UUIDs(text))
	for _, r := range expressions().rules {
		if r.may(text) {
			text = r.replace(text)
		}
	}
	return volatile.Addresses(volatile.Durations(text))
}
