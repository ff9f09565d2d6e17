package githook

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Help describes the hook to people.
const Help = "The hook goes where git looks for it, also with core.hooksPath, linked work trees and submodules. It never fails a commit, " +
	"even when hub is missing, fails, or waits for another hub. An existing hook is kept beside it, with its arguments, input and exit code. " +
	"With --run=staged the hook also runs '" + Staged + "': the examples that the commit touches, in at most 30 seconds. It prints what fails, and does not stop the commit."

// Stanzas shows people what to add to the configuration of each manager.
func Stanzas() string {
	var b strings.Builder
	for _, m := range Managers() {
		fmt.Fprintf(&b, "\n%s, in %s:\n\n%s", m.Name, m.File, m.Indented())
	}
	return b.String()
}

// Indented returns the stanza, each line indented.
func (m *Manager) Indented() string {
	return "    " + strings.ReplaceAll(strings.TrimRight(m.Stanza, "\n"), "\n", "\n    ") + "\n"
}

// Installed says what Install did. shown returns a path as it is printed.
func (c *Change) Installed(shown func(path string) string) string {
	text := "Already installed"
	if c.Done {
		text = "Installed"
	}
	text += fmt.Sprintf(": %s runs '%s' before every commit.\n", shown(c.File), Command)
	if c.staged {
		text += fmt.Sprintf("It also runs '%s', and prints what fails; the commit goes on in any case.\n", Staged)
	}
	if c.Kept != "" {
		text += fmt.Sprintf("The existing hook is kept as %s and runs after it.\n", Kept)
	}
	return text
}

// Warnings says what about the hook may be unexpected.
func (c *Change) Warnings(r Repo, shown func(path string) string) (lines []string) {
	if c.Idle {
		lines = append(lines, fmt.Sprintf("%s is not executable, so git did not run it before and does not run it now", shown(c.Kept)))
	}
	if reach := r.Reach(shown); reach != "" {
		lines = append(lines, reach)
	}
	return lines
}

// Uninstalled says what Uninstall did. That the hook serves only other projects is an
// error of the request.
func (c *Change) Uninstalled(r Repo, shown func(path string) string) (string, error) {
	switch {
	case !c.Done && len(c.Others) > 0:
		return "", usage.Errorf("%s serves other projects, not this one: %v; pass -C FOLDER to uninstall one of them", shown(c.File), c.Others)
	case !c.Done:
		return fmt.Sprintf("Nothing to uninstall: %s has no hook that hub wrote.\n", shown(r.Hooks)), nil
	case len(c.Others) > 0:
		return fmt.Sprintf("Uninstalled: %s now serves only other projects: %v.\n", shown(c.File), c.Others), nil
	case c.Kept != "":
		return fmt.Sprintf("Uninstalled: %s is the previous hook again.\n", shown(c.File)), nil
	}
	return fmt.Sprintf("Uninstalled: %s is removed.\n", shown(c.File)), nil
}
