package classify

import (
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// crlfCause explains the failure of a script with CRLF line ends.
const crlfCause = "the script has CRLF line endings, and its interpreter takes the CR for text: convert it to LF ('*.sh text eol=lf' in .gitattributes keeps it so)"

// carriage matches a CR at the end of a word that a shell or env quotes, raw or
// escaped: "echo\r: not found", "$'true\r': command not found", "‘python3\r’".
var carriage = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?m)(?:\r|\\\\r)['’\"]?(?:: |$)")
})

// lineEnds adds crlfCause to the error if the program that read the entry file (a
// shell, or env for the #! line) takes a CR for text. If the error shows a CR, the
// cause comes first; else it is appended as a possible cause.
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
			e.Message = first // the advice of env on further lines does not help here
		}
		if line := returning(f.Output); byEnv || line != "" {
			if !byEnv && strings.Contains(line, "\r") {
				// A terminal would show the end of the line over its beginning.
				e.Message = strings.ReplaceAll(line, "\r", `\r`)
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

// returning returns the last line of output in which a quoted word ends in a CR; "" if
// there is none. A CR at the end of a line does not count.
func returning(output string) string {
	text := strings.ReplaceAll(output[max(0, len(output)-maxTail):], "\r\n", "\n")
	at := carriage().FindAllStringIndex(text, -1)
	if len(at) == 0 {
		return ""
	}
	start := strings.LastIndexByte(text[:at[len(at)-1][0]], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}
