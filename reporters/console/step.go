package console

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// step returns the text for one command of a setup or teardown: a line, and the end of
// its output.
func (s style) step(step *hub.Step) string {
	var b strings.Builder
	if step.Error != nil {
		b.WriteString(s.paint(ansi.Bad, sanitize.Clip(sanitize.Line(step.Error.Message), maxColumns)) + "\n")
	} else {
		of := "of the run"
		if step.Group != "" {
			of = "of group " + sanitize.Line(step.Group)
		}
		b.WriteString(string(step.Phase) + " " + of + ": " + sanitize.Clip(sanitize.Line(sanitize.ShellCommand(step.Command)), maxColumns) + "  " + text.Seconds(step.Seconds) + "\n")
	}
	if len(step.Leaked) > 0 {
		hint := ""
		if step.Phase == hub.PhaseSetup {
			hint = "; make what examples need while they run a step with background: true"
		}
		b.WriteString("killed processes left behind: " + sanitize.Clip(sanitize.Line(hub.Counted(step.Leaked)), maxColumns) + hint + "\n")
	}
	s.writeOutput(&b, step.Output)
	return b.String()
}
