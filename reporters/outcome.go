package reporters

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// What formats of three or four outcomes make of a result is one decision, so
// that their readers come to one verdict; see [kindOf].

// whyText is one line that says why a result is not simply a pass: the error,
// the reason of a skip; empty for a pass.
func whyText(res *hub.Result) string {
	switch res.Status {
	case hub.StatusCompleted:
		return ""
	case hub.StatusError:
		return failure(res).Message
	}
	return reason(res)
}

// allowedMessage is what is said of an allowed failure in one line.
func allowedMessage(res *hub.Result) string {
	err := failure(res)
	text := "allowed failure"
	if until := res.AllowedFailure.Until; until != "" {
		text += " until " + string(until)
	}
	return fmt.Sprintf("%s: %s: %s", text, err.Type, err.Message)
}

// outputShare is how many bytes of each shown output a report keeps, so that
// all together stay within maxOutputs.
func outputShare(run *hub.Run) int {
	shown := 0
	for i := range run.Results {
		if showsOutput(&run.Results[i]) {
			shown++
		}
	}
	shown += len(run.Upset())
	if shown == 0 {
		return maxOutput
	}
	return min(maxOutput, max(minOutput, maxOutputs/shown))
}

// outputFiles are the files that hold the whole outputs of the attempts, as
// slash paths from the project's root; none that would end the token or the
// line in which it stands.
func outputFiles(res *hub.Result) []string {
	var files []string
	for i := range res.Attempts {
		file := res.Attempts[i].OutputFile
		if file != "" && sanitize.Line(file) == file && cleanXML(file) == file && !strings.Contains(file, "]]") {
			files = append(files, file)
		}
	}
	return files
}
