package classify

import (
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// kind is a type of error and the pattern of its messages.
type kind struct {
	is   hub.ErrorType
	find *regexp.Regexp
}

// causes match errors from outside the program, in any language. They are matched
// against the message of a failure only, never the whole output, and numbers need a
// context: a count of 429 or a line 401 is not the response of a server.
var causes = sync.OnceValue(func() []kind {
	const status = `(?:\bHTTP(?:/[\d.]+)?(?: error| status)?|\bstatus(?:[ _-]?code)?|\b(?:response|error) code|["']code)["']?(?: is| was| of)?[ :=(]*`
	re := func(patterns ...string) *regexp.Regexp {
		return regexp.MustCompile("(?i)" + strings.Join(patterns, "|"))
	}
	return []kind{
		{hub.ErrPortInUse, re(
			`\bEADDRINUSE\b`, `\baddress (?:is )?already in use\b`, `\baddress in use\b`, `\bport \d+ is (?:already )?(?:in use|taken|occupied|allocated)\b`,
			`\bonly one usage of each socket address\b`, `\bWSAEADDRINUSE\b`, `\bWinError 10048\b`, `\beaddrinuse\b`)},
		{hub.ErrRateLimit, re(
			status+`429\b`, `\b429:? (?:too many|client error|rate)`, `too many requests`,
			`\brate[ _-]?limit(?:s|ed|ing)?[ _-]?(?:exceeded|reached|hit|error|for\b)`, `\bratelimiterror\b`, `\brate[ _]limit_error\b`,
			`\b(?:exceeded|exceeds) (?:your|the) (?:current )?(?:rate|quota)\b`, `\binsufficient_quota\b`, `\bquota exceeded\b`, `\bRESOURCE_EXHAUSTED\b`)},
		{hub.ErrAuth, re(
			status+`40[13]\b`, `\b401:? (?:unauthorized|client error|incorrect|invalid|authentication)`, `\b403:? (?:forbidden|client error)`,
			`\bunauthorized\b`, `\bunauthenticated\b`, `\bauthentication(?:[ _]?error\b| failed| required)`, `\binvalid_grant\b`,
			`\b(?:invalid|incorrect|missing|no|expired|wrong)[ _](?:x-)?api[ _-]?key\b`,
			`\bapi[ _-]?key\b.{0,40}\b(?:missing|not set|not found|required|invalid|not provided|not configured|must be set|is empty)\b`,
			`\bpermission denied \(publickey`)},
		{hub.ErrNetwork, re(
			`\b(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b`,
			`\bUND_ERR_CONNECT_TIMEOUT\b`, `\bconnection (?:refused|reset|aborted|timed out|timeout)\b`, `\bConnection(?:Refused|Reset|Aborted)\b`,
			`\bconnection(?:refused|reset|aborted)?error\b`, `\b(?:connecterror|connecttimeout|readtimeout|apiconnectionerror|apitimeouterror|unknownhostexception|connectexception|sockettimeoutexception|gaierror)\b`,
			`\bcould(?:n't| not) (?:resolve host|connect to server)\b`, `\bcould not resolve (?:proxy|hostname)`, `\bname or service not known\b`, `\bnodename nor servname\b`,
			`\btemporary failure in name resolution\b`, `\bfailed to lookup address\b`, `\bgetaddrinfo\b`, `\bno such host\b`,
			`\bnetwork is unreachable\b`, `\bno route to host\b`, `\bdial (?:tcp|udp)\b`, `\btls handshake timeout\b`, `\bsocket hang up\b`,
			`\bmax retries exceeded with url\b`, `\bcurl: \((?:5|6|7|28|35|52|56)\)`, `\bcurl error (?:5|6|7|28|35|52|56)\b`)},
	}
})

// general reports whether a type says nothing specific, so that a cause says more.
func general(t hub.ErrorType) bool {
	switch t {
	case hub.ErrUnknown, hub.ErrException, hub.ErrUncaught, hub.ErrRuntime, hub.ErrFatal, hub.ErrWarning, hub.ErrNotice:
		return true
	}
	return false
}

// cause refines a general type by a cause in the quoted message, or in the details
// below it, whose line is then quoted too.
func cause(t hub.ErrorType, quoted, details string) (hub.ErrorType, string) {
	if !general(t) {
		return t, quoted
	}
	quoted = head(quoted)
	if isUsage(quoted) {
		return hub.ErrUsage, quoted
	}
	for _, c := range causes() {
		if c.find.MatchString(quoted) {
			return c.is, hinted(c.is, quoted)
		}
	}
	for line := range strings.SplitSeq(details, "\n") {
		line = head(strings.TrimSpace(line))
		for _, c := range causes() {
			if !c.find.MatchString(line) {
				continue
			}
			line = strings.TrimPrefix(strings.TrimPrefix(line, "[cause]: "), "Caused by: ")
			return c.is, hinted(c.is, quoted+" ("+strings.TrimRight(line, " {[,")+")")
		}
	}
	return t, quoted
}

// portHint says how examples that want one port are kept apart.
const portHint = "; another example or service has it: 'exclusive: true' or a common 'limit' keeps examples apart"

// hinted adds to a message what helps against the cause.
func hinted(is hub.ErrorType, message string) string {
	if is == hub.ErrPortInUse {
		return sanitize.Clip(message, sanitize.MaxMessage-len(portHint)) + portHint
	}
	return message
}

// head bounds a line before unanchored expressions are matched against it.
func head(line string) string { return sanitize.Clip(line, 4*sanitize.MaxMessage) }

// unknownCause looks for a cause in the last lines of unrecognised output; the last
// line with one wins.
func unknownCause(f Facts, t text) *hub.Error {
	lines := t.meaningful(10)
	for i := len(lines) - 1; i >= 0; i-- {
		is, quoted := cause(hub.ErrUnknown, lines[i], "")
		if is == hub.ErrUsage && !synopsis(f, quoted) {
			continue // of memory, of tokens
		}
		if is != hub.ErrUnknown {
			return &hub.Error{Type: is, Message: sanitize.Message(quoted)}
		}
	}
	return nil
}
