// Package hint suggests commands to the user: which ones after a run, and how they
// are written so that a shell and hub read them correctly.
package hint

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// Command is how hub was started: the flags that a suggested command needs to be
// about the same project.
type Command struct {
	Chdir, Config string
	State         *string // nil: not given
}

// Line returns a command line for a shell. args must be safe words.
func (c Command) Line(args ...string) string {
	words := []string{"hub"}
	if c.Chdir != "" {
		words = append(words, "-C", path(c.Chdir))
	}
	if c.Config != "" {
		words = append(words, "-c", path(c.Config))
	}
	if c.State != nil {
		words = append(words, sanitize.ShellWord("--state="+*c.State))
	}
	return strings.Join(append(words, args...), " ")
}

// Example returns the word that names the example of the catalog with this ID, in a
// shell and to hub.
func Example(cat *catalog.Catalog, id string) string {
	return sanitize.ShellWord(selector.Word(cat, id))
}

// path returns the word for a path, which may begin with a dash.
func path(p string) string {
	if strings.HasPrefix(p, "-") {
		p = "./" + p
	}
	return sanitize.ShellWord(p)
}
