package text

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Difference returns at most the first most lines of an error's diff, sanitised, without a
// final line end; empty if there is none.
func Difference(err *hub.Error, most int) string {
	text := strings.TrimRight(sanitize.Text(err.Diff), "\n")
	if text == "" {
		return ""
	}
	all := strings.Split(text, "\n")
	if len(all) <= most {
		return text
	}
	return strings.Join(all[:most], "\n") + fmt.Sprintf("\n… %d more lines", len(all)-most)
}
