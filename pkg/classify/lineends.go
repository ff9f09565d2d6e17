package classify

import (
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// crlfCause is what is said of a script that failed for its line ends.
const crlfCause = "the script has CRLF line endings, and its interpreter takes the CR for text: convert it to LF ('*.sh text eol=lf' in .gitattributes keeps it so)"

// carriage finds a CR at the end of a word that a shell or env quotes, raw or as
// an escape: "echo\r: not found", "$'true\r': command not found", "‘python3\r’".
var carriage = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?m)(?:\r|\\\\r)['’\"]?(?:: |$)")
})

// lineEnds names CR LF as the cause where the program that read the entry file,
// a shell, or env for its #! line, takes the CR for text. Where what failed shows
// one it is the cause; else it comes after what is said, for it may be.
func lineEnds(f Facts, e *hub.Error) *hub.Error {
	if !f.CRLF || e == nil {
		return e
	}
	t := newText(f).string
	first := firstLine(t)
	byEnv := f.ExitCode == 127 && (strings.HasPrefix(first, "env: ") || strings.Contains(first, "/env: ")) && strings.Contains(first, `\r`)
	languages := f.languages()
	own := languages.own(f)
	if !byEnv && (own < 0 || !languages.read[own].StrictLineEnds) {
		return e
	}
	switch e.Type {
	case hub.ErrParse:
		e.Message = sanitize.Message(crlfCause + ": " + e.Message)
	case hub.ErrUnknown, hub.ErrMissingDependency, hub.ErrRuntime:
		if byEnv {
			e.Message = first // what env adds below is no help here
		}
		if said := returning(f.Output); byEnv || said != "" {
			if !byEnv && strings.Contains(said, "\r") {
				// A terminal shows the end of it over its beginning.
				e.Message = strings.ReplaceAll(said, "\r", `\r`)
			}
			e.Type = hub.ErrParse
			e.Message = sanitize.Message(crlfCause + ": " + e.Message)
			break
		}
		fallthrough
	default:
		e.Message = sanitize.Message(e.Message + " (" + crlfCause + ")")
	}
	return e
}

// returning is the last line of output in which a quoted word ends in a CR; ""
// when there is none. A CR at the end of a line is a line end.
func returning(output string) string {
	text := strings.ReplaceAll(output[max(0, len(output)-maxTail):], "\r\n", "\n")
	at := carriage().FindAllStringIndex(text, -1)
	if len(at) == 0 {
		return ""
	}
	start := strings.LastIndexByte(text[:at[len(at)-1][0]], '\n') + 1
	said, _, _ := strings.Cut(text[start:], "\n")
	return said
}
