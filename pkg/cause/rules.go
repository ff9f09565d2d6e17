package cause

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// rule replaces one kind of number. may is a quick check that is false for most texts
// without a match: matching takes a hundred times as long.
type rule struct {
	may     func(string) bool
	replace func(string) string
}

// with returns whether a text contains one of the hints.
func with(hints ...string) func(string) bool {
	return func(text string) bool {
		return slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(text, h) })
	}
}

// numbered reports whether a colon is before a digit.
func numbered(text string) bool {
	for i := 1; i < len(text); i++ {
		if text[i-1] == ':' && '0' <= text[i] && text[i] <= '9' {
			return true
		}
	}
	return false
}

// newRules compiles the rules. Each takes at least one digit away and adds none.
func newRules() []rule {
	by := func(may func(string) bool, expr, by string) rule {
		re := regexp.MustCompile(expr)
		return rule{may, func(s string) string { return re.ReplaceAllString(s, by) }}
	}
	return []rule{
		// What services call a request, which their errors quote.
		by(with("equest", "EQUEST"), `(?i)\b(request[ _-]?id["']?[ :=]{0,3}["']?)[\w-]*\d[\w-]*`, "${1}[ID]"),
		{with("req", "msg", "resp", "chatcmpl", "call", "toolu", "run", "thread", "asst", "file", "batch"), requests},
		// Files before hosts: boom.go:12 has the form of a host and a port.
		by(numbered, `(\.(?i:php|py|[cm]?[jt]sx?|go|rb|rs|java|kts?|scala|groovy|c|cc|cpp|cxx|h|hpp|lua|p[lm]|t|r|jl|raku|tcl|awk|sh|bash|zsh|fish|exs?|erl|swift|dart|mli?|hs|fsx?|cs|ps1|cr|nim|rkt|zig|ya?ml|json|toml|xml|html?|md|ipynb|sql|txt)):\d+(?::\d+)?\b`, "${1}:[LINE]"),
		by(with("("), `(\.[A-Za-z]\w{0,9})\(\d+(?:,\d+)?\)`, "${1}([LINE])"),
		by(with("ine"), `\b([Ll]ines? ?[ :#] ?)\d+\b`, "${1}[LINE]"),
		by(with("[LINE]"), `(\[LINE\][,:]? (?:col(?:umn)?|char(?:acter)?)? ?[ :] ?)\d+\b`, "${1}[LINE]"),
		// Ports.
		{numbered, sockets},
		by(numbered, `(^|\s|\blocalhost|\[[0-9a-fA-F:]*\]|::1?|\*|\b(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|://[^\s/:'"]+):\d{2,5}\b`, "${1}:[PORT]"),
		by(with("ort", "ORT"), `\b((?i:ports?)(?: (?i:number|is))?["']?[ :=#]{1,2}["']?)\d{1,5}\b`, "${1}[PORT]"),
		// Processes and threads, and how shells, sanitizers and runtimes print them.
		by(with("pid", "PID", "Pid", "tid", "TID", "rocess", "ROCESS", "hread", "HREAD", "goroutine"), `\b((?i:p?pid|tid|process(?: id)?|thread(?: id)?|goroutine)["']?(?:[ :=#-]{1,2}|\())\d+\b`, "${1}[PID]"),
		by(with("(node:"), `\(node:\d+\)`, "(node:[PID])"),
		by(with("=="), `==\d+==`, "==[PID]=="),
		by(with("panicked"), `(') \(\d+\) panicked`, "${1} ([PID]) panicked"),
		by(with("Segmentation", "Killed", "Aborted", "Terminated", "Bus error", "Illegal", "Floating", "Trace/"), `(^|: *)\d{2,} (Segmentation|Killed|Aborted|Terminated|Bus error|Illegal instruction|Floating point|Trace/)`, "${1}[PID] ${2}"),
		by(with("id #"), `\b((?:[Oo]bject|[Rr]esource) id #)\d+\b`, "${1}[ID]"),
		by(with("tried to allocate"), `(tried to allocate )\d+( bytes)`, "${1}[SIZE]${2}"),
		// Seconds since 1970 and parts of them.
		by(func(s string) bool { return volatile.Digits(s) >= 10 }, `\b1[4-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?\b`, "[TIME]"),
		{with("@"), javaObject},
		{func(s string) bool { return len(s) >= 8 }, hashes},
	}
}

// requests replaces the IDs that services give to requests and the like: long ones, since
// file_2 is a name.
func requests(text string) string {
	return expressions().request.ReplaceAllStringFunc(text, func(s string) string {
		at := strings.IndexAny(s, "-_") + 1
		if !strings.ContainsAny(s[at:], "0123456789") {
			return s
		}
		return s[:at] + "[ID]"
	})
}

// sockets replaces the port after an IPv4 address, and the address, which a name server
// chose, unless it is of this machine.
func sockets(text string) string {
	return expressions().socket.ReplaceAllStringFunc(text, func(s string) string {
		if ip, _, _ := strings.Cut(s, ":"); strings.HasPrefix(ip, "127.") || ip == "0.0.0.0" {
			return ip + ":[PORT]"
		}
		return "[IP]:[PORT]"
	})
}

// javaObject replaces the number of an object: java.lang.Object@1b6d3586.
func javaObject(text string) string {
	return expressions().object.ReplaceAllStringFunc(text, func(s string) string {
		if name, number, _ := strings.Cut(s, "@"); strings.ContainsAny(number, "0123456789") {
			return name + "@[ADDRESS]"
		}
		return s
	})
}

// hashes replaces words of hexadecimal digits, of eight to 128, unless they may be a word
// or a number.
func hashes(text string) string {
	var b strings.Builder
	done := 0
	for at := 0; at < len(text); {
		end := at
		digit, letter, other := false, false, false
		for ; end < len(text) && isWord(text[end]); end++ {
			switch c := text[end]; {
			case '0' <= c && c <= '9':
				digit = true
			case 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
				letter = true
			default:
				other = true
			}
		}
		if n := end - at; n >= 8 && n <= 128 && digit && letter && !other && !expressions().float.MatchString(text[at:end]) {
			b.WriteString(text[done:at] + "[HASH]")
			done = end
		}
		at = max(end, at+1)
	}
	return b.String() + text[done:]
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
