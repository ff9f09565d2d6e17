package ci

import (
	"fmt"
	"strings"
)

func buildkite() System {
	return System{
		Name: "buildkite", Title: "Buildkite", Marker: Marker{Variable: "BUILDKITE"},
		Parts:  &Parts{Index: "BUILDKITE_PARALLEL_JOB", Total: "BUILDKITE_PARALLEL_JOB_COUNT"},
		Commit: first("BUILDKITE_COMMIT"),
		Branch: first("BUILDKITE_BRANCH"),
		Base:   first("BUILDKITE_PULL_REQUEST_BASE_BRANCH"), Default: first("BUILDKITE_PIPELINE_DEFAULT_BRANCH"),
		Page:     first("BUILDKITE_BUILD_URL"),
		Pipeline: first("BUILDKITE_BUILD_ID"),
		Axis:     first("BUILDKITE_STEP_KEY"),
		Attempt:  counted("BUILDKITE_RETRY_COUNT", 0),
		// A line that begins with --- opens a folded group, +++ an expanded one; each
		// ends where the next begins. The last one is expanded, since the rest of the
		// log belongs to it.
		Protocol: &Protocol{
			AtStart: []string{"---", "+++", "~~~", "^^^"},
			Group:   func(g Group) (begin, end string) { return "--- " + g.Title + "\n", "" },
			Heading: func(verdict string) string { return "+++ Hub: " + verdict + "\n" },
			Annotation: func(n Note) string {
				if n.File != "" {
					n.Message += " (" + n.File
					if n.Line > 0 {
						n.Message += fmt.Sprintf(":%d", n.Line)
					}
					n.Message += ")"
				}
				return string(n.Level) + ": " + n.text() + "\n"
			},
		},
		Agent: &Agent{Program: "buildkite-agent", Args: annotate},
		JUnit: &JUnitLimit{Reader: "Buildkite's Test Engine", Results: 5000},
	}
}

// annotate returns the arguments that show a summary above the build. An annotation
// replaces an earlier one of the same context. The context is that of the job, so
// that shards do not replace each other's annotations, but a rerun job replaces its
// own.
func annotate(env Env, r Report) []string {
	style := "success"
	switch {
	case !r.Good:
		style = "error"
	case len(r.Notes) > 0:
		style = "warning"
	}
	scope := "hub-" + env("BUILDKITE_STEP_ID") + "-" + env("BUILDKITE_PARALLEL_JOB")
	return []string{"annotate", "--style", style, "--context", strings.Trim(plainName(scope), "-")}
}
