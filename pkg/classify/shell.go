package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// shell is for sh, bash and their like: dash says "x.sh: 3: …", bash "x.sh:
// line 3: …", zsh and ksh something between.
func shell() language {
	const place = `(?m)^(?P<file>[^\s:][^:\n]*)(?:: line |: |\[|:)(?P<line>\d+)\]?: `
	return language{
		name:    "shell",
		runners: []string{"sh", "bash", "dash", "ash", "zsh", "ksh", "shell"},
		rules: []rule{
			// Exit code 127 is the shell's own word for it; with another code the
			// program went on after such a line.
			{is: hub.ErrMissingDependency, hints: []string{"not found", "No such file or directory"}, find: regexp.MustCompile(place + `(?P<msg>.*(?:not found|No such file or directory).*)$`), exit: 127},
			{is: hub.ErrParse, hints: []string{"yntax error", "unexpected end of file", "parse error"}, find: regexp.MustCompile(place + `(?P<msg>(?:-c: )?[Ss]yntax error.*|.*unexpected end of file.*|parse error .*)$`), first: true},
			{is: hub.ErrRuntime, hints: []string{"not set", "unbound variable"}, find: regexp.MustCompile(place + `(?P<msg>.*(?:parameter not set|unbound variable|parameter null or not set))$`)},
			// Everything else that a shell says of its script, when it is the
			// last word and the script is the project's.
			{is: hub.ErrRuntime, find: regexp.MustCompile(place + `(?P<msg>.+)$`), tail: 1, own: true},
		},
	}
}
