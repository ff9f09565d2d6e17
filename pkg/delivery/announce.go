package delivery

import (
	"bytes"
	"errors"

	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters"
)

// Announced returns what a CI system gets of the reports that were written.
func Announced(run *hub.Run, written []Target) announce.Reports {
	out := announce.Reports{Markdown: func() ([]byte, error) {
		reporter, ok := reporters.Find("markdown")
		if !ok {
			return nil, errors.New("there is no markdown reporter")
		}
		var b bytes.Buffer
		_, err := reporter.Write(&b, run)
		return b.Bytes(), err
	}}
	for _, t := range written {
		if t.Path == place.Stdout {
			continue
		}
		switch t.Name {
		case "junit":
			out.JUnit = t.Path
		case "json":
			out.JSON = t.Path
		case "markdown":
			out.Summary = t.Path
		}
	}
	return out
}
