package ci

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

func github() System {
	return System{
		Name: "github", Title: "GitHub Actions", Marker: Marker{Variable: "GITHUB_ACTIONS"},
		Parts: &Parts{Advice: "GitHub Actions does not number the jobs of a matrix from 1; give the matrix an entry shard: ['1/3', '2/3', '3/3'] and pass --shard=${{ matrix.shard }}; " +
			"a matrix with another key, such as os, also needs --axis=${{ matrix.os }} (strategy.job-index and strategy.job-total count the whole matrix: they number shards only when shard is its only key)",
			PartAdvice: "GitHub Actions does not number the jobs of a matrix from 1; give the matrix an entry part: [1, 2, 3], and pass --part=${{ matrix.part }}"},
		Commit: first("GITHUB_SHA"),
		Branch: first("GITHUB_HEAD_REF", "GITHUB_REF_NAME"),
		Base:   first("GITHUB_BASE_REF"), History: "with: {fetch-depth: 0} of actions/checkout",
		Page:     page("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}"),
		Pipeline: first("GITHUB_RUN_ID"), Ordered: true,
		Axis:      joined("GITHUB_JOB", "RUNNER_OS"),
		Attempt:   counted("GITHUB_RUN_ATTEMPT", 1),
		Workspace: "GITHUB_WORKSPACE",
		Blob: func(env Env) string {
			if env("GITHUB_SERVER_URL") == "" || env("GITHUB_REPOSITORY") == "" {
				return ""
			}
			return blob(env("GITHUB_SERVER_URL")+"/"+env("GITHUB_REPOSITORY"), "/blob/", env("GITHUB_SHA"))
		},
		Protected: []string{"GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"},
		// The runner executes ::name …::data at the start of every line on both streams,
		// and ##[name …]data anywhere in a line, except between stop-commands and the
		// token that it names.
		Protocol: &Protocol{
			Inside: []string{"##["}, AtStart: []string{"::"},
			Fence: func(token string) (begin, end string) {
				return "::stop-commands::" + token + "\n", "::" + token + "::\n"
			},
			Group: func(g Group) (begin, end string) {
				return "::group::" + githubData(g.Title) + "\n", "::endgroup::\n"
			},
			Annotation: githubAnnotation,
		},
		Files: []File{
			{"GITHUB_STEP_SUMMARY", func(r Report, held int64) ([]byte, error) {
				markdown, err := r.Markdown()
				return FitSummary(markdown, held), err
			}},
			{"GITHUB_OUTPUT", func(r Report, _ int64) ([]byte, error) { return githubOutputs(r, "hub_"+Token()), nil }},
		},
	}
}

func githubAnnotation(n Note) string {
	var b strings.Builder
	b.WriteString("::" + string(n.Level) + " ")
	if n.File != "" {
		b.WriteString("file=" + githubProperty(n.File) + ",")
		if n.Line > 0 {
			b.WriteString("line=" + strconv.Itoa(n.Line) + ",")
		}
	}
	b.WriteString("title=" + githubProperty(sanitize.Notice(n.Title, 2*maxTitle)) + "::" + githubData(n.Message) + "\n")
	return b.String()
}

// githubData escapes the data after the second "::" of a command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes the value of a command's property.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// githubOutputs returns the outputs of a step. delimiter contains a fresh [Token], so
// that no value can contain it and begin another output.
func githubOutputs(r Report, delimiter string) []byte {
	var b strings.Builder
	for _, o := range []struct{ name, value string }{
		{"verdict", r.Word},
		{"total", strconv.Itoa(r.Total)},
		{"completed", strconv.Itoa(r.Completed)},
		{"errors", strconv.Itoa(r.Errors)},
		{"skipped", strconv.Itoa(r.Skipped)},
		{"flaky", strconv.Itoa(r.Flaky)},
		{"junit", r.JUnit},
		{"json", r.JSON},
		{"summary", r.Summary},
	} {
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o.name, delimiter, o.value, delimiter)
	}
	return []byte(b.String())
}
