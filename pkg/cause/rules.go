package cause

import (
	"regexp"
	"strings"
	"sync"
)

// rule replaces one kind of number. hint is a text without which it never matches.
type rule struct {
	hint    string
	replace func(string) string
}

// rules compiles the rules, once. Each takes at least one digit away and adds none.
var rules = sync.OnceValue(func() []rule {
	by := func(hint, expr, with string) rule {
		re := regexp.MustCompile(expr)
		return rule{hint, func(s string) string { return re.ReplaceAllString(s, with) }}
	}
	return []rule{
		// What services call a request, which their errors quote.
		by("", `(?i)\b(request[ _-]?id["']?[ :=]{0,3}["']?)[\w-]*\d[\w-]*`, "${1}[ID]"),
		by("", `\b(req|msg|resp|chatcmpl|call|toolu|run|thread|asst|file|batch)([-_])[0-9A-Za-z]*\d[0-9A-Za-z]*\b`, "${1}${2}[ID]"),
		// Files before hosts: boom.go:12 has the form of a host and a port.
		by(":", `(\.(?i:php|py|[cm]?[jt]sx?|go|rb|rs|java|kts?|scala|groovy|c|cc|cpp|cxx|h|hpp|lua|p[lm]|t|r|jl|raku|tcl|awk|sh|bash|zsh|fish|exs?|erl|swift|dart|mli?|hs|fsx?|cs|ps1|cr|nim|rkt|zig|ya?ml|json|toml|xml|html?|md|ipynb|sql|txt)):\d+(?::\d+)?\b`, "${1}:[LINE]"),
		by("(", `(\.[A-Za-z]\w{0,9})\(\d+(?:,\d+)?\)`, "${1}([LINE])"),
		by("ine", `\b([Ll]ines? ?[ :#] ?)\d+\b`, "${1}[LINE]"),
		by("[LINE]", `(\[LINE\][,:]? (?:col(?:umn)?|char(?:acter)?)? ?[ :] ?)\d+\b`, "${1}[LINE]"),
		// Ports.
		{":", sockets},
		by(":", `(\blocalhost|\[[0-9a-fA-F:]*\]|::1?|\*|\b(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|://[^\s/:'"]+):\d{2,5}\b`, "${1}:[PORT]"),
		by("ort", `\b((?i:ports?)(?: (?i:number|is))?["']?[ :=#]{1,2}["']?)\d{1,5}\b`, "${1}[PORT]"),
		// Processes and threads, and how shells, sanitizers and runtimes print them.
		by("", `\b((?i:p?pid|tid|process(?: id)?|thread(?: id)?|goroutine)["']?(?:[ :=#-]{1,2}|\())\d+\b`, "${1}[PID]"),
		by("(node:", `\(node:\d+\)`, "(node:[PID])"),
		by("==", `==\d+==`, "==[PID]=="),
		by("panicked", `(') \(\d+\) panicked`, "${1} ([PID]) panicked"),
		by("", `(^|: *)\d{2,} (Segmentation|Killed|Aborted|Terminated|Bus error|Illegal instruction|Floating point|Trace/)`, "${1}[PID] ${2}"),
		by("id #", `\b((?:[Oo]bject|[Rr]esource) id #)\d+\b`, "${1}[ID]"),
		by("tried to allocate", `(tried to allocate )\d+( bytes)`, "${1}[SIZE]${2}"),
		// Seconds since 1970 and parts of them.
		by("1", `\b1[4-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?\b`, "[TIME]"),
		{"@", javaObject},
		{"", hashes},
	}
})

var (
	socket = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}\b`) })
	object = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([\w$;\]])@[0-9a-f]{5,8}\b`) })
	hex    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b[0-9a-fA-F]{8,128}\b`) })
	float  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d+[eE]\d+$`) })
)

// sockets replaces the port after an IPv4 address, and the address, which a name server
// chose, unless it is of this machine.
func sockets(text string) string {
	return socket().ReplaceAllStringFunc(text, func(s string) string {
		if ip, _, _ := strings.Cut(s, ":"); strings.HasPrefix(ip, "127.") || ip == "0.0.0.0" {
			return ip + ":[PORT]"
		}
		return "[IP]:[PORT]"
	})
}

// javaObject replaces the number of an object: java.lang.Object@1b6d3586.
func javaObject(text string) string {
	return object().ReplaceAllStringFunc(text, func(s string) string {
		if name, number, _ := strings.Cut(s, "@"); strings.ContainsAny(number, "0123456789") {
			return name + "@[ADDRESS]"
		}
		return s
	})
}

// hashes replaces hexadecimal text, unless it may be a word or a number.
func hashes(text string) string {
	return hex().ReplaceAllStringFunc(text, func(s string) string {
		if !strings.ContainsAny(s, "0123456789") || !strings.ContainsAny(s, "abcdefABCDEF") || float().MatchString(s) {
			return s
		}
		return "[HASH]"
	})
}
