package reporters

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// consoleDiff is how many lines of a difference the console shows.
const consoleDiff = 24

// difference is the head of an error's diff, made harmless, without a line end
// at its end; empty when there is none. Its own bound is that of hub.Error.
func difference(err *hub.Error, most int) string {
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

// writeDiff shows how the output differs from what was expected, as writeOutput
// shows outputs.
func (s style) writeDiff(b *strings.Builder, err *hub.Error) {
	text := difference(err, consoleDiff)
	if text == "" {
		return
	}
	bar := s.indent() + s.paint(dim, "|") + " "
	for line := range strings.SplitSeq(text, "\n") {
		color := ""
		switch {
		case strings.HasPrefix(line, "-"):
			color = red
		case strings.HasPrefix(line, "+"):
			color = green
		}
		line = sanitize.Clip(line, maxColumns)
		if color != "" {
			line = s.paint(color, line)
		}
		b.WriteString(strings.TrimRight(bar+line, " ") + "\n")
	}
}

// mdDiff is the difference as a fenced block.
func mdDiff(err *hub.Error) string {
	text := difference(err, mdTailLines)
	if text == "" {
		return ""
	}
	return strings.Replace(mdFence(text), "text\n", "diff\n", 1) + "\n"
}
