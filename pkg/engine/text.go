package engine

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// match returns what a program printed if it is of the form; what names it.
func match(form *expression, printed []byte, what string) (string, error) {
	text := strings.TrimSpace(string(printed))
	if !form.get().MatchString(text) {
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

// expression is a regular expression that is compiled when it is first used: nothing is
// before main.
type expression struct {
	text string
	once sync.Once
	re   *regexp.Regexp
}

func (e *expression) get() *regexp.Regexp {
	e.once.Do(func() { e.re = regexp.MustCompile(e.text) })
	return e.re
}
