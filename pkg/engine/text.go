package engine

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// match returns what a program printed if it is of the form; what names it.
func match(form func() *regexp.Regexp, printed []byte, what string) (string, error) {
	text := strings.TrimSpace(string(printed))
	if !form().MatchString(text) {
		return "", fmt.Errorf("what was printed is not %s: %s", what, sanitize.Message(text))
	}
	return text, nil
}

// ended says how a task ended, as one line.
func ended(state, node string) string {
	state, node = strings.TrimSpace(state), strings.TrimSpace(node)
	switch {
	case state == "":
		return ""
	case node == "" || node == "None assigned":
		return sanitize.Message(state)
	}
	return sanitize.Message(state + " on " + node)
}

// lazily returns a function that compiles a regular expression when it is first called:
// most commands of hub need none.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
