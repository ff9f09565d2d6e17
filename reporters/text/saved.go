package text

import (
	"path"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// OutputsDir is the folder below that of the reports to which saved outputs are copied,
// with a folder for the run.
const OutputsDir = "outputs"

// Saved is the file with the full output of an attempt.
type Saved struct {
	Attempt int
	// Path is a slash path from the project's root.
	Path string
}

// OutputFiles returns the files with the full outputs of the attempts, the last attempt
// first, since some readers take only one file. Names that would end the token for
// attachments or the line are left out: GitLab reads a token only up to the next [, ] or |.
func OutputFiles(res *hub.Result) []Saved {
	var files []Saved
	for i := len(res.Attempts) - 1; i >= 0; i-- {
		file := res.Attempts[i].OutputFile
		if file != "" && sanitize.Line(file) == file && sanitize.XML(file) == file && !strings.ContainsAny(file, "[]|") {
			files = append(files, Saved{res.Attempts[i].Number, file})
		}
	}
	return files
}

// OutputLink returns the link to a saved output from a report in the folder for reports:
// outputs/RUN/FILE. It is empty if the output is not beside the reports.
func OutputLink(file string) string {
	dir, name := path.Split(file)
	run := path.Base(dir)
	if name == "" || path.Clean(file) != file || path.Base(path.Dir(path.Clean(dir))) != OutputsDir {
		return ""
	}
	return path.Join(OutputsDir, run, name)
}
