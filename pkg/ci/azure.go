package ci

import (
	"strconv"
	"strings"
)

func azure() System {
	return System{
		Name: "azure", Title: "Azure Pipelines", Marker: Marker{Variable: "TF_BUILD"},
		Parts:  &Parts{Index: "SYSTEM_JOBPOSITIONINPHASE", Total: "SYSTEM_TOTALJOBSINPHASE", First: 1},
		Commit: first("BUILD_SOURCEVERSION"),
		Branch: first("SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"),
		Base:   first("SYSTEM_PULLREQUEST_TARGETBRANCH"), History: "fetchDepth: 0 of the checkout step",
		Page:     page("{SYSTEM_COLLECTIONURI}/{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}"),
		Pipeline: first("BUILD_BUILDID"), Ordered: true,
		Axis:      joined("SYSTEM_STAGENAME", "SYSTEM_PHASENAME"),
		Attempt:   azureAttempt,
		Workspace: "BUILD_SOURCESDIRECTORY",
		// The agent executes ##vso[…] anywhere in a line, on both streams; the log
		// viewer interprets ##[group] and the like.
		Protocol: &Protocol{
			Inside: []string{"##vso[", "##["},
			Group: func(g Group) (begin, end string) {
				return "##[group]" + g.Title + "\n", "##[endgroup]\n"
			},
			Annotation: azureAnnotation,
		},
	}
}

// azureAttempt combines the attempts of stage and job, since a rerun stage may count
// its jobs from 1 again.
func azureAttempt(env Env) int64 {
	n := counted("SYSTEM_JOBATTEMPT", 1)(env)
	if stage, err := strconv.ParseInt(env("SYSTEM_STAGEATTEMPT"), 10, 32); n > 0 && err == nil && stage > 1 {
		n += (stage - 1) * 1000
	}
	return n
}

func azureAnnotation(n Note) string {
	var b strings.Builder
	kind := "error"
	if n.Level != Error { // Azure has no lower level than warning
		kind = "warning"
	}
	b.WriteString("##vso[task.logissue type=" + kind + ";")
	if n.File != "" {
		b.WriteString("sourcepath=" + azureProperty(n.File) + ";")
		if n.Line > 0 {
			b.WriteString("linenumber=" + strconv.Itoa(n.Line) + ";")
		}
	}
	b.WriteString("]" + azureData(n.text()) + "\n")
	return b.String()
}

// azureProperty escapes the value of a command's property.
func azureProperty(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B").Replace(s)
}

// azureData escapes the message of a command.
func azureData(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A").Replace(s)
}
